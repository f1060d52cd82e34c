"""The room: what each side sees and does there, and that nobody acts on what the page hid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.models import Decision, Lot, Offer, OfferFile
from prakarsa.auctions.showing.room import room_for
from prakarsa.auctions.states import Act
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, offer
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2028, 6, 30), date(2029, 12, 31)


def open_room(client: Client, lot: Lot, name: str = "room", **headers: str) -> str:
    with travel(AT, tick=False):
        answer = client.get(reverse(f"auctions:{name}", args=[lot.key]), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, lot: Lot, name: str, **values: Any) -> Any:
    posted = {"version": lot.version, **values}
    with travel(AT, tick=False):
        return client.post(reverse(f"auctions:{name}", args=[lot.key]), posted)


def terms(value: str = "70", day: date = LATE, reason: str = "Karena begitu.") -> dict[str, str]:
    return {"value": value, "day": day.isoformat(), "reason": reason}


def test_both_sides_negotiate_until_the_panel_accepts(world: World, lot: Lot) -> None:
    head, mayor = world.client(Role.AGENCY_HEAD), world.client(Role.MAYOR)
    assert send(head, lot, "room-offer", **terms("70")).status_code == 302
    lot.refresh_from_db()
    assert "Terima tawaran 1" in open_room(mayor, lot)
    assert send(mayor, lot, "room-offer", **terms("82", EARLY)).status_code == 302
    lot.refresh_from_db()
    page = open_room(head, lot)
    assert "Terima tawaran 2" in page
    assert "82,00%" in page
    assert send(head, lot, "room-offer", **terms("79", EARLY)).status_code == 302
    lot.refresh_from_db()
    page = open_room(mayor, lot)
    assert "3,00 poin · tanggal sama" in page
    assert "+9,00 poin · 18 bulan lebih cepat" in page
    answer = send(mayor, lot, "room-accept", number=3)
    assert answer.status_code == 302
    assert (Decision.objects.get().value, Decision.objects.get().day) == (79, EARLY)
    assert "Tawaran diterima" in open_room(head, lot)


def test_an_offer_keeps_its_files_for_whoever_follows_the_lot(world: World, lot: Lot) -> None:
    head = world.client(Role.AGENCY_HEAD)
    files = [SimpleUploadedFile(f"rencana {n}.csv", b"tahun;nilai\n2026;70\n") for n in (1, 2)]
    assert send(head, lot, "room-offer", **terms(), attachments=files).status_code == 302
    kept = list(OfferFile.objects.select_related("file"))
    assert [each.file.name for each in kept] == ["rencana 1.csv", "rencana 2.csv"]
    address = reverse("auctions:offer-file", args=[kept[0].key])
    for role in (Role.AGENCY_HEAD, Role.PANEL, Role.AUDITOR):
        assert world.client(role).get(address).status_code == 200
    assert world.client(Role.AGENCY_HEAD, region=world.other).get(address).status_code == 404
    assert world.client(Role.HR).get(address).status_code == 403


def test_a_file_that_is_none_leaves_the_typed_offer(world: World, lot: Lot) -> None:
    head = world.client(Role.AGENCY_HEAD)
    bad = SimpleUploadedFile("rencana.pdf", b"bukan pdf")
    answer = send(head, lot, "room-offer", **terms(reason="Dua TPS."), attachments=[bad])
    page = answer.content.decode()
    assert "Galat:" in page
    assert "Dua TPS." in page
    assert not Offer.objects.exists()


def test_M04_a_second_click_has_no_second_effect(world: World, lot: Lot) -> None:
    head, mayor = world.client(Role.AGENCY_HEAD), world.client(Role.MAYOR)
    for _click in range(2):
        assert send(head, lot, "room-offer", **terms()).status_code == 302
    assert Offer.objects.count() == 1
    lot.refresh_from_db()
    for _click in range(2):
        assert send(mayor, lot, "room-accept", number=1).status_code == 302
    assert Decision.objects.count() == 1


def test_M06_a_page_that_is_too_old_accepts_nothing_newer(world: World, lot: Lot) -> None:
    """The panel's page shows offer 1; meanwhile offers 2 and 3 were made."""
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    old = lot.version
    lot = offer(world, lot, Role.SECRETARY, "82")
    lot = offer(world, lot, Role.AGENCY_HEAD, "71")
    mayor = world.client(Role.MAYOR)
    for number, version in ((1, old), (3, old), (1, lot.version), (2, lot.version)):
        lot.version = version
        assert send(mayor, lot, "room-accept", number=number).status_code == 302
        assert not Decision.objects.exists()
    page = open_room(mayor, lot)
    assert "Muat ulang halaman" in page
    assert "Terima tawaran 3" in page


def test_M06_an_offer_from_an_old_page_keeps_what_was_typed(world: World, lot: Lot) -> None:
    old = offer(world, lot, Role.AGENCY_HEAD, "70")
    offer(world, old, Role.SECRETARY, "82")
    answer = send(
        world.client(Role.MAYOR), old, "room-offer", **terms("85", reason="Anggaran ada.")
    )
    page = answer.content.decode()
    assert "Lot ini berubah sejak Anda membukanya: Tawaran panel" in page
    assert "Anggaran ada." in page
    assert ">Tawar balik</button>" not in page
    assert Offer.objects.count() == 2


