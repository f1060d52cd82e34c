"""The file a job makes for its person."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from prakarsa.files.actions import keep_made_file, remove_file
from prakarsa.files.models import StoredFile
from prakarsa.jobs.leases import LeaseLost, actor_of, held
from prakarsa.jobs.models import Job

FILE_KEPT = timedelta(days=7)


def keep(job: Job, *, path: Path, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep a copy of a file as the job's result; raise LeaseLost when the job is not ours.

    The copy is made before the transaction, for it may be large; one that belongs to no job in
    the end expires and is swept.
    """
    stored = keep_made_file(
        path=path,
        name=name,
        media_type=media_type,
        actor=actor_of(job),
        owner=job.person,
        membership=job.membership,
        region=job.region,
        at=at,
        expires_at=at + FILE_KEPT,
    )
    try:
        _attach(job, stored, at=at)
    except LeaseLost:
        with transaction.atomic():
            remove_file(actor=actor_of(job), stored=stored, at=at)
        raise
    return stored


@transaction.atomic
def _attach(job: Job, stored: StoredFile, *, at: datetime) -> None:
    rows = held(job).select_related("result_file")
    row = rows.select_for_update(no_key=True, of=("self",)).first()
    if row is None:
        raise LeaseLost(job.key)
    earlier = row.result_file
    held(job).update(result_file=stored, file_expires_at=stored.expires_at)
    if earlier is not None:
        remove_file(actor=actor_of(job), stored=earlier, at=at)
