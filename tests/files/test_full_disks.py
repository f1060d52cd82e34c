"""C05: no room for temporary files is said in words, leaves nothing, and mends itself."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.organisations.roles import Role
from tests.evidence.builders import claimed, make_innovation, open_window
from tests.formats import makers
from tests.worlds import World

WORDS = "Ruang simpan penuh."


def no_room(_file: object, _data: bytes) -> int:
    """Be a disk without a free byte."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def give(world: World, answer: Any) -> Any:
    address = f"/bukti/{answer.submission.key}/{answer.indicator}/"
    paper = SimpleUploadedFile("SK.pdf", makers.pdf(), "application/pdf")
    fields = {"file": paper, "version": answer.version}
    return world.client(Role.OPERATOR).post(f"{address}berkas/", fields)


def test_C05_no_room_for_a_temporary_file_is_said_in_words(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temporary")
    (tmp_path / "temporary").mkdir()
    open_window(world.home)
    answer = claimed(world, make_innovation(world))
    with monkeypatch.context() as small:
        place = "django.core.files.uploadedfile.TemporaryUploadedFile.write"
        small.setattr(place, no_room, raising=False)
        refused = give(world, answer)
    assert refused.status_code == 200
    assert WORDS in refused.content.decode()
    assert StoredFile.objects.count() == 0
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not storage.store_folder().exists() or list(storage.store_folder().glob("*/*")) == []
    assert give(world, answer).status_code == 302
    assert StoredFile.objects.count() == 1
