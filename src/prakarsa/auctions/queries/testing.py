"""Who has had a hand in a lot, and so does not test its data; and which lots wait for a test."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from prakarsa.auctions.models import Lot, LotEvent, LotFile
from prakarsa.auctions.queries.lots import visible_lots
from prakarsa.auctions.states import Act
from prakarsa.foundation.time import local_day
from prakarsa.organisations.models import Membership
from prakarsa.organisations.seats import Seat, agencies_and_below, not_ended_on

HANDS = (Act.CREATE, Act.CHANGE, Act.SUBMIT)


def is_entangled(seat: Seat, lot: Lot, *, on: date) -> bool:
    """Say whether the person behind a seat made, changed or submitted a lot or works there.

    Keyed on the person, so that another seat of the same person is no way around it; nor is it to
    leave an agency that the lot was made for.
    """
    key = seat.actor.key
    if lot.created_by_key == key:
        return True
    if LotEvent.objects.filter(lot=lot, act__in=HANDS, actor_key=key).exists():
        return True
    if LotFile.objects.filter(lot=lot, added_by_key=key).exists():
        return True
    units = agencies_and_below(lot.agencies.values_list("agency_id", flat=True))
    made_on = local_day(lot.created_at, lot.period.region.zone)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    posts = Membership.objects.filter(
        begun, not_ended_on(made_on), person=seat.person, agency_id__in=units
    )
    return posts.exists()


def waiting_lots(seat: Seat) -> QuerySet[Lot]:
    """Return the lots whose data wait for a test, the longest waiting first."""
    return visible_lots(seat).filter(state=Lot.State.DATA_TEST).order_by("state_since")
