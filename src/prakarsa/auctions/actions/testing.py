"""Accept or reject the data of a lot: written once with the values tested, by somebody else."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.auctions.actions.moves import is_repeat, lock_lot, move
from prakarsa.auctions.actions.telling import tell_bidders
from prakarsa.auctions.models import DataTest, Lot
from prakarsa.auctions.queries.testing import is_entangled
from prakarsa.auctions.states import Act
from prakarsa.organisations.seats import Seat


@transaction.atomic
def test_baseline(
    *, seat: Seat, lot: Lot, is_accepted: bool, reason: str, version: int, at: datetime
) -> DataTest:
    """Say whether the baseline of a lot holds, with a reason; the same twice counts once.

    Raises PermissionDenied for whoever made, changed or submitted the lot or works in one of its
    agencies, in whatever seat; TooLate and NotNow as `moves.lock_lot`.
    """
    act = Act.PASS if is_accepted else Act.FAIL
    if is_repeat(seat=seat, lot=lot, act=act, version=version):
        return DataTest.objects.filter(lot=lot).order_by("-pk")[0]
    current = lock_lot(seat=seat, lot=lot, act=act, version=version)
    if is_entangled(seat, current, on=seat.today(at)):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Isi alasannya.")})
    if current.baseline is None or current.baseline_on is None:
        raise ValidationError(_("Titik nol lot ini belum diisi."))
    test = DataTest.objects.create(
        lot=current,
        is_accepted=is_accepted,
        reason=reason.strip(),
        baseline=current.baseline,
        baseline_on=current.baseline_on,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=at,
    )
    facts = {"baseline": current.baseline, "baseline_on": current.baseline_on}
    moved = move(seat=seat, lot=current, act=act, at=at, reason=reason, after=facts)
    tell_bidders(moved, act, at)
    return test
