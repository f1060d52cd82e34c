"""The example's auction: sixty lots and one more in every state, each by a path of the table."""

from __future__ import annotations

from collections import Counter

import pytest

from prakarsa.auctions.checkups import half_decided
from prakarsa.auctions.models import Lot, LotEvent, Offer
from prakarsa.auctions.states import Act, transition

pytestmark = pytest.mark.django_db


def test_lots_stand_in_every_state(example: None) -> None:
    states = Counter(Lot.objects.values_list("state", flat=True))
    assert set(states) == set(Lot.State.values)
    assert sum(states.values()) >= 60
    assert not half_decided().exists()


def test_every_lot_came_by_a_path_of_the_table(example: None) -> None:
    paths: dict[int, str] = {}
    wrong = []
    for event in LotEvent.objects.order_by("lot_id", "pk"):
        state = paths.get(event.lot_id, Lot.State.DRAFT)
        row = transition(state, Act(event.act))
        if row is None or row.next_state != event.state_after or event.state_before != state:
            wrong.append(str(event))
        if row is not None and event.role not in {role.value for role in row.roles}:
            wrong.append(f"{event} by {event.role}")
        paths[event.lot_id] = event.state_after
    assert wrong == []
    assert paths == {lot.pk: lot.state for lot in Lot.objects.filter(pk__in=paths)}


def test_offers_alternate_and_name_what_is_a_promise(example: None) -> None:
    before: Offer | None = None
    for offer in Offer.objects.select_related("lot").order_by("lot_id", "number"):
        if before is not None and before.lot_id == offer.lot_id:
            assert offer.side != before.side, offer
            assert offer.at > before.at, offer
        else:
            assert (offer.number, offer.side) == (1, "bidder")
        is_up = offer.lot.direction == Lot.Direction.HIGHER
        assert (offer.value > offer.lot.baseline) is is_up, offer
        before = offer
