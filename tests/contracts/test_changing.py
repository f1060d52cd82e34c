"""A contract changes by a new text that both sides sign; the old one stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from prakarsa.contracts.actions.changing import (
    Amendment,
    Transfer,
    amend_contract,
    take_back,
    transfer_contract,
)
from prakarsa.contracts.actions.holding import HeirShare
from prakarsa.contracts.actions.signing import sign_contract
from prakarsa.contracts.content import Terms, digest, read_text
from prakarsa.contracts.models import ContractVersion, Holder, PerformanceContract, VersionEnd
from prakarsa.contracts.queries import present_holders, version_in_force
from prakarsa.contracts.refusals import NotNow, OtherText, TooLate
from prakarsa.organisations.actions.agencies import succeed_agencies
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from tests.audit.entries import assert_one_entry
from tests.contracts.builders import (
    State,
    agreed_lot,
    fresh,
    make_contract,
    share_lot,
    shown,
    sign_all,
)
from tests.worlds import AT, World, make_agency, make_world

DAY = date(2027, 1, 1)


def terms_of(contract: PerformanceContract) -> Terms:
    version = version_in_force(contract)
    assert version is not None
    return read_text(version.content).terms


def amend(world: World, contract: PerformanceContract, **changes: object) -> ContractVersion:
    """Write an addendum with these changes of the terms in force."""
    changed = replace(terms_of(contract), **(changes or {"end_value": Decimal(75)}))
    return amend_contract(
        seat=world.seat(Role.SECRETARIAT), contract=contract, version=contract.version, at=AT,
        amendment=Amendment(terms=changed, reason="Anggaran berkurang."),
    )  # fmt: skip


def split(
    world: World, contract: PerformanceContract, shares: dict[Agency, int], lead: Agency,
    *, source: Agency | None = None, on: date = DAY,
) -> ContractVersion:  # fmt: skip
    """Write a transfer of the ward's share, or of another agency's, to its heirs."""
    origin = (source or world.ward).key
    heirs = tuple(HeirShare(origin, agency.key, share) for agency, share in shares.items())
    transfer = Transfer(heirs=heirs, lead_key=lead.key, effective_on=on, reason="Perda SOTK.")
    return transfer_contract(
        seat=world.seat(Role.SECRETARIAT), contract=contract, transfer=transfer,
        version=contract.version, at=AT,
    )  # fmt: skip


def succeed(world: World, *heirs: Agency, source: Agency | None = None, on: date = DAY) -> None:
    """Let the ward, or another agency, end and others carry on."""
    succeed_agencies(
        seat=world.seat(Role.SECRETARIAT), predecessors=[source or world.ward],
        successors=list(heirs), effective_on=on, source="Perda 1/2026", at=AT,
    )  # fmt: skip


def heirs_of(world: World, count: int) -> list[Agency]:
    return [make_agency(world.home, f"Penerus {number}", "opd") for number in range(count)]


@pytest.mark.django_db
def test_an_addendum_counts_once_both_sides_signed(
    world: World, running: PerformanceContract
) -> None:
    before = version_in_force(running)
    with assert_one_entry("contracts.contract.amend"):
        addendum = amend(world, running)
    waiting = fresh(running)
    assert (waiting.state, version_in_force(waiting)) == (State.AMENDING, before)
    assert (addendum.kind, addendum.end_value, addendum.number) == ("addendum", 75, 2)
    assert before is not None
    assert read_text(addendum.content).replaces == before.sha256
    sign_all(world, waiting)
    assert fresh(running).state == State.RUNNING
    assert version_in_force(fresh(running)) == addendum
    assert terms_of(fresh(running)).end_value == 75
    old = ContractVersion.objects.get(number=1)
    assert (old.end_value, digest(old.content)) == (79, old.sha256)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"end_value": Decimal("61.4")}, "sama dengan titik nol"),
        ({"end_value": Decimal(50)}, "lebih rendah daripada titik nol"),
        ({"end_on": date(2031, 1, 1)}, "paling lambat"),
        ({"end_value": Decimal(79)}, "Belum ada yang berubah"),
    ],
)
def test_an_addendum_is_a_promise_too(
    world: World, running: PerformanceContract, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        amend(world, running, **changes)
    assert ContractVersion.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_only_the_secretariat_changes(
    world: World, running: PerformanceContract, role: Role
) -> None:
    if role is Role.PUBLIC:
        return
    changed = replace(terms_of(running), end_value=Decimal(75))
    with pytest.raises(PermissionDenied):
        amend_contract(
            seat=world.seat(role), contract=running, version=running.version, at=AT,
            amendment=Amendment(terms=changed, reason="Begitu."),
        )  # fmt: skip


@pytest.mark.django_db
def test_M06_what_was_taken_back_is_never_signed(
    world: World, running: PerformanceContract
) -> None:
    amend(world, running)
    seen = shown(running)
    with assert_one_entry("contracts.contract.take_back"):
        take_back(
            seat=world.seat(Role.SECRETARIAT), contract=running, reason="Salah ketik.",
            version=fresh(running).version, at=AT,
        )  # fmt: skip
    assert fresh(running).state == State.RUNNING
    with pytest.raises(NotNow):
        sign_contract(
            seat=world.seat(Role.AGENCY_HEAD), contract=running, shown=seen, proved_at=AT, at=AT
        )
    # The next text has another hash: a page that still shows the old one signs nothing.
    amend(world, fresh(running), end_value=Decimal(76))
    assert shown(running).order == seen.order
    with pytest.raises(OtherText):
        sign_contract(
            seat=world.seat(Role.AGENCY_HEAD), contract=running, shown=seen, proved_at=AT, at=AT
        )
    sign_all(world, running)
    assert terms_of(fresh(running)).end_value == 76


@pytest.mark.django_db
def test_M04_a_second_click_changes_once(world: World, running: PerformanceContract) -> None:
    first = amend(world, running)
    assert amend(world, running) == first
    # Other terms from the same page are no second click: nobody may think that they were kept.
    with pytest.raises(TooLate):
        amend(world, running, end_value=Decimal(74))
    with pytest.raises(TooLate):
        take_back(
            seat=world.seat(Role.SECRETARIAT), contract=running, reason="x",
            version=running.version, at=AT,
        )  # fmt: skip
    waiting = fresh(running)
    ends = [
        take_back(
            seat=world.seat(Role.SECRETARIAT), contract=running, reason="Salah ketik.",
            version=waiting.version, at=AT,
        )
        for _time in range(2)
    ]  # fmt: skip
    assert ends[0] == ends[1]
    assert (ContractVersion.objects.count(), VersionEnd.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_a_merged_agency_is_followed_by_its_heir_on_the_day(
    world: World, running: PerformanceContract
) -> None:
    succeed(world, world.office)
    split(world, running, {world.office: 10_000}, world.office)
    assert [each.agency for each in present_holders(running)] == [world.ward]
    sign_all(world, running)
    old, new = Holder.objects.order_by("pk")
    assert (old.agency, old.valid_until, new.agency) == (world.ward, DAY, world.office)
    assert (new.valid_from, new.valid_until, new.inherited_from) == (DAY, None, old)
    assert (new.share_hundredths, new.is_lead) == (10_000, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shares", "words"),
    [((6000, 3999), "berjumlah 99,99%"), ((6000, 4001), "berjumlah 100,01%"), ((0, 0), "Isi dulu")],
)
def test_heirs_get_exactly_what_was_held(
    world: World, running: PerformanceContract, shares: tuple[int, int], words: str
) -> None:
    one, two = heirs_of(world, 2)
    succeed(world, one, two)
    with pytest.raises(ValidationError, match=words):
        split(world, running, dict(zip((one, two), shares, strict=True)), one)
    assert ContractVersion.objects.count() == 1


@pytest.mark.django_db
def test_only_recorded_heirs_take_over_and_not_before_they_exist(
    world: World, running: PerformanceContract
) -> None:
    with pytest.raises(ValidationError, match="penerus yang tercatat"):
        split(world, running, {world.office: 10_000}, world.office)
    succeed(world, world.office)
    with pytest.raises(ValidationError, match="Penerusnya baru ada sejak 1 Januari 2027"):
        split(world, running, {world.office: 10_000}, world.office, on=date(2026, 12, 31))
    with pytest.raises(ValidationError, match="sesudah 14 Juli 2026"):
        split(world, running, {world.office: 10_000}, world.office, on=date(2026, 7, 14))


@pytest.mark.django_db
def test_an_heir_that_holds_a_share_already_holds_the_sum(world: World) -> None:
    lot = agreed_lot(world)
    share_lot(lot, world.office, lead=6000, other=4000)
    contract = make_contract(world, lot=lot)
    succeed(world, world.office)
    split(world, contract, {world.office: 6000}, world.office)
    sign_all(world, contract)
    (now,) = present_holders(contract)
    assert (now.agency, now.share_hundredths, now.is_lead) == (world.office, 10_000, True)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["contractversion", "signature", "versionend"])
def test_M06_the_database_keeps_texts_and_signatures_as_they_were(
    world: World, running: PerformanceContract, table: str
) -> None:
    amend(world, running)
    take_back(
        seat=world.seat(Role.SECRETARIAT), contract=running, reason="x",
        version=fresh(running).version, at=AT,
    )  # fmt: skip
    statements = (f"DELETE FROM contracts_{table}", f"UPDATE contracts_{table} SET id = id + 100")
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


class Chain(TestCase):
    """Whatever is split, merged and amended: shares add up, and signed texts stay."""

    @settings(max_examples=12)
    @given(st.lists(st.one_of(st.just(()), st.lists(st.integers(1, 9), min_size=1, max_size=3)),
                    max_size=4))  # fmt: skip
    def test_shares_always_add_up_and_signed_texts_never_change(
        self, steps: list[list[int]]
    ) -> None:
        world = make_world()
        contract = make_contract(world)
        seen: dict[str, str] = {}
        for number, weights in enumerate(steps, start=1):
            contract = fresh(contract)
            self._step(world, contract, number, weights)
            sign_all(world, contract)
            version = version_in_force(fresh(contract))
            assert version is not None
            seen[version.sha256] = version.content
            held = [each.share_hundredths for each in present_holders(contract)]
            assert sum(held) == 10_000
            assert sum(each.is_lead for each in present_holders(contract)) == 1
        for sha256, content in seen.items():
            assert ContractVersion.objects.get(sha256=sha256).content == content
            assert digest(content) == sha256

    def _step(
        self, world: World, contract: PerformanceContract, number: int, weights: list[int]
    ) -> None:
        """Split the largest share by weights; without any write an addendum."""
        if not weights:
            amend(world, contract, definition=f"Definisi {number}")
            return
        on = DAY.replace(year=DAY.year + number)
        source = max(present_holders(contract), key=lambda each: each.share_hundredths)
        heirs = [
            make_agency(world.home, f"Penerus {number}.{place}", "opd")
            for place in range(len(weights))
        ]
        succeed(world, *heirs, source=source.agency, on=on)
        parts = [source.share_hundredths * weight // sum(weights) for weight in weights]
        parts[0] += source.share_hundredths - sum(parts)
        shares = dict(zip(heirs, parts, strict=True))
        leads = [each.agency for each in present_holders(contract) if each.is_lead]
        lead = heirs[0] if leads[0] == source.agency else leads[0]
        split(world, contract, shares, lead, source=source.agency, on=on)
