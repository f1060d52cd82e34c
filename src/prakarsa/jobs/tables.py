"""One's own jobs as a table: the same rows as the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.jobs.kinds import label_of
from prakarsa.jobs.models import Job

PIECE = 500


def job_columns() -> list[Column]:
    """Return the heads of the jobs."""
    return [
        Column(_("Pekerjaan"), width=32),
        Column(_("Keadaan"), width=18),
        Column(_("Diminta"), ColumnKind.MOMENT, 20),
        Column(_("Mulai"), ColumnKind.MOMENT, 20),
        Column(_("Berakhir"), ColumnKind.MOMENT, 20),
        Column(_("Hasil"), width=60),
    ]


def job_rows(jobs: QuerySet[Job]) -> Iterator[tuple[Value, ...]]:
    """Give the jobs, the newest first, in the reader's zone."""
    for job in jobs.iterator(chunk_size=PIECE):
        outcome = job.problem or str(job.result.get("summary", ""))
        moments = (_here(each) for each in (job.created_at, job.started_at, job.finished_at))
        yield str(label_of(job.kind)), job.get_state_display(), *moments, outcome


def _here(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
