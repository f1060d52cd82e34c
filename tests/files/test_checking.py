"""The store and its rows agree, or the doctor says where not."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.test import RequestFactory

from prakarsa.files import storage
from prakarsa.files.checking import Fault, FaultKind, find_faults
from prakarsa.files.upload_handlers import BoundedUploadHandler
from tests.files.conftest import Store
from tests.formats import makers


@pytest.mark.django_db
def test_O07_missing_changed_and_left_over_bytes_are_found(store: Store, at: datetime) -> None:
    whole, missing, changed = store("a.pdf"), store("b.pdf"), store("c.pdf")
    assert list(find_faults(at=at)) == []

    storage.path_of(missing.key).unlink()
    path = storage.path_of(changed.key)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    orphan = storage.path_of("abcdefghjkmn")
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"sisa")
    os.utime(orphan, (0, 0))

    assert set(find_faults(at=at)) == {
        Fault(FaultKind.MISSING, missing.key),
        Fault(FaultKind.CHANGED, changed.key),
        Fault(FaultKind.ORPHAN, orphan.name),
    }
    assert storage.hash_of(storage.path_of(whole.key)) == whole.sha256


@pytest.mark.parametrize("size", [10, 1_000_000, 5_000_000])
def test_F04_form_upload_over_the_limit_is_counted_but_not_kept(
    settings: object, tmp_path: Path, size: int
) -> None:
    settings.PRAKARSA_UPLOAD_BYTES = 1_000_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    upload, fields = received(size)

    assert fields["nama"] == "SAPA"
    assert upload.size == size
    kept = Path(upload.temporary_file_path()).stat().st_size
    assert kept == min(size, kept)
    assert kept <= 1_000_000 + FileUploadHandler.chunk_size


def received(size: int) -> tuple[UploadedFile, QueryDict]:
    """Send a form with a file of this size through the handler."""
    upload = makers.NamedBytes("film.mp4", bytes(size))
    request = RequestFactory().post("/", {"nama": "SAPA", "file": upload})
    request.upload_handlers = [BoundedUploadHandler(request)]
    return request.FILES["file"], request.POST
