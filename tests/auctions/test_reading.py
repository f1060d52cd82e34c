"""Who reads periods and lots, and what the pages and tables of them say."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.actions.negotiation import accept_offer
from prakarsa.auctions.models import AuctionPeriod, KnownValue, Lot, LotAgency, ReportedFact
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, make_period, offer
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]


@pytest.fixture
def foreign(world: World, period: AuctionPeriod) -> Lot:
    """Return a lot of another agency of the same region."""
    lot = make_lot(world, period, title="Urusan dinas")
    LotAgency.objects.filter(lot=lot).update(agency=world.office)
    return lot


def addresses(lot: Lot) -> list[str]:
    """Return every address that only reads a lot or its period."""
    key = lot.period.key
    return [
        reverse("auctions:list"),
        reverse("auctions:period", args=[key]),
        reverse("auctions:table", args=[key, "csv"]),
        reverse("auctions:paper", args=[key]),
        reverse("auctions:lot", args=[lot.key]),
    ]


@pytest.mark.parametrize("role", SIGNED_IN)
def test_Z01_only_followers_read_the_auction(world: World, lot: Lot, role: Role) -> None:
    client = world.client(role)
    with travel(AT, tick=False):
        found = {client.get(url).status_code for url in addresses(lot)}
    assert found == ({200} if role in FOLLOWERS else {403})


@pytest.mark.parametrize("role", FOLLOWERS)
def test_Z02_list_table_and_page_reach_the_same_lots(
    world: World, period: AuctionPeriod, lot: Lot, foreign: Lot, role: Role
) -> None:
    is_narrow = role in (Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD)
    wanted = {lot.title} if is_narrow else {lot.title, foreign.title}
    client = world.client(role)
    with travel(AT, tick=False):
        page = client.get(reverse("auctions:period", args=[period.key])).content.decode()
        table = client.get(reverse("auctions:table", args=[period.key, "csv"]))
        text = table.getvalue().decode("utf-8-sig")
        opened = {
            each.title
            for each in (lot, foreign)
            if client.get(reverse("auctions:lot", args=[each.key])).status_code == 200
        }
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {each.title for each in (lot, foreign) if each.title in page} == wanted
    assert {row["Judul"] for row in rows} == wanted
    assert opened == wanted


def test_Z02_another_region_finds_no_period_and_no_lot(world: World, lot: Lot) -> None:
    client = world.client(Role.SECRETARIAT, region=world.other)
    assert client.get(reverse("auctions:period", args=[lot.period.key])).status_code == 404
    assert client.get(reverse("auctions:lot", args=[lot.key])).status_code == 404
    assert "Lelang kinerja 2026" not in client.get(reverse("auctions:list")).content.decode()


def test_panel_members_see_only_periods_they_sit_on(world: World, period: AuctionPeriod) -> None:
    other = make_period(world, name="Lelang lain")
    other.panel.filter(person=world.person(Role.PANEL)).delete()
    client = world.client(Role.PANEL)
    page = client.get(reverse("auctions:list")).content.decode()
    assert period.name in page
    assert other.name not in page
    assert client.get(reverse("auctions:period", args=[other.key])).status_code == 404


def test_lots_are_found_by_words_state_and_agency(
    world: World, period: AuctionPeriod, lot: Lot, foreign: Lot
) -> None:
    client, url = world.client(Role.SECRETARIAT), reverse("auctions:period", args=[period.key])
    Lot.objects.filter(pk=foreign.pk).update(state=Lot.State.DRAFT)

    def found(query: str) -> list[str]:
        page = client.get(url + query)
        return [line.lot.title for line in page.context["lines"]]

    assert found("?cari=sampah") == [lot.title, foreign.title]
    assert found("?cari=dinas") == [foreign.title]
    assert found("?keadaan=draft") == [foreign.title]
    assert found(f"?unit={world.ward.key}") == [lot.title]
    assert found("?cari=tidak-ada") == []
    assert client.get(url + "?keadaan=lain").status_code == 400
    assert client.get(url + "?urut=judul").status_code == 400


def test_table_tells_what_the_negotiation_won(world: World, lot: Lot) -> None:
    """From 70 in 2029 to 79 in the middle of 2028: nine points, 549 days sooner."""
    current = offer(world, lot, Role.AGENCY_HEAD, "70", date(2029, 12, 31))
    current = offer(world, current, Role.MAYOR, "85", date(2027, 12, 31))
    current = offer(world, current, Role.AGENCY_HEAD, "79", date(2028, 6, 30))
    accept_offer(seat=world.seat(Role.MAYOR), lot=current, number=3, version=current.version, at=AT)
    client = world.client(Role.SECRETARIAT)
    table = client.get(reverse("auctions:table", args=[lot.period.key, "csv"]))
    text = table.getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["Dimenangkan negosiasi"], row["Hari lebih cepat"]) == ("9", "549")
    page = client.get(reverse("auctions:lot", args=[lot.key])).content.decode()
    assert "79,00%" in page
    assert "+9,00 poin" in page


def test_feasibility_shows_past_peers_range_and_both_paces(world: World, lot: Lot) -> None:
    """Four points in two years make two a year; 23.6 in three years need nearly four times that."""
    for peer, day, value in (
        ("", date(2023, 12, 31), "57.4"),
        ("Kota Tetangga", date(2025, 12, 31), "72.5"),
    ):
        KnownValue.objects.create(lot=lot, peer=peer, day=day, value=Decimal(value), source="SIPSN")
    page = world.client(Role.VERIFIER).get(reverse("auctions:lot", args=[lot.key]))
    known, text = page.context["shown"].feasibility, page.content.decode()
    assert known.past_words == "2,00 poin per tahun"
    assert known.needed_words == "7,87 poin per tahun"
    assert known.times == "3,9"
    assert known.span_words == "57,40% sampai 72,50%"
    assert known.better_than_all
    for words in ("57,40%", "72,50%", "Kota Tetangga", "3,9 kali", "melampaui semua nilai"):
        assert words in text


def test_buttons_come_from_the_table_of_states(world: World, lot: Lot) -> None:
    def labels(role: Role) -> list[str]:
        page = world.client(role).get(reverse("auctions:lot", args=[lot.key]))
        return [str(button.act) for button in page.context["shown"].buttons]

    assert labels(Role.SECRETARIAT) == ["schedule", "withdraw"]
    assert labels(Role.AGENCY_HEAD) == ["offer", "withdraw"]
    assert labels(Role.MAYOR) == ["postpone"]
    assert labels(Role.OPERATOR) == []
    assert labels(Role.AUDITOR) == []


def test_reported_auction_is_open_and_says_that_targets_were_not_reported(
    client: Client, world: World
) -> None:
    period = make_period(world, name="Lelang 2018", is_reported=True)
    ReportedFact.objects.create(
        period=period, kind=ReportedFact.Kind.SIGNATORY, name="Dinas Kesehatan",
        happened_on=date(2018, 12, 8), detail="unchanged", source="https://berita.contoh/2018",
    )  # fmt: skip
    listed = client.get(reverse("auctions:reported-list")).content.decode()
    page = client.get(reverse("auctions:reported", args=[period.key])).content.decode()
    assert "Lelang 2018" in listed
    assert "Dinas Kesehatan" in page
    assert 'href="https://berita.contoh/2018"' in page
    assert "Target yang ditandatangani: tidak diberitakan." in page
    own = world.client(Role.SECRETARIAT).get(reverse("auctions:period", args=[period.key]))
    assert own.headers["Location"] == reverse("auctions:reported", args=[period.key])


def test_period_that_is_not_reported_is_not_found_by_the_public(
    client: Client, period: AuctionPeriod
) -> None:
    assert client.get(reverse("auctions:reported", args=[period.key])).status_code == 404
    assert period.name not in client.get(reverse("auctions:reported-list")).content.decode()


def test_pages_ask_as_often_for_many_lots_as_for_few(
    world: World, period: AuctionPeriod, django_assert_max_num_queries: Any
) -> None:
    client, url = world.client(Role.SECRETARIAT), reverse("auctions:period", args=[period.key])
    make_lot(world, period)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(10):
        make_lot(world, period)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


@pytest.mark.parametrize(
    ("role", "label"),
    [
        (Role.SECRETARIAT, None), (Role.AGENCY_HEAD, "Buka ruang sidang"),
        (Role.MAYOR, "Buka ruang sidang"), (Role.AUDITOR, None),
    ],
)  # fmt: skip
def test_the_first_button_is_the_act_that_is_due(
    world: World, lot: Lot, role: Role, label: str | None
) -> None:
    page = world.client(role).get(reverse("auctions:lot", args=[lot.key]))
    main = page.context["shown"].main
    assert (main.label if main else None) == label
    assert page.content.decode().count("Buka ruang sidang") == 1
