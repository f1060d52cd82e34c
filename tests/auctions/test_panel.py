"""The panel: who sits on it, what ties them, who is there, and who may read and record that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.actions.panel import (
    TieTerms,
    add_member,
    add_tie,
    end_membership,
    end_tie,
    record_presence,
)
from prakarsa.auctions.models import AuctionPeriod, Lot, PanelMember, Presence, Tie
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.queries import panel_of
from prakarsa.auctions.showing.room import room_for
from prakarsa.auctions.states import Act
from prakarsa.audit.models import AuditEntry
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from tests.auctions.builders import offer
from tests.worlds import AT, World, make_person

pytestmark = pytest.mark.django_db
Capacity = PanelMember.Capacity
TODAY = date(2026, 7, 14)


def member(capacity: str = Capacity.ACADEMIC) -> PanelMember:
    return PanelMember.objects.get(capacity=capacity)


def newcomer(world: World, name: str = "Ratna Wijayanti") -> Any:
    return make_person(name, Role.PANEL, world.home, None)


def seat_one(world: World, period: AuctionPeriod, person: Any, capacity: str) -> PanelMember:
    seat = world.seat(Role.SECRETARIAT)
    return add_member(seat=seat, period=period, person=person, capacity=capacity, at=AT)


def tie(world: World, role: Role = Role.SECRETARIAT, **terms: Any) -> Tie:
    values = {"agency": world.ward, "kind": Tie.Kind.RELATIVE, **terms}
    return add_tie(seat=world.seat(role), member=member(), terms=TieTerms(**values), at=AT)


def test_a_member_joins_leaves_and_joins_again(world: World, period: AuctionPeriod) -> None:
    person, seat = newcomer(world), world.seat(Role.SECRETARIAT)
    joined = seat_one(world, period, person, Capacity.ACADEMIC)
    assert seat_one(world, period, person, Capacity.ACADEMIC) == joined
    end_membership(seat=seat, member=joined, at=AT)
    end_membership(seat=seat, member=joined, at=AT + timedelta(hours=1))
    joined.refresh_from_db()
    assert joined.left_at == AT
    assert seat_one(world, period, person, Capacity.OTHER).pk == joined.pk
    acts = AuditEntry.objects.filter(act__startswith="auctions.panel").values_list("act", flat=True)
    assert [each.rpartition(".")[2] for each in acts.order_by("pk")] == [
        "member_added", "member_left", "member_added",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("capacity", "words"),
    [(Capacity.MAYOR, "tidak punya peran"), (Capacity.SECRETARY, "tidak punya peran")],
)
def test_a_member_sits_in_the_region_in_a_role_that_fits(
    world: World, period: AuctionPeriod, capacity: str, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        seat_one(world, period, newcomer(world), capacity)
    stranger = world.person(Role.PANEL, region=world.other)
    with pytest.raises(ValidationError, match="tidak punya peran"):
        seat_one(world, period, stranger, Capacity.ACADEMIC)
    with pytest.raises(ValidationError, match="tidak punya peran"):
        seat_one(world, period, world.person(Role.OPERATOR), Capacity.OTHER)


def test_there_is_one_mayor_and_nobody_sits_twice(world: World, period: AuctionPeriod) -> None:
    second = make_person("Penjabat Wali Kota", Role.MAYOR, world.home, None)
    with pytest.raises(ValidationError, match="Panel sudah punya"):
        seat_one(world, period, second, Capacity.MAYOR)
    with pytest.raises(ValidationError, match="sudah duduk dalam panel"):
        seat_one(world, period, world.person(Role.PANEL), Capacity.OTHER)


def test_Z12_nobody_seats_themselves(world: World, period: AuctionPeriod) -> None:
    person = world.person(Role.SECRETARIAT)
    Membership.objects.create(
        person=person, role=Role.PANEL, region=world.home, valid_from=date(2020, 1, 1)
    )
    seat = seat_of(person.memberships.get(role=Role.SECRETARIAT))
    with pytest.raises(ValidationError, match="mendudukkan dirinya sendiri"):
        add_member(seat=seat, period=period, person=person, capacity=Capacity.ACADEMIC, at=AT)
    assert not PanelMember.objects.filter(person=person).exists()


@pytest.mark.parametrize("role", [role for role in FOLLOWERS if role is not Role.SECRETARIAT])
def test_Z10_only_the_secretariat_changes_the_panel(
    world: World, period: AuctionPeriod, role: Role
) -> None:
    seat, person = world.seat(role), newcomer(world)
    with pytest.raises(PermissionDenied):
        add_member(seat=seat, period=period, person=person, capacity="academic", at=AT)
    with pytest.raises(PermissionDenied):
        end_membership(seat=seat, member=member(), at=AT)
    client = world.client(role)
    assert client.get(reverse("auctions:member-new", args=[period.key])).status_code == 403
    assert client.post(reverse("auctions:member-leave", args=[member().key])).status_code == 403


def test_a_period_that_is_closed_keeps_its_panel(world: World, period: AuctionPeriod) -> None:
    period.closed_at = AT
    period.save()
    with pytest.raises(PermissionDenied):
        seat_one(world, period, newcomer(world), Capacity.ACADEMIC)
    with pytest.raises(PermissionDenied):
        tie(world)


def test_members_record_their_own_ties_and_only_the_secretariat_ends_them(
    world: World, period: AuctionPeriod, lot: Lot
) -> None:
    recorded = tie(world, Role.PANEL)
    assert tie(world, Role.PANEL) == recorded
    assert panel_of(lot, on=TODAY).sitting_of(world.seat(Role.PANEL)).tie == "hubungan keluarga"
    for role in (Role.PANEL, Role.MAYOR, Role.AUDITOR):
        with pytest.raises(PermissionDenied):
            end_tie(seat=world.seat(role), tie=recorded, at=AT)
    end_tie(seat=world.seat(Role.SECRETARIAT), tie=recorded, at=AT)
    assert panel_of(lot, on=TODAY).sitting_of(world.seat(Role.PANEL)).tie == ""
    for role in (Role.MAYOR, Role.SECRETARY, Role.AUDITOR, Role.AGENCY_HEAD):
        with pytest.raises(PermissionDenied):
            tie(world, role)


@pytest.mark.parametrize(
    ("first", "until", "is_tied"),
    [
        (None, None, True),
        (TODAY, None, True),
        (date(2026, 7, 15), None, False),
        (None, TODAY, False),
        (None, date(2026, 7, 15), True),
    ],
)
def test_a_tie_counts_from_its_first_day_until_its_last(
    world: World, lot: Lot, first: date | None, until: date | None, is_tied: bool
) -> None:
    tie(world, valid_from=first, valid_until=until)
    panel = panel_of(lot, on=TODAY)
    assert bool(panel.sitting_of(world.seat(Role.PANEL)).tie) is is_tied
    assert panel.has_quorum is not is_tied


def test_a_tie_that_has_not_begun_ends_after_its_first_day(
    world: World, period: AuctionPeriod
) -> None:
    later = tie(world, valid_from=date(2026, 9, 1))
    ended = end_tie(seat=world.seat(Role.SECRETARIAT), tie=later, at=AT)
    assert (ended.valid_from, ended.valid_until) == (date(2026, 9, 1), date(2026, 9, 2))


def test_a_tie_needs_an_agency_of_the_region_and_days_in_order(
    world: World, period: AuctionPeriod
) -> None:
    with pytest.raises(ValidationError, match="dari daerah ini"):
        tie(world, agency=world.other_office)
    with pytest.raises(ValidationError, match="sesudah hari pertama"):
        tie(world, valid_from=TODAY, valid_until=TODAY)
    assert not Tie.objects.exists()


def test_a_post_in_the_agency_is_a_tie_by_itself(world: World, lot: Lot) -> None:
    person = world.person(Role.PANEL)
    post = Membership.objects.create(
        person=person, role=Role.EMPLOYEE, region=world.home, agency=world.district,
        valid_from=date(2021, 1, 1), valid_until=date(2024, 1, 1),
    )  # fmt: skip
    own = panel_of(lot, on=TODAY).sitting_of(seat_of_panel(world))
    assert own is not None
    assert own.tie == "pernah menjabat di sana"
    post.valid_until = None
    post.save()
    own = panel_of(lot, on=TODAY).sitting_of(seat_of_panel(world))
    assert own is not None
    assert own.tie == "bekerja di sana"


def seat_of_panel(world: World) -> Seat:
    rows = world.person(Role.PANEL).memberships.select_related("region", "agency", "person")
    return seat_of(rows.get(role=Role.PANEL))


def test_a_tied_mayor_does_not_end_a_deadlock(world: World, lot: Lot) -> None:
    lot.round = lot.period.rounds.get(number=2)
    lot.save()
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    seat = world.seat(Role.MAYOR)
    assert Act.IMPOSE in {each.act for each in room_for(seat, lot.key, AT).doings.buttons}
    Tie.objects.create(
        member=member(Capacity.MAYOR), agency=world.ward, kind="relative",
        recorded_by_key="x", recorded_at=AT,
    )  # fmt: skip
    assert room_for(seat, lot.key, AT).doings.buttons == []


def test_everybody_records_themselves_and_the_secretariat_everybody(
    world: World, period: AuctionPeriod
) -> None:
    first = period.rounds.get(number=1)
    for role, capacity in ((Role.PANEL, Capacity.ACADEMIC), (Role.SECRETARIAT, Capacity.MAYOR)):
        record_presence(
            seat=world.seat(role), round_held=first, member=member(capacity), is_present=False,
            at=AT,
        )  # fmt: skip
    away = Presence.objects.filter(round=first, is_present=False)
    assert {each.member.capacity for each in away} == {Capacity.ACADEMIC, Capacity.MAYOR}
    for role in (Role.PANEL, Role.MAYOR, Role.AUDITOR, Role.VERIFIER):
        with pytest.raises(PermissionDenied):
            record_presence(
                seat=world.seat(role), round_held=first, member=member(Capacity.SECRETARY),
                is_present=False, at=AT,
            )  # fmt: skip


def test_presence_is_noted_from_the_day_of_the_round_on_and_once(
    world: World, period: AuctionPeriod
) -> None:
    seat, second = world.seat(Role.PANEL), period.rounds.get(number=2)
    values = {"seat": seat, "round_held": second, "member": member(), "is_present": False}
    with pytest.raises(ValidationError, match="mulai hari putarannya, 15 Juli 2026"):
        record_presence(**values, at=AT)
    for _click in range(2):
        record_presence(**values, at=AT + timedelta(days=1))
    assert AuditEntry.objects.filter(act="auctions.panel.presence").count() == 1


def page(client: Client, period: AuctionPeriod) -> str:
    with travel(AT, tick=False):
        answer = client.get(reverse("auctions:panel", args=[period.key]))
    assert answer.status_code == 200
    return answer.content.decode()


READS_TIES = {Role.SECRETARIAT, Role.AUDITOR, Role.PANEL}


@pytest.mark.parametrize("role", FOLLOWERS)
def test_Z06_why_somebody_is_tied_is_read_by_few(world: World, lot: Lot, role: Role) -> None:
    tie(world)
    client = world.client(role)
    with travel(AT, tick=False):
        room = client.get(reverse("auctions:room", args=[lot.key])).content.decode()
    assert ("hubungan keluarga" in page(client, lot.period)) is (role in READS_TIES)
    assert ("hubungan keluarga" in room) is (role in READS_TIES)
    assert "tidak ikut menjawab lot ini" in room


def test_a_member_reads_no_tie_of_another(world: World, period: AuctionPeriod) -> None:
    tie(world)
    assert "hubungan keluarga" not in page(world.client(Role.MAYOR), period)


def test_the_pages_of_the_panel_do_what_they_say(world: World, period: AuctionPeriod) -> None:
    person, client = newcomer(world), world.client(Role.SECRETARIAT)
    new = reverse("auctions:member-new", args=[period.key])
    assert "Galat:" in client.post(new, {"person": "", "capacity": "academic"}).content.decode()
    assert client.post(new, {"person": person.key, "capacity": "academic"}).status_code == 302
    joined = PanelMember.objects.get(person=person)
    tied = reverse("auctions:tie-new", args=[joined.key])
    values = {"agency": world.ward.key, "kind": "coach", "valid_from": "2026-01-01"}
    assert client.post(tied, values).status_code == 302
    shown = page(client, period)
    assert "4 anggota panel" in shown
    assert "Kelurahan Melati: pendamping, 1 Januari 2026" in shown
    ended = reverse("auctions:tie-end", args=[Tie.objects.get().key])
    assert "Mulai hari ini" in client.get(ended).content.decode()
    assert client.post(ended).status_code == 302
    leave = reverse("auctions:member-leave", args=[joined.key])
    assert "kuorum" in client.get(leave).content.decode()
    assert client.post(leave).status_code == 302
    assert "3 anggota panel" in page(client, period)


def test_who_is_away_finds_the_button_in_the_room(world: World, lot: Lot) -> None:
    Presence.objects.filter(member=member(), round=lot.round).delete()
    client, room = world.client(Role.PANEL), reverse("auctions:room", args=[lot.key])
    with travel(AT, tick=False):
        assert "Saya hadir" in client.get(room).content.decode()
        values = {"round": "1", "present": "1", "back": room}
        answer = client.post(reverse("auctions:presence", args=[member().key]), values)
        assert answer["Location"] == room
        assert "Saya hadir" not in client.get(room).content.decode()
        away = client.post(
            reverse("auctions:presence", args=[member().key]),
            {**values, "back": "https://contoh.invalid/"},
        )
    assert away["Location"] == reverse("auctions:panel", args=[lot.period.key])


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.MAYOR, Role.PANEL, Role.AGENCY_HEAD])
def test_Z03_the_panel_of_another_region_is_not_there(
    world: World, period: AuctionPeriod, role: Role
) -> None:
    recorded, client = tie(world), world.client(role, region=world.other)
    pages = [reverse("auctions:panel", args=[period.key])]
    if role is Role.SECRETARIAT:
        pages += [
            reverse("auctions:member-new", args=[period.key]),
            reverse("auctions:member-leave", args=[member().key]),
            reverse("auctions:tie-end", args=[recorded.key]),
        ]
    assert {client.get(each).status_code for each in pages} == {404}
    if role is not Role.AGENCY_HEAD:
        posted = client.post(reverse("auctions:presence", args=[member().key]), {"round": 1})
        assert posted.status_code == 404


def test_a_panel_seat_sees_only_the_periods_it_sits_on(world: World, period: AuctionPeriod) -> None:
    client = Client()
    client.force_login(newcomer(world), backend="prakarsa.accounts.backends.AddressBackend")
    assert client.get(reverse("auctions:panel", args=[period.key])).status_code == 404


def test_an_empty_panel_says_what_is_missing(world: World, period: AuctionPeriod) -> None:
    PanelMember.objects.exclude(capacity=Capacity.MAYOR).update(left_at=AT)
    assert "kuorum tidak akan tercapai" in page(world.client(Role.SECRETARIAT), period)
    PanelMember.objects.update(left_at=AT)
    assert "Panel belum ditunjuk" in page(world.client(Role.SECRETARIAT), period)


def test_members_leave_past_rounds_as_they_were(world: World, period: AuctionPeriod) -> None:
    first, later = period.rounds.get(number=1), AT + timedelta(days=1)
    values = {"round_held": first, "member": member(), "is_present": False, "at": later}
    with pytest.raises(ValidationError, match="sudah lewat"):
        record_presence(seat=world.seat(Role.PANEL), **values)
    assert not record_presence(seat=world.seat(Role.SECRETARIAT), **values).is_present
