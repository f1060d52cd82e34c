"""Plan a period: its terms, missions and calendar, each refused in words where impossible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.actions import periods as actions
from prakarsa.auctions.actions.periods import MissionTerms, PeriodTerms, RoundTerms
from prakarsa.auctions.models import AuctionPeriod, Lot
from prakarsa.audit.models import AuditEntry
from prakarsa.foundation.versions import Stale
from prakarsa.organisations.roles import Role
from tests.auctions.builders import offer
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
TERMS = PeriodTerms(
    name="Lelang kinerja 2027",
    starts_on=date(2027, 1, 1),
    ends_on=date(2031, 12, 31),
    round_count=2,
    quorum=3,
    turn_minutes=10,
    place="Ruang kendali",
    basis="Peraturan contoh",
    book="contoh",
)
OTHERS = [role for role in Role if role not in (Role.PUBLIC, Role.SECRETARIAT)]


def plan(world: World, **changes: Any) -> AuctionPeriod:
    """Plan a period with some terms changed."""
    terms = replace(TERMS, **changes)
    return actions.create_period(seat=world.seat(Role.SECRETARIAT), terms=terms, at=AT)


def set_rounds(world: World, period: AuctionPeriod, *rounds: RoundTerms) -> AuctionPeriod:
    """Set the calendar of a period as it is now."""
    current = AuctionPeriod.objects.get(pk=period.pk)
    return actions.set_rounds(
        seat=world.seat(Role.SECRETARIAT),
        period=current,
        rounds=rounds,
        version=current.version,
        at=AT,
    )


def test_M04_the_same_period_twice_is_one_and_a_taken_name_is_refused(world: World) -> None:
    assert plan(world) == plan(world)
    assert AuditEntry.objects.filter(act="auctions.period.created").count() == 1
    with pytest.raises(ValidationError) as refusal:
        plan(world, quorum=4)
    assert refusal.value.message_dict == {"name": ["Sudah ada periode dengan nama ini."]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2027, 1, 1)}, "ends_on"),
        ({"ends_on": date(2040, 1, 1)}, "ends_on"),
        ({"round_count": 0}, "round_count"),
        ({"round_count": 10}, "round_count"),
        ({"quorum": 0}, "quorum"),
        ({"book": "tidak-ada"}, "book"),
    ],
)
def test_impossible_terms_are_refused_beside_their_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        plan(world, **changes)
    assert set(refusal.value.message_dict) == {field}


@pytest.mark.parametrize("role", OTHERS)
def test_Z01_only_the_secretariat_plans(world: World, period: AuctionPeriod, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_period(seat=world.seat(role), terms=TERMS, at=AT)
    client = world.client(role)
    names = ("period-edit", "missions", "rounds", "period-close")
    urls = [reverse(f"auctions:{name}", args=[period.key]) for name in names]
    urls.append(reverse("auctions:period-new"))
    assert {client.get(url).status_code for url in urls} == {403}


def test_Z02_the_secretariat_of_another_region_plans_nothing_here(
    world: World, period: AuctionPeriod
) -> None:
    client = world.client(Role.SECRETARIAT, region=world.other)
    url = reverse("auctions:period-edit", args=[period.key])
    assert client.get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.close_period(seat=world.other_seat(Role.SECRETARIAT), period=period, at=AT)


def test_change_keeps_lots_and_rounds_inside(world: World, lot: Lot) -> None:
    """The lot promises for the end of 2028 and rounds are held on 14 and 15 July 2026."""
    seat, period = world.seat(Role.SECRETARIAT), lot.period
    for changes, field in (
        ({"ends_on": date(2028, 12, 30)}, "ends_on"),
        ({"round_count": 1}, "round_count"),
        ({"starts_on": date(2028, 1, 1)}, "starts_on"),
    ):
        terms = replace(actions.terms_of(period), **changes)
        with pytest.raises(ValidationError) as refusal:
            actions.change_period(
                seat=seat, period=period, terms=terms, version=period.version, at=AT
            )
        assert set(refusal.value.message_dict) == {field}


def test_M03_who_saves_an_old_page_sees_both_values(world: World) -> None:
    period, seat = plan(world), world.seat(Role.SECRETARIAT)
    first = replace(TERMS, quorum=4)
    actions.change_period(seat=seat, period=period, terms=first, version=1, at=AT)
    other = replace(TERMS, quorum=5)
    with pytest.raises(Stale) as stale:
        actions.change_period(seat=seat, period=period, terms=other, version=1, at=AT)
    assert (stale.value.version, stale.value.stored["quorum"]) == (2, 4)
    again = actions.change_period(seat=seat, period=period, terms=first, version=1, at=AT)
    assert again.version == 2


def test_missions_are_numbered_once_and_one_with_lots_stays(world: World, lot: Lot) -> None:
    seat, period = world.seat(Role.SECRETARIAT), lot.period

    def put(*missions: MissionTerms) -> AuctionPeriod:
        return actions.set_missions(
            seat=seat, period=period, missions=missions, version=period.version, at=AT
        )

    with pytest.raises(ValidationError, match="Nomor misi 2 ditulis dua kali"):
        put(MissionTerms(2, "Satu"), MissionTerms(2, "Dua"))
    with pytest.raises(ValidationError, match="Misi 1 masih punya lot"):
        put(MissionTerms(2, "Ekonomi"))
    with pytest.raises(ValidationError, match="paling sedikit satu misi"):
        put()
    put(MissionTerms(1, "Lingkungan"), MissionTerms(2, "Ekonomi"))
    assert [str(each) for each in period.missions.all()] == ["1. Lingkungan", "2. Ekonomi"]


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        ([RoundTerms(3, date(2027, 3, 1))], "hanya punya 2 putaran"),
        ([RoundTerms(1, date(2025, 12, 30))], "di luar kalender periode"),
        ([RoundTerms(1, date(2032, 1, 1))], "di luar kalender periode"),
        (
            [RoundTerms(1, date(2026, 11, 13)), RoundTerms(2, date(2026, 11, 13))],
            "harus sesudah putaran sebelumnya",
        ),
    ],
)
def test_impossible_calendars_are_refused(
    world: World, rounds: list[RoundTerms], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        set_rounds(world, plan(world), *rounds)


def test_rounds_may_be_held_in_the_year_before_the_promises_begin(world: World) -> None:
    period = set_rounds(
        world,
        plan(world),
        RoundTerms(1, date(2026, 11, 12), time(9)),
        RoundTerms(2, date(2026, 11, 13), None, "Balai kota"),
    )
    held = [(each.number, each.held_on, each.place) for each in period.rounds.all()]
    assert held == [(1, date(2026, 11, 12), ""), (2, date(2026, 11, 13), "Balai kota")]


def test_round_with_offers_keeps_its_day_and_one_in_use_stays(world: World, lot: Lot) -> None:
    first, second = (
        RoundTerms(each.number, each.held_on) for each in lot.period.rounds.order_by("number")
    )
    with pytest.raises(ValidationError, match="Putaran 1 sudah dipakai"):
        set_rounds(world, lot.period, second)
    offer(world, lot, Role.AGENCY_HEAD, "70")
    with pytest.raises(ValidationError, match="sudah ada tawaran"):
        set_rounds(world, lot.period, replace(first, held_on=date(2026, 7, 1)), second)


def test_period_closes_when_every_lot_has_found_its_end(world: World, lot: Lot) -> None:
    seat = world.seat(Role.SECRETARIAT)
    with pytest.raises(ValidationError, match="Masih ada 1 lot"):
        actions.close_period(seat=seat, period=lot.period, at=AT)
    Lot.objects.filter(pk=lot.pk).update(state=Lot.State.WITHDRAWN)
    closed = actions.close_period(seat=seat, period=lot.period, at=AT)
    assert closed.closed_at == AT
    assert actions.close_period(seat=seat, period=lot.period, at=AT).version == closed.version
    page = world.client(Role.SECRETARIAT).get(reverse("auctions:missions", args=[closed.key]))
    assert page.status_code == 403


def test_a_period_is_planned_on_its_pages(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    with travel(AT, tick=False):
        client.post(
            reverse("auctions:period-new"),
            {
                "name": "Lelang 2027", "starts_on": "2027-01-01", "ends_on": "2031-12-31",
                "round_count": "2", "quorum": "3", "turn_minutes": "10", "basis": "Perwal",
                "book": "contoh",
            },
        )  # fmt: skip
        period = AuctionPeriod.objects.get()
        url = reverse("auctions:missions", args=[period.key])
        more = client.post(url, {"version": 1, "rows": 3, "text_0": "Bersih", "more": "1"})
        assert more.context["form"].count == 6
        assert not more.context["form"].errors
        assert "Bersih" in more.content.decode()
        wrong = client.post(url, {"version": 1, "rows": 3, "text_0": "Bersih"})
        assert "Baris 1: isi nomor, atau kosongkan barisnya." in wrong.content.decode()
        done = client.post(url, {"version": 1, "rows": 3, "text_1": "Bersih", "number_1": "1"})
        assert done.status_code == 302
        rounds = {"version": 2, "rows": 2, "held_on_0": "2026-11-12", "held_on_1": "2026-11-13"}
        client.post(reverse("auctions:rounds", args=[period.key]), rounds)
        page = client.get(reverse("auctions:period", args=[period.key])).content.decode()
    for words in ("Lelang 2027", "1. Bersih", "Kamis, 12 November 2026", "Panel belum ditunjuk"):
        assert words in page


def test_empty_lists_say_what_comes_and_who_brings_it(world: World) -> None:
    url = reverse("auctions:list")
    assert "Rencanakan periode" in world.client(Role.SECRETARIAT).get(url).content.decode()
    page = world.client(Role.OPERATOR).get(url).content.decode()
    assert "Sekretariat inovasi merencanakan" in page
    assert "Rencanakan periode" not in page
