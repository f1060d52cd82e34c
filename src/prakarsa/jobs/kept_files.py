"""The file a job makes for its person."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from prakarsa.files.models import StoredFile
from prakarsa.jobs.models import Job

FILE_KEPT = timedelta(days=7)


def keep(job: Job, *, path: Path, name: str, media_type: str, at: datetime) -> StoredFile:
    """Move a file into the store as the job's result; raise LeaseLost when it is not ours."""
    raise NotImplementedError
