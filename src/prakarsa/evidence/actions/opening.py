"""Take hold of an answer before it is changed: locked, in time, and as the page showed it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import can_change
from prakarsa.evidence.queries import closed_words
from prakarsa.evidence.refusals import CannotAct, Stale, WindowClosed
from prakarsa.evidence.states import Act, next_state
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import submission_for
from prakarsa.registry.models import Innovation


def lock_answer(answer: Answer, *, at: datetime) -> Answer:
    """Return the answer locked, made if it was not there.

    The innovation is locked first, as by its own acts, so that two acts never wait for each other.
    """
    submission = answer.submission
    if submission is not None:
        Innovation.objects.select_for_update(no_key=True).get(pk=submission.innovation_id)
        if submission._state.adding:
            year = submission.edition_year
            submission = submission_for(innovation=submission.innovation, edition_year=year, at=at)
    place = {
        "submission": submission,
        "region_id": answer.region_id,
        "edition_year": answer.edition_year,
        "indicator": answer.indicator,
    }
    if answer._state.adding:
        Answer.objects.get_or_create(**place, defaults={"changed_at": at})
    rows = Answer.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "submission__innovation__region", "submission__innovation__agency", "region"
    )
    return rows.get(**place)


def refuse_stale(locked: Answer, version: int | None) -> None:
    """Raise Stale unless the answer is as the page showed it; None overwrites knowingly."""
    if version is not None and locked.version != version:
        raise Stale(_("Data berubah sejak Anda membukanya. Bandingkan, lalu pilih."))


def open_claim(*, seat: Seat, answer: Answer, at: datetime) -> Answer:
    """Return the locked answer if this seat may change its claim or proof now."""
    if not can_change(seat, answer):
        raise PermissionDenied
    agency = answer.submission.innovation.agency if answer.submission else None
    require_open(answer.region, agency, answer.edition_year, at=at)
    locked = lock_answer(answer, at=at)
    if next_state(locked.state, Act.CHANGE) is None:
        raise CannotAct(_("Bukti ini tidak dapat diubah dalam keadaannya sekarang."))
    return locked


def require_open(region: Region, agency: Agency | None, edition_year: int, *, at: datetime) -> None:
    """Raise WindowClosed when a region or unit may not report for the edition at this moment."""
    sentence = closed_words(region, agency, edition_year, at=at)
    if sentence:
        raise WindowClosed(sentence)
