"""Who is told of an offer and of an end: the side whose turn it is, and whom it concerns."""

from __future__ import annotations

from datetime import date

import pytest

from prakarsa.auctions.actions.negotiation import accept_offer, let_lapse, postpone_lot
from prakarsa.auctions.models import Lot, PanelMember, Tie
from prakarsa.notices.models import Notice, Topic
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, offer
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
DAY = date(2028, 6, 30)


def told(world: World) -> dict[Role, str]:
    """Return the title of the newest message of each role that got one."""
    found = {}
    for role in Role:
        if role is Role.PUBLIC:
            continue
        newest = Notice.objects.filter(person=world.person(role)).order_by("-pk").first()
        if newest is not None:
            found[role] = newest.title
    return found


def test_an_offer_is_told_to_the_side_that_answers(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70.5", DAY)
    assert told(world) == dict.fromkeys(
        (Role.MAYOR, Role.SECRETARY, Role.PANEL), "Lot “Sampah terkelola”: giliran panel menjawab"
    )
    notice = Notice.objects.filter(person=world.person(Role.MAYOR)).get()
    assert notice.topic == Topic.AUCTION
    assert notice.body == "Tawaran 1: 70,5% pada 30 Juni 2028."
    assert notice.link == f"/lelang/lot/{lot.key}/sidang/"
    Notice.objects.all().delete()
    offer(world, lot, Role.MAYOR, "80")
    assert told(world) == {
        Role.AGENCY_HEAD: "Lot “Sampah terkelola”: giliran Anda menjawab panel"
    }  # fmt: skip


def test_who_is_tied_is_not_asked_to_answer(world: World, lot: Lot) -> None:
    Tie.objects.create(
        member=PanelMember.objects.get(capacity="academic"), agency=world.ward, kind="coach",
        recorded_by_key="x", recorded_at=AT,
    )  # fmt: skip
    offer(world, lot, Role.AGENCY_HEAD, "70")
    assert set(told(world)) == {Role.MAYOR, Role.SECRETARY}


def test_the_reader_s_language_writes_the_message(world: World, lot: Lot) -> None:
    mayor = world.person(Role.MAYOR)
    mayor.language = "en"
    mayor.save()
    offer(world, lot, Role.AGENCY_HEAD, "70.5", DAY)
    assert "70.5%" in Notice.objects.get(person=mayor).body
    assert "30 June 2028" in Notice.objects.get(person=mayor).body


def test_an_end_is_told_to_both_sides_and_the_secretariat_once(world: World, lot: Lot) -> None:
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    Notice.objects.all().delete()
    for _click in range(2):
        accept_offer(seat=world.seat(Role.MAYOR), lot=lot, number=1, version=lot.version, at=AT)
    everybody = (Role.SECRETARIAT, Role.AGENCY_HEAD, Role.SECRETARY, Role.PANEL)
    assert told(world) == dict.fromkeys(everybody, "Lot “Sampah terkelola”: tawaran diterima")
    assert Notice.objects.count() == len(everybody)


def test_a_reason_travels_with_its_message(world: World, lot: Lot) -> None:
    seat = world.seat(Role.MAYOR)
    postpone_lot(seat=seat, lot=lot, reason="Data belum lengkap.", version=lot.version, at=AT)
    notice = Notice.objects.get(person=world.person(Role.SECRETARIAT))
    assert notice.title == "Lot “Sampah terkelola” dinyatakan belum siap"
    assert notice.body == "Data belum lengkap."
    last = make_lot(world, lot.period, round=lot.period.rounds.get(number=2), title="Banjir")
    last = offer(world, last, Role.AGENCY_HEAD, "70")
    let_lapse(seat=seat, lot=last, reason="Buntu.", version=last.version, at=AT)
    assert told(world)[Role.AGENCY_HEAD] == "Lot “Banjir” gugur tanpa kesepakatan"
