"""The example's auction and its contracts: every state, each by a path of the tables."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import Sum

from prakarsa.auctions.checkups import half_decided
from prakarsa.auctions.models import Lot, LotEvent, Offer
from prakarsa.auctions.states import Act, transition
from prakarsa.contracts.checkups import unsigned_but_running
from prakarsa.contracts.content import digest, places_of, read_text
from prakarsa.contracts.models import (
    ContractVersion,
    Holder,
    Outcome,
    PerformanceContract,
    Realisation,
    RealisationEntry,
)
from prakarsa.contracts.states import Step, next_step

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


def test_contracts_stand_in_every_state(example: None) -> None:
    states = set(PerformanceContract.objects.values_list("state", flat=True))
    assert states == set(PerformanceContract.State.values)
    assert not unsigned_but_running().exists()


def test_every_text_says_what_its_hash_says_and_is_signed_in_order(example: None) -> None:
    for version in ContractVersion.objects.prefetch_related("signatures"):
        assert digest(version.content) == version.sha256, version
        orders = [each.order for each in version.signatures.all()]
        assert orders == list(range(1, len(orders) + 1)), version
        assert {each.sha256 for each in version.signatures.all()} <= {version.sha256}
        assert len(orders) <= len(places_of(read_text(version.content)))
    kinds = Counter(ContractVersion.objects.values_list("kind", flat=True))
    assert kinds["succession"] == 3
    assert kinds["addendum"] >= 4


def test_shares_are_whole_before_and_after_two_reorganisations(example: None) -> None:
    present = Holder.objects.filter(valid_until=None).values("contract")
    sums = present.annotate(whole=Sum("share_hundredths")).values_list("whole", flat=True)
    assert set(sums) == {10_000}
    assert Holder.objects.exclude(valid_until=None).count() == 3
    assert Holder.objects.exclude(inherited_from=None).count() == 4


def test_quarters_came_by_the_steps_of_the_table(example: None) -> None:
    states: dict[int, str | None] = {}
    for entry in RealisationEntry.objects.order_by("realisation_id", "pk"):
        after = next_step(states.get(entry.realisation_id), Step(entry.act))
        assert after is not None, entry
        states[entry.realisation_id] = after
    assert states == dict(Realisation.objects.values_list("pk", "state"))
    years = set(Realisation.objects.values_list("target__year", flat=True))
    assert len(years) >= 3


def test_endings_are_judged_by_the_rule_and_one_failed_honestly(example: None) -> None:
    results = set(Outcome.objects.exclude(result="").values_list("result", flat=True))
    assert results == set(Outcome.Result.values)
    shielded = Outcome.objects.filter(is_honest_failure=True)
    assert {each.proposal for each in shielded} == {"none"}
