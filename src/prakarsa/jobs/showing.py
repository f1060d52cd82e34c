"""A job in words: what it is called, how far it is, and for how long still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.foundation.writing import number
from prakarsa.jobs.kinds import ROWS, all_kinds, label_of
from prakarsa.jobs.models import Job
from prakarsa.jobs.queries import has_expired, rest_seconds

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class ShownJob:
    """One job as the pages write it."""

    job: Job
    label: str
    progress: str
    is_expired: bool


def show(job: Job, *, at: datetime) -> ShownJob:
    """Put a job into words in the active language."""
    return ShownJob(
        job=job,
        label=str(label_of(job.kind)),
        progress=progress_words(job, at=at),
        is_expired=has_expired(job, at=at),
    )


def progress_words(job: Job, *, at: datetime) -> str:
    """Return such as "412 dari 1.983 baris, sekitar 2 menit lagi"; empty before the first step."""
    if not job.progress_total:
        return ""
    kind = all_kinds().get(job.kind)
    counted = _("%(done)s dari %(total)s %(unit)s") % {
        "done": number(job.progress_done),
        "total": number(job.progress_total),
        "unit": kind.unit if kind else ROWS,
    }
    rest = rest_seconds(job, at=at) if job.state == Job.State.RUNNING else None
    return counted if rest is None else f"{counted}, {rest_words(rest)}"


def rest_words(seconds: int) -> str:
    """Return a rest time as people say it, never more exact than it is."""
    if seconds < MINUTE:
        return _("kurang dari 1 menit lagi")
    if seconds < HOUR:
        count = -(-seconds // MINUTE)
        words = ngettext("sekitar %(count)s menit lagi", "sekitar %(count)s menit lagi", count)
    else:
        count = -(-seconds // HOUR)
        words = ngettext("sekitar %(count)s jam lagi", "sekitar %(count)s jam lagi", count)
    return words % {"count": number(count)}
