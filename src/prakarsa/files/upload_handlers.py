"""Keeps what a form uploads within bounds while it streams in, before any view is asked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to the temporary folder up to the limit and only counts the bytes after it.

    The form then sees the true size and says in words that the file is too large, while disk and
    memory stay flat, however much is sent.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._written = 0

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin to count anew."""
        self._written = 0
        super().new_file(*arguments, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece, or let it go."""
        if self._written <= settings.PRAKARSA_UPLOAD_BYTES:
            self._written += len(raw_data)
            super().receive_data_chunk(raw_data, start)
        return None