def test_a_page_that_looks_again_gets_only_what_moved(world: World, lot: Lot) -> None:
    client = world.client(Role.PANEL)
    seat = world.seat(Role.PANEL)
    stamp = room_for(seat, lot.key, AT).stamp
    address = reverse("auctions:room", args=[lot.key])
    with travel(AT, tick=False):
        same = client.get(address, {"cap": stamp}, headers={"HX-Request": "true"})
        assert (same.status_code, same.content) == (204, b"")
        lot = offer(world, lot, Role.AGENCY_HEAD, "70")
        moved = client.get(address, {"cap": stamp}, headers={"HX-Request": "true"})
    part = moved.content.decode()
    assert "<html" not in part
    assert 'id="sidang"' in part
    assert "Tawaran 1: 70,00%" in part
    assert f'?cap={room_for(seat, lot.key, AT).stamp}"' in part


def test_the_page_works_without_a_script(world: World, lot: Lot) -> None:
    page = open_room(world.client(Role.AGENCY_HEAD), lot)
    assert "<noscript>" in page
    assert "Muat ulang sidang" in page


def test_the_screen_shows_the_room_without_any_button(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    page = open_room(world.client(Role.MAYOR), lot, "room-screen")
    assert 'data-bs-theme="dark"' in page
    assert "70,00%" in page
    assert "Terima tawaran" not in page
    assert 'class="btn' not in page


@pytest.mark.parametrize(
    ("minutes", "face", "is_over"), [(0, "10.00", False), (3, "07.00", False), (12, "02.00", True)]
)
def test_the_clock_counts_on_the_server_and_ends_nothing(
    world: World, lot: Lot, minutes: int, face: str, is_over: bool
) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    room = room_for(world.seat(Role.MAYOR), lot.key, AT + timedelta(minutes=minutes))
    assert room.clock is not None
    assert (room.clock.face, room.clock.is_over) == (face, is_over)
    assert Act.ACCEPT in {each.act for each in room.doings.buttons}


def test_a_turn_left_for_another_day_shows_no_clock(world: World, lot: Lot) -> None:
    assert room_for(world.seat(Role.MAYOR), lot.key, AT).clock is None
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    room = room_for(world.seat(Role.MAYOR), lot.key, AT + timedelta(days=1))
    assert (room.clock, room.is_waiting_long) == (None, True)


BUTTONS: dict[Role, tuple[set[Act], set[Act], set[Act]]] = {
    # scheduled, presented, countered; all in the first round of two
    Role.AGENCY_HEAD: ({Act.OFFER}, set(), {Act.OFFER, Act.ACCEPT, Act.POSTPONE}),
    **dict.fromkeys(
        (Role.MAYOR, Role.SECRETARY, Role.PANEL),
        ({Act.POSTPONE}, {Act.COUNTER, Act.ACCEPT, Act.POSTPONE}, {Act.POSTPONE}),
    ),
    **dict.fromkeys(
        (Role.SECRETARIAT, Role.VERIFIER, Role.AUDITOR, Role.OPERATOR, Role.EMPLOYEE),
        (set(), set(), set()),
    ),
}


@pytest.mark.parametrize("role", BUTTONS)
def test_Z10_each_role_finds_its_buttons_and_no_others(world: World, lot: Lot, role: Role) -> None:
    found = []
    for side in (None, Role.AGENCY_HEAD, Role.MAYOR):
        lot = offer(world, lot, side, "70" if side is Role.AGENCY_HEAD else "80") if side else lot
        found.append({each.act for each in room_for(world.seat(role), lot.key, AT).doings.buttons})
    assert tuple(found) == BUTTONS[role]


def test_the_last_round_lets_the_mayor_end_a_deadlock(world: World, lot: Lot) -> None:
    last = make_lot(world, lot.period, round=lot.period.rounds.get(number=2))
    last = offer(world, last, Role.AGENCY_HEAD, "70")
    mayor = world.client(Role.MAYOR)
    assert {Act.IMPOSE, Act.LAPSE} <= {
        each.act for each in room_for(world.seat(Role.MAYOR), last.key, AT).doings.buttons
    }
    assert "Tetapkan nilai dan tanggal" in open_room(mayor, last, "room-impose")
    assert "Galat:" in send(mayor, last, "room-lapse", reason=" ").content.decode()
    assert send(mayor, last, "room-lapse", reason="Buntu.").status_code == 302
    assert Decision.objects.get().kind == "lapsed"
    assert "Tidak ada janji kinerja" in open_room(mayor, last)


ACTS = ("room-offer", "room-accept", "room-postpone", "room-impose", "room-lapse")
ALLOWED = {
    Role.AGENCY_HEAD: {"room-offer", "room-accept", "room-postpone"},
    Role.MAYOR: set(ACTS),
    Role.SECRETARY: {"room-offer", "room-accept", "room-postpone"},
    Role.PANEL: {"room-offer", "room-accept", "room-postpone"},
}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_Z10_other_roles_are_refused_each_act(world: World, lot: Lot, role: Role) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    client = world.client(role)
    before = (Offer.objects.count(), lot.version)
    for name in set(ACTS) - ALLOWED.get(role, set()):
        values = {**terms("75"), "number": 1}
        assert send(client, lot, name, **values).status_code == 403, name
    lot.refresh_from_db()
    assert (Offer.objects.count(), lot.version) == before


@pytest.mark.parametrize("role", ALLOWED)
def test_Z03_a_lot_of_another_region_is_not_there(world: World, lot: Lot, role: Role) -> None:
    client = world.client(role, region=world.other)
    for name in ("room", "room-screen", *ALLOWED[role]):
        address = reverse(f"auctions:{name}", args=[lot.key])
        assert client.get(address).status_code == 404
