"""One try at one job, and how it is written down: done, stopped, refused, or again later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.foundation.fullness import is_disk_full
from prakarsa.foundation.logs import job_key, request_id
from prakarsa.jobs.kinds import JobRefused, UnknownKind, find_kind
from prakarsa.jobs.leases import LeaseLost, end_held, hand_back
from prakarsa.jobs.models import Job
from prakarsa.jobs.permissions import seat_for
from prakarsa.jobs.running import Cancelled, HandedBack, Work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a worker runs its tries: its clock, when it must stop, how often it reports."""

    clock: Callable[[], datetime]
    must_stop: Callable[[], bool]
    interval_seconds: float


def attempt(job: Job, terms: Terms) -> None:
    """Do one try; a lost lease is somebody else's story, a lost database is the caller's."""
    tokens = request_id.set(job.request_id or job.key), job_key.set(job.key)
    try:
        with _language_and_zone(job):
            _attempt(job, terms)
    except LeaseLost:
        log.warning("A job was taken over: %s", job.key)
    finally:
        request_id.reset(tokens[0])
        job_key.reset(tokens[1])


def _attempt(job: Job, terms: Terms) -> None:
    clock = terms.clock
    try:
        end_held(job, state=Job.State.DONE, at=clock(), result=_result(job, terms))
    except Cancelled:
        end_held(job, state=Job.State.CANCELLED, at=clock())
    except HandedBack:
        hand_back(job, at=clock())
    except JobRefused as refusal:
        end_held(job, state=Job.State.FAILED, at=clock(), problem=str(refusal))
    except Refused as refusal:
        if refusal.reason is Reason.DISK_FULL:
            _again_or_never(job, at=clock(), problem=explain(refusal))
        else:
            end_held(job, state=Job.State.FAILED, at=clock(), problem=explain(refusal))
    except (OperationalError, InterfaceError, LeaseLost):
        raise
    except Exception as fault:
        log.exception("A job failed: %s", job.key)
        _again_or_never(job, at=clock(), problem=_words_for(job, fault))


def _result(job: Job, terms: Terms) -> dict[str, Any]:
    at = terms.clock()
    seat = seat_for(job, at=at)
    if seat is None:
        raise JobRefused(_("Hak Anda untuk pekerjaan ini sudah berakhir."))
    work = Work(
        job=job, seat=seat, at=at, clock=terms.clock, must_stop=terms.must_stop,
        interval_seconds=terms.interval_seconds,
    )  # fmt: skip
    return find_kind(job.kind).run(work)


def _words_for(job: Job, fault: Exception) -> str:
    if is_disk_full(fault):
        return explain(Refused(Reason.DISK_FULL))
    text = _("Kesalahan ada pada kami. Sebutkan kode %(key)s kepada pengelola.")
    return text % {"key": job.key}


def _again_or_never(job: Job, *, at: datetime, problem: str) -> None:
    try:
        waits = find_kind(job.kind).waits
    except UnknownKind:
        waits = ()
    if job.attempts > len(waits):
        end_held(job, state=Job.State.FAILED, at=at, problem=problem)
    else:
        hand_back(job, at=at, wait_seconds=waits[job.attempts - 1], problem=problem)


@contextmanager
def _language_and_zone(job: Job) -> Iterator[None]:
    """Speak to the person as pages do: in their language, in the zone of their region."""
    language = job.person.language if job.person else None
    zone = job.region.zone if job.region else None
    with translation.override(language or "id"), timezone.override(zone):
        yield
