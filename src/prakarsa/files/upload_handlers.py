"""Keeps what a form uploads within bounds while it streams in, before any view is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from prakarsa.formats.reasons import Reason, Refused
from prakarsa.foundation.fullness import is_disk_full

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class Unwritten(SimpleUploadedFile):
    """A file there was no room for; whoever reads it learns so in words."""

    def chunks(self, *_size: Any, **_named: Any) -> Iterator[bytes]:
        """Refuse: there are no bytes."""
        raise Refused(Reason.DISK_FULL)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to the temporary folder up to the limit and only counts the bytes after it.

    The form then sees the true size and says in words that the file is too large, while disk and
    memory stay flat, however much is sent.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._written = 0
        self._has_room = True

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin to count anew."""
        self._written, self._has_room = 0, True
        super().new_file(*arguments, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece, or let it go."""
        if self._has_room and self._written <= settings.PRAKARSA_UPLOAD_BYTES:
            self._written += len(raw_data)
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as problem:
                self._give_up(problem)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Return the file as it arrived, or one that says that there was no room."""
        try:
            if self._has_room:
                return super().file_complete(file_size)
        except OSError as problem:
            self._give_up(problem)
        cut = Unwritten(str(self.file_name), b"")
        cut.size = file_size
        return cut

    def _give_up(self, problem: OSError) -> None:
        """Let go of a file for which the disk has no room; any other fault is as it is."""
        if not is_disk_full(problem):
            raise problem
        self._has_room = False
        with suppress(OSError):
            self.file.close()
