"""The page for suppositions: what it shows, offers and keeps, and that it saves nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prakarsa.foundation.filters import PAGE_SIZE
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation
from tests.assessments.builders import COMPULSORY, make_innovation, make_rows
from tests.worlds import World

PAGE = "/indeks/kota-contoh/pengandaian/"
BOX = re.compile(r'type="checkbox" name="(\w+)" value="(\w+)"( checked)?')
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="(\w+)"')


@pytest.fixture
def scored(world: World) -> World:
    make_rows(world.home, {"1": 3, "12": 1})
    make_innovation(world.home, "Terbukti", levels={**COMPULSORY, "34": 3})
    make_innovation(world.home, "Menunggu", levels=COMPULSORY, verified=False)
    make_innovation(world.home, "Pendek", levels=COMPULSORY, words=12)
    return world


def key_of(name: str) -> str:
    return Innovation.objects.get(name=name).key


def ask(client: Client, **query: object) -> str:
    return client.get(PAGE, query).content.decode()


def fill(world: World, count: int, *, name: str = "Inovasi") -> list[Innovation]:
    return [
        make_innovation(world.home, f"{name} {place:02d}", levels=COMPULSORY)
        for place in range(count)
    ]


def test_supposing_moves_the_index_and_saves_nothing(scored: World) -> None:
    client = scored.client(Role.MAYOR)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(f"{PAGE}?basis=verified&row_12=3").content.decode()
        later = client.get(f"{PAGE}?basis=verified&year=2027").content.decode()
    assert "+1,60" in text
    assert "edisi 2027 yang baru diumumkan" in later
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "DELETE"))]
    assert written == []


def test_a_supposition_that_cannot_be_is_said(scored: World) -> None:
    """An address of old may name an innovation that is gone."""
    client, known = scored.client(Role.MAYOR), key_of("Terbukti")
    response = client.get(PAGE, {"out": ["zzz", known]})
    text = response.content.decode()
    assert response.status_code == 200
    assert "tidak dapat dihitung" in text
    assert ("out", known, " checked") in BOX.findall(text)


@pytest.mark.parametrize(
    "query",
    [
        "row_12=9", "row_99=1", "year=1900", "year=2026", "basis=final", "indicator=1", "level=4",
        "out=%00", "add=a-b", f"out={'a' * 21}", "urut=nama", "edisi=1999",
    ],
)  # fmt: skip
def test_strange_input_is_a_bad_request(scored: World, query: str) -> None:
    assert scored.client(Role.MAYOR).get(f"{PAGE}?{query}").status_code == 400


def test_a_long_list_is_offered_in_part_and_searched(world: World) -> None:
    kept = fill(world, PAGE_SIZE + 2)
    client = world.client(Role.SECRETARIAT)
    text = ask(client)
    assert [key for _name, key, _mark in BOX.findall(text)] == [
        each.key for each in kept[:PAGE_SIZE]
    ]
    assert "Daftar ini memuat sebagian" in text
    assert BOX.findall(ask(client, cari="INOVASI  26")) == [("out", kept[-1].key, "")]
    none = ask(client, cari="tidak ada")
    assert (BOX.findall(none), "Tidak ada inovasi lain yang cocok." in none) == ([], True)


def test_a_short_list_needs_no_search(scored: World) -> None:
    text = ask(scored.client(Role.SECRETARIAT))
    assert BOX.findall(text) == [("add", key_of("Menunggu"), ""), ("out", key_of("Terbukti"), "")]
    assert "Daftar ini memuat sebagian" not in text
    assert 'name="cari"' not in text


def test_choices_survive_a_search(world: World) -> None:
    kept = fill(world, PAGE_SIZE + 2)
    chosen = {"out": [kept[0].key, kept[-1].key], "row_12": "3", "indicator": "34", "level": "2"}
    text = ask(world.client(Role.SECRETARIAT), cari="inovasi 07", **chosen)
    assert BOX.findall(text) == [
        ("out", kept[0].key, " checked"), ("out", kept[-1].key, " checked"),
        ("out", kept[7].key, ""),
    ]  # fmt: skip
    assert '<option value="34" selected>' in text
    assert text.count('<option value="3" selected>') == 1
    assert text.count('<option value="2" selected>') == 1
    assert 'name="cari" type="search" maxlength="100" value="inovasi 07"' in text


def test_a_choice_of_the_other_starting_point_waits_in_a_hidden_field(scored: World) -> None:
    client, waiting = scored.client(Role.SECRETARIAT), key_of("Menunggu")
    claimed = ask(client, basis="claimed", add=waiting, edisi="2026")
    assert HIDDEN.findall(claimed) == [("edisi", "2026"), ("add", waiting)]
    verified = ask(client, basis="verified", out=waiting)
    assert HIDDEN.findall(verified) == [("out", waiting)]
    assert ("add", waiting, "") in BOX.findall(verified)


def test_a_search_changes_no_number(scored: World) -> None:
    client, query = scored.client(Role.MAYOR), {"row_12": "3", "out": key_of("Terbukti")}
    numbers = [
        client.get(PAGE, {**query, **more}, headers={"HX-Request": "true"}).content
        for more in ({}, {"cari": "tidak ada"})
    ]
    assert numbers[0] == numbers[1]
    assert b"<table" in numbers[0]


def test_the_page_neither_asks_nor_grows_more_with_more_innovations(world: World) -> None:
    """Forty innovations more, found and chosen alike: the same questions, the same size."""
    client, measured = world.client(Role.SECRETARIAT), []
    for turn in range(3):
        first = fill(world, 40, name=f"Inovasi {turn}")[0]
        query = {"cari": "inovasi", "out": first.key, "row_12": "3"}
        ask(client, **query)
        with CaptureQueriesContext(connection) as queries:
            text = ask(client, **query)
        measured.append((len(queries), len(BOX.findall(text)), len(text)))
    assert measured[1][:2] == measured[2][:2] == (measured[0][0], PAGE_SIZE + 1)
    assert measured[0][0] <= 12
    # Numbers of more digits and keys are what differs.
    assert abs(measured[2][2] - measured[0][2]) < 200
    assert measured[2][2] < 30_000
