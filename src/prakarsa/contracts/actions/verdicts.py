"""Decide on a realisation: accept it, or give it back with a reason. Never one's own."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.contracts.actions.informing import tell_holders
from prakarsa.contracts.actions.moves import lock_row
from prakarsa.contracts.actions.realisations import (
    is_repeat,
    lock_realisation,
    refuse_stale,
    write_step,
)
from prakarsa.contracts.models import Realisation, RealisationEntry
from prakarsa.contracts.permissions import can_verify
from prakarsa.contracts.states import Step, next_step
from prakarsa.organisations.seats import Seat

TITLES = {
    Step.ACCEPT: gettext_lazy("Capaian triwulan {quarter} {year} diterima: {title}"),
    Step.RETURN: gettext_lazy("Capaian triwulan {quarter} {year} dikembalikan: {title}"),
}


@transaction.atomic
def decide_realisation(
    *, seat: Seat, realisation: Realisation, step: Step, reason: str, version: int, at: datetime
) -> Realisation:
    """Accept or return what waits; a verified one may be returned, to put a mistake right.

    A reason is needed to return. A second click finds its work done. Raises PermissionDenied for
    one's own, Stale, and ValidationError.
    """
    lock_row(realisation.target.contract)
    current = lock_realisation(realisation)
    if not can_verify(seat, current):
        raise PermissionDenied
    words = reason.strip()
    if is_repeat(seat, current, step, version, words):
        return current
    refuse_stale(current, version)
    state = next_step(current.state, step)
    if state is None or step not in TITLES:
        text = _("Langkah ini tidak dapat dilakukan: capaian ini sekarang “%s”.")
        raise ValidationError(text % current.get_state_display(), code="state")
    if step is Step.RETURN and not words:
        raise ValidationError({"reason": _("Isi alasannya, supaya jelas apa yang diperbaiki.")})
    is_accepted = step is Step.ACCEPT
    current.state, current.waiting_since = state, None
    current.verified_by_key = seat.actor.key if is_accepted else ""
    current.verified_at = at if is_accepted else None
    write_step(seat=seat, realisation=current, step=step, at=at, reason=words)
    _tell(current, step, words, at)
    return current


def _tell(realisation: Realisation, step: Step, reason: str, at: datetime) -> None:
    target = realisation.target
    entry = RealisationEntry.objects.filter(realisation=realisation).order_by("-pk")[0]
    words = {
        "quarter": target.quarter, "year": target.year, "title": target.contract.lot.title,
    }  # fmt: skip
    place = [target.contract.key, target.year, target.quarter]
    tell_holders(
        target.contract,
        title=format_lazy(TITLES[step], **words),
        body=reason,
        link=reverse("contracts:realisation", args=place),
        event_key=f"contracts.realisation.{entry.pk}",
        at=at,
    )
