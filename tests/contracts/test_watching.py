"""Signals: what was seen, in words, for those who may ask; never a verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.auctions.models import AuctionPeriod, KnownValue
from prakarsa.contracts.models import ContractVersion, PerformanceContract, VersionEnd
from prakarsa.contracts.queries import visible_contracts
from prakarsa.contracts.queries.records import record_of, watched_contracts
from prakarsa.organisations.roles import Role
from prakarsa.rules.contract.gaming import Kind
from tests.auctions.builders import make_period
from tests.contracts.delivering import add_version, make_contract, make_targets, verified
from tests.formats import makers
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def period(world: World) -> AuctionPeriod:
    return make_period(world)


def kinds_of(contract: PerformanceContract) -> list[Kind]:
    (found,) = watched_contracts([PerformanceContract.objects.get(pk=contract.pk)])
    return [each.kind for each in found.signals]


def knows(contract: PerformanceContract, day: date, value: object, peer: str = "") -> None:
    KnownValue.objects.create(
        lot=contract.lot, peer=peer, day=day, value=Decimal(str(value)), source="BPS"
    )


def test_an_honest_contract_shows_nothing(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    targets = make_targets(contract, 65, 70, 75)
    for place, value in enumerate((66, 69, 76)):
        verified(world, targets[place], value, content=makers.pdf(place + 1))
    knows(contract, date(2024, 12, 31), 58)
    knows(contract, date(2023, 12, 31), 56)
    assert kinds_of(contract) == []


def test_the_record_holds_what_was_signed_verified_and_known(
    world: World, period: AuctionPeriod
) -> None:
    contract = make_contract(world, period)
    add_version(world, contract, 2, NEXT_YEAR, end_value=Decimal(90), unit="persen")
    knows(contract, date(2024, 12, 31), 58)
    knows(contract, date(2024, 12, 31), 70, peer="Kota Lain")
    targets = make_targets(contract, 65, 70)
    verified(world, targets[0], "64.5")
    record = record_of(contract)
    assert record is not None
    assert [(each.end, each.signed) for each in record.terms] == [
        (Fraction(80), date(2026, 1, 5)), (Fraction(90), date(2027, 3, 1)),
    ]  # fmt: skip
    assert [each.value for each in record.history] == [58]
    assert [(each.year, each.quarter, each.target) for each in record.realisations] == [
        (2026, 1, Fraction(65))
    ]
    assert [len(each.proofs) for each in record.realisations] == [1]
    assert record.proofs_elsewhere == {}


def test_texts_that_nobody_signed_do_not_count(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period, state="amending")
    add_version(world, contract, 2, NEXT_YEAR, unit="ton")
    assert kinds_of(contract) == []
    other = make_contract(world, period)
    back = add_version(world, other, 2, NEXT_YEAR, unit="ton")
    VersionEnd.objects.create(version=back, reason="x", actor_key="x", at=AT)
    assert kinds_of(other) == []
    assert ContractVersion.objects.count() == 4
    unsigned = make_contract(world, period, state="signing")
    assert record_of(unsigned) is None


def test_each_signal_is_read_from_the_database(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    knows(contract, date(2023, 12, 31), 66)
    knows(contract, date(2024, 12, 31), 81)
    for number in (2, 3, 4):
        add_version(world, contract, number, NEXT_YEAR, unit="%" if number < 4 else "poin")
    targets = make_targets(contract, 65, 70, 75)
    for place in range(3):
        verified(world, targets[place], targets[place].value, content=makers.pdf(place // 2 + 1))
    twin = make_contract(world, period)
    verified(world, make_targets(twin, 65)[0], 64, content=makers.pdf(2))
    assert set(kinds_of(contract)) == {
        Kind.BASELINE_BELOW_HISTORY, Kind.REACHED_AT_SIGNING, Kind.DEFINITION_CHANGED,
        Kind.MANY_ADDENDA, Kind.SAME_PROOF,
    }  # fmt: skip
    assert kinds_of(twin) == [Kind.SAME_PROOF]


def test_watchers_read_reasons_and_nobody_else_does(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    knows(contract, date(2025, 6, 30), 81)
    url = reverse("contracts:watching")
    own = reverse("contracts:delivery", args=[contract.key])
    for role in (Role.SECRETARIAT, Role.AUDITOR, Role.MAYOR, Role.SECRETARY):
        client = world.client(role)
        html = client.get(url).content.decode()
        assert "1 dari 1 kontrak patut ditanyakan" in html
        assert "bukan putusan" in html
        assert "nilainya sudah 81; janjinya 80" in html
        assert "Patut ditanyakan" in client.get(own).content.decode()
    for role in (Role.OPERATOR, Role.AGENCY_HEAD, Role.VERIFIER, Role.PANEL, Role.EMPLOYEE):
        client = world.client(role)
        assert client.get(url).status_code == 403
        assert "Patut ditanyakan" not in client.get(own).content.decode()
    other = world.client(Role.AUDITOR, region=world.other)
    assert "0 dari 0 kontrak" in other.get(url).content.decode()


def test_signals_are_narrowed_by_kind(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    knows(contract, date(2025, 6, 30), 81)
    client, url = world.client(Role.AUDITOR), reverse("contracts:watching")
    html = client.get(f"{url}?isyarat=many_addenda").content.decode()
    assert "0 dari 1 kontrak" in html
    assert client.get(f"{url}?isyarat=lain").status_code == 400


def test_many_contracts_ask_as_much_as_two(world: World, period: AuctionPeriod) -> None:
    def asked_for(count: int) -> int:
        for place in range(count):
            contract = make_contract(world, period)
            knows(contract, date(2025, 6, 30), 81)
            verified(world, make_targets(contract, 65)[0], 64, content=makers.pdf(place + 1))
        with CaptureQueriesContext(connection) as captured:
            watched_contracts(visible_contracts(world.seat(Role.AUDITOR)))
        return len(captured)

    assert asked_for(2) == asked_for(3)
