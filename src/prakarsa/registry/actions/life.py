"""The life of an innovation: submit, return, verify, publish, retire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.calendars.queries import is_open_for
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions.recording import is_replay, lock, move, refuse_stale, write
from prakarsa.registry.actions.refusals import NotReady, ReportingClosed
from prakarsa.registry.actions.telling import tell
from prakarsa.registry.actions.years import submission_for
from prakarsa.registry.models import Innovation, ReturnNote, Submission
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import CHECKS
from prakarsa.registry.queries.readiness import gaps_of
from prakarsa.registry.queries.years import edition_year_of
from prakarsa.registry.snapshots import Snapshot, take_snapshot
from prakarsa.registry.states import Act


@dataclass(frozen=True, slots=True)
class Note:
    """Why something is returned: the text, and the part it is about (None: the whole)."""

    text: str
    about: Part | None = None


@dataclass(slots=True)
class _Begun:
    """An act that may go on: the locked row and what it was before."""

    innovation: Innovation
    before: Snapshot


def _begin(seat: Seat, innovation: Innovation, act: Act, version: int | None) -> _Begun | None:
    """Lock, then refuse what is stale or not allowed; None means it was already done."""
    current = lock(innovation)
    seen = innovation.version if version is None else version
    if is_replay(current, act=act, actor=seat.actor, version=seen):
        return None
    refuse_stale(current, version=seen)
    if not CHECKS[act](seat, current):
        raise PermissionDenied
    return _Begun(current, take_snapshot(current))


def _end(begun: _Begun, seat: Seat, act: Act, at: datetime, **told: Any) -> Innovation:
    move(begun.innovation, act)
    write(begun.innovation, act=act, actor=seat.actor, at=at, before=begun.before, told=told)
    tell(begun.innovation, act, by=seat.person, at=at)
    return begun.innovation


@transaction.atomic
def submit_innovation(
    *, seat: Seat, innovation: Innovation, at: datetime, version: int | None = None
) -> Innovation:
    """Hand a complete profile to the verifier, in the edition that is open.

    Raises ReportingClosed, NotReady with what is missing, StaleInnovation when someone was faster.
    """
    begun = _begin(seat, innovation, Act.SUBMIT, version)
    if begun is None:
        return lock(innovation)
    current = begun.innovation
    year = edition_year_of(current, at=at)
    if not is_open_for(region=current.region, agency=current.agency, edition_year=year, at=at):
        raise ReportingClosed(year)
    submission = submission_for(innovation=current, edition_year=year, at=at)
    gaps = gaps_of(current, edition_year=year, to_renew=submission.to_renew)
    if gaps:
        raise NotReady(gaps)
    ReturnNote.objects.filter(innovation=current, resolved_at=None).update(resolved_at=at)
    current.submitted_at = at
    done = _end(begun, seat, Act.SUBMIT, at, edition_year=submission.edition_year)
    _freeze(submission, done, at)
    return done


def _freeze(submission: Submission, innovation: Innovation, at: datetime) -> None:
    """Keep what is handed in as it is: the edition judges it by that, whatever follows."""
    submission.submitted_at = at
    submission.snapshot = take_snapshot(innovation)
    submission.reported_words = innovation.design_words
    submission.reported_affair = innovation.main_affair
    submission.reported_implemented_on = innovation.implemented_on
    submission.reported_developed_on = innovation.developed_on
    submission.save()


@transaction.atomic
def return_innovation(
    *,
    seat: Seat,
    innovation: Innovation,
    notes: Sequence[Note],
    at: datetime,
    version: int | None = None,
) -> Innovation:
    """Give an innovation back with at least one note; raises ValueError without any."""
    if not any(note.text.strip() for note in notes):
        raise ValueError("A return needs a note.")
    begun = _begin(seat, innovation, Act.RETURN, version)
    if begun is None:
        return lock(innovation)
    current = begun.innovation
    ReturnNote.objects.bulk_create(
        ReturnNote(
            innovation=current,
            about=note.about or "",
            text=note.text.strip(),
            author_key=seat.actor.key,
            at=at,
        )
        for note in notes
        if note.text.strip()
    )
    current.verified_at = None
    year = edition_year_of(current, at=at)
    submission = submission_for(innovation=current, edition_year=year, at=at)
    submission.verified_at = None
    submission.save(update_fields=["verified_at"])
    texts = [note.text.strip() for note in notes]
    return _end(begun, seat, Act.RETURN, at, notes=texts)


@transaction.atomic
def verify_innovation(
    *, seat: Seat, innovation: Innovation, at: datetime, version: int | None = None
) -> Innovation:
    """Accept a submitted profile as verified."""
    begun = _begin(seat, innovation, Act.VERIFY, version)
    if begun is None:
        return lock(innovation)
    current = begun.innovation
    current.verified_at = at
    year = edition_year_of(current, at=at)
    submission = submission_for(innovation=current, edition_year=year, at=at)
    submission.verified_at = at
    submission.save(update_fields=["verified_at"])
    return _end(begun, seat, Act.VERIFY, at, edition_year=submission.edition_year)


@transaction.atomic
def publish_innovation(
    *, seat: Seat, innovation: Innovation, at: datetime, version: int | None = None
) -> Innovation:
    """Put a verified innovation into the public catalogue."""
    begun = _begin(seat, innovation, Act.PUBLISH, version)
    if begun is None:
        return lock(innovation)
    begun.innovation.published_at = at
    begun.innovation.public_revision = None
    return _end(begun, seat, Act.PUBLISH, at)


@transaction.atomic
def retire_innovation(
    *,
    seat: Seat,
    innovation: Innovation,
    reason: str,
    at: datetime,
    version: int | None = None,
) -> Innovation:
    """End an innovation with a reason; its history stays. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("Ending an innovation needs a reason.")
    begun = _begin(seat, innovation, Act.RETIRE, version)
    if begun is None:
        return lock(innovation)
    begun.innovation.retired_at = at
    begun.innovation.retired_because = reason.strip()
    begun.innovation.public_revision = None
    return _end(begun, seat, Act.RETIRE, at, reason=reason.strip())
