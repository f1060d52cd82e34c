"""Offers alternate, never change, and end in one decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from prakarsa.auctions.actions.negotiation import (
    OfferTerms,
    accept_offer,
    impose,
    let_lapse,
    make_offer,
    postpone_lot,
)
from prakarsa.auctions.models import (
    AuctionPeriod,
    Decision,
    Lot,
    LotEvent,
    Offer,
    PanelMember,
    Presence,
    Tie,
)
from prakarsa.auctions.refusals import NotNow, TooLate
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import seat_of
from tests.auctions.builders import END, make_lot, offer
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


def terms(value: str = "70", day: date = END) -> OfferTerms:
    return OfferTerms(value=Decimal(value), day=day, reason="Karena begitu.")


def test_offers_alternate_until_one_is_accepted(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70", date(2029, 12, 31))
    lot = offer(world, lot, Role.MAYOR, "85", date(2027, 12, 31))
    lot = offer(world, lot, Role.AGENCY_HEAD, "75", date(2028, 12, 31))
    assert [(each.number, each.side) for each in Offer.objects.filter(lot=lot)] == [
        (1, "bidder"), (2, "panel"), (3, "bidder"),
    ]  # fmt: skip
    seat = world.seat(Role.PANEL)
    decision = accept_offer(seat=seat, lot=lot, number=3, version=lot.version, at=AT)
    lot.refresh_from_db()
    assert (lot.state, decision.value, decision.day) == ("agreed", 75, date(2028, 12, 31))
    path = LotEvent.objects.filter(lot=lot).values_list("act", "state_after")
    assert list(path) == [
        ("offer", "presented"), ("counter", "countered"), ("offer", "presented"),
        ("accept", "agreed"),
    ]  # fmt: skip


def test_nobody_offers_twice_in_a_row_or_for_another_agency(world: World, lot: Lot) -> None:
    with pytest.raises(NotNow):
        make_offer(seat=world.seat(Role.MAYOR), lot=lot, terms=terms(), version=1, at=AT)
    for role in (Role.OPERATOR, Role.SECRETARIAT, Role.VERIFIER, Role.AUDITOR):
        with pytest.raises((PermissionDenied, NotNow)):
            make_offer(seat=world.seat(role), lot=lot, terms=terms(), version=1, at=AT)
    seat = world.other_seat(Role.AGENCY_HEAD)
    with pytest.raises(PermissionDenied):
        make_offer(seat=seat, lot=lot, terms=terms(), version=1, at=AT)
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    seat = world.seat(Role.AGENCY_HEAD)
    with pytest.raises(NotNow):
        make_offer(seat=seat, lot=lot, terms=terms("71"), version=lot.version, at=AT)


def test_M04_a_second_click_makes_no_second_offer(world: World, lot: Lot) -> None:
    seat = world.seat(Role.AGENCY_HEAD)
    first = make_offer(seat=seat, lot=lot, terms=terms(), version=1, at=AT)
    assert make_offer(seat=seat, lot=lot, terms=terms(), version=1, at=AT) == first
    with pytest.raises(TooLate, match="Tawaran perangkat daerah"):
        make_offer(seat=seat, lot=lot, terms=terms("72"), version=1, at=AT)
    assert Offer.objects.count() == 1


def test_only_the_last_offer_can_be_accepted(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    lot = offer(world, lot, Role.MAYOR, "80")
    seat = world.seat(Role.AGENCY_HEAD)
    with pytest.raises(ValidationError, match="tawaran terakhir"):
        accept_offer(seat=seat, lot=lot, number=1, version=lot.version, at=AT)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("value", "day", "words"),
    [
        ("61.4", END, "sama dengan titik nol"),
        ("50", END, "lebih rendah daripada titik nol"),
        ("70", date(2031, 1, 1), "paling lambat"),
        ("70", date(2026, 1, 1), "harus sesudah"),
    ],
)
def test_an_offer_that_is_no_promise_is_refused(
    world: World, lot: Lot, value: str, day: date, words: str
) -> None:
    seat = world.seat(Role.AGENCY_HEAD)
    with pytest.raises(ValidationError, match=words):
        make_offer(seat=seat, lot=lot, terms=terms(value, day), version=1, at=AT)
    assert not Offer.objects.exists()


def test_a_tied_member_does_not_answer(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    member = PanelMember.objects.get(capacity="academic")
    Tie.objects.create(
        member=member, agency=world.district, kind="former_post", valid_until=date(2027, 1, 1),
        recorded_by_key="x", recorded_at=AT,
    )  # fmt: skip
    seat = world.seat(Role.PANEL)
    with pytest.raises(ValidationError, match="pernah menjabat"):
        accept_offer(seat=seat, lot=lot, number=1, version=lot.version, at=AT)
    # Without the academic the others have no quorum either.
    with pytest.raises(ValidationError, match="Kuorum belum terpenuhi: 2 dari 3"):
        accept_offer(
            seat=world.seat(Role.MAYOR), lot=lot, number=1, version=lot.version, at=AT
        )  # fmt: skip


def test_who_is_not_there_does_not_answer(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    Presence.objects.filter(member__capacity="secretary").update(is_present=False)
    seat = world.seat(Role.SECRETARY)
    with pytest.raises(ValidationError, match="kehadiran"):
        accept_offer(seat=seat, lot=lot, number=1, version=lot.version, at=AT)


def test_the_mayor_decides_only_in_the_last_round(world: World, lot: Lot) -> None:
    mayor = world.seat(Role.MAYOR)
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    with pytest.raises(PermissionDenied):
        let_lapse(seat=mayor, lot=lot, reason="Buntu.", version=lot.version, at=AT)
    last = make_lot(world, lot.period, round=lot.period.rounds.get(number=2))
    last = offer(world, last, Role.AGENCY_HEAD, "70")
    with pytest.raises(ValidationError):
        let_lapse(seat=mayor, lot=last, reason=" ", version=last.version, at=AT)
    with pytest.raises(PermissionDenied):
        impose(
            seat=world.seat(Role.SECRETARY), lot=last, terms=terms("80"), version=last.version,
            at=AT,
        )  # fmt: skip
    decision = impose(seat=mayor, lot=last, terms=terms("80"), version=last.version, at=AT)
    last.refresh_from_db()
    assert (last.state, decision.kind, decision.value) == ("imposed", "imposed", 80)


def test_Z12_leaving_the_panel_does_not_untie_the_mayor(
    world: World, period: AuctionPeriod
) -> None:
    last = make_lot(world, period, round=period.rounds.get(number=2))
    last = offer(world, last, Role.AGENCY_HEAD, "70")
    Membership.objects.create(
        person=world.person(Role.MAYOR), role=Role.AGENCY_HEAD, region=world.home,
        agency=world.ward, valid_from=date(2020, 1, 1), valid_until=date(2026, 7, 1),
    )  # fmt: skip
    member = PanelMember.objects.filter(capacity="mayor")
    mayor = seat_of(world.person(Role.MAYOR).memberships.get(role=Role.MAYOR))
    for change in ({}, {"left_at": AT}):
        member.update(**change)
        with pytest.raises(ValidationError, match="pernah menjabat"):
            let_lapse(seat=mayor, lot=last, reason="Buntu.", version=last.version, at=AT)
    Presence.objects.filter(member__in=member).delete()
    member.delete()
    with pytest.raises(ValidationError, match="pernah menjabat"):
        impose(seat=mayor, lot=last, terms=terms("80"), version=last.version, at=AT)


def test_not_ready_goes_back_to_the_calendar_with_its_reason(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    seat = world.seat(Role.MAYOR)
    postpone_lot(seat=seat, lot=lot, reason="Data belum lengkap.", version=lot.version, at=AT)
    lot.refresh_from_db()
    assert (lot.state, lot.round, Offer.objects.count()) == ("not_ready", None, 1)
    assert LotEvent.objects.filter(lot=lot).last().reason == "Data belum lengkap."


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE auctions_offer SET value = 1",
        "DELETE FROM auctions_offer",
        "UPDATE auctions_decision SET reason = 'lain'",
        "UPDATE auctions_lotevent SET reason = 'lain'",
    ],
)
def test_M06_the_database_keeps_offers_and_decisions_as_they_were(
    world: World, lot: Lot, statement: str
) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    accept_offer(seat=world.seat(Role.MAYOR), lot=lot, number=1, version=lot.version, at=AT)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_Z09_who_lost_the_seat_no_longer_counts_for_the_quorum(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    mayor = world.seat(Role.MAYOR)
    world.person(Role.PANEL).memberships.update(valid_until=AT.date())
    with pytest.raises(ValidationError, match="Kuorum belum terpenuhi: 2 dari 3"):
        accept_offer(seat=mayor, lot=lot, number=1, version=lot.version, at=AT)
