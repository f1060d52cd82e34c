"""The pages of the index: what each shows, to whom, and that supposing saves nothing."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prakarsa.organisations.roles import Role
from prakarsa.rules.index.edition import require_edition
from tests.assessments.builders import COMPULSORY, make_innovation, make_rows
from tests.worlds import World

PAGE = "/indeks/kota-contoh/"


@pytest.fixture
def scored(world: World) -> World:
    make_rows(world.home, {"1": 3, "12": 1})
    make_innovation(world.home, "Terbukti", levels={**COMPULSORY, "34": 3}, agency=world.ward)
    make_innovation(world.home, "Menunggu", levels=COMPULSORY, verified=False, agency=world.ward)
    make_innovation(world.home, "Pendek", levels=COMPULSORY, words=12, agency=world.ward)
    make_innovation(world.other, "Rahasia tetangga", levels=COMPULSORY)
    return world


def test_the_page_says_the_index_and_its_working(scored: World) -> None:
    text = scored.client(Role.SECRETARIAT).get(PAGE).content.decode()
    assert "Terbukti " in text
    assert "Rincian hitungan" in text
    assert "1 inovasi tidak dihitung" in text
    assert "Rahasia tetangga" not in text


def test_the_short_address_leads_to_the_own_region(scored: World) -> None:
    response = scored.client(Role.MAYOR).get("/indeks/")
    assert (response.status_code, response["Location"]) == (302, PAGE)


def test_an_edition_without_weights_refuses_and_says_what_is_missing(scored: World) -> None:
    text = scored.client(Role.SECRETARIAT).get(f"{PAGE}?edisi=2024").content.decode()
    assert "Edisi 2024 tidak dapat dihitung" in text
    assert "bobot dan tingkat 36 indikator" in text


@pytest.mark.parametrize("edition", ["1999", "20261", "x", ""])
def test_an_unknown_edition_is_no_fault(scored: World, edition: str) -> None:
    status = scored.client(Role.SECRETARIAT).get(f"{PAGE}?edisi={edition}").status_code
    assert status == (400 if edition else 200)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD, Role.FINANCE])
def test_Z02_who_reads_one_unit_does_not_read_the_regions_index(scored: World, role: Role) -> None:
    assert scored.client(role).get(PAGE).status_code == 403
    assert scored.client(Role.AUDITOR).get(PAGE).status_code == 200


def test_Z02_table_and_pages_hold_the_same_innovations(scored: World) -> None:
    client = scored.client(Role.SECRETARIAT)
    answer = client.get(f"{PAGE}unduh/csv/")
    rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    names = {row[2] for row in rows if row[0] == "inovasi"}
    assert names == {"Terbukti", "Menunggu", "Pendek"}
    assert client.get(f"{PAGE}unduh/exe/").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 12])
def test_G01_the_page_asks_at_most_twelve_questions(world: World, count: int) -> None:
    for place in range(count):
        make_innovation(world.home, f"Inovasi {place}", levels=COMPULSORY)
    client = world.client(Role.SECRETARIAT)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]


def test_every_row_of_the_rulebook_is_shown_with_what_is_unconfirmed(scored: World) -> None:
    text = scored.client(Role.OPERATOR).get("/indeks/edisi/2026/").content.decode()
    edition = require_edition(2026)
    doubtful = [row for row in edition.indicators.values() if not row.confirmed]
    assert text.count('class="uncon">belum dikonfirmasi') == len(doubtful) + 3
    assert "Regulasi Inovasi Daerah" in text
    assert scored.client(Role.OPERATOR).get("/indeks/edisi/1999/").status_code == 404


@pytest.mark.parametrize(
    ("page", "count", "first"),
    [("baris-daerah", 20, "1,"), ("tidak-dihitung", 1, "Pendek,Kelurahan Melati,")],
)
def test_Z02_what_a_page_lists_is_sent_as_a_table(
    scored: World, page: str, count: int, first: str
) -> None:
    client, address = scored.client(Role.AUDITOR), f"{PAGE}{page}/unduh/csv/"
    assert f'href="{address}?edisi=2026"' in client.get(
        f"{PAGE}{page}/?edisi=2026"
    ).content.decode()  # fmt: skip
    rows = b"".join(client.get(f"{address}?edisi=2026")).decode("utf-8-sig").splitlines()[1:]
    assert (len(rows), rows[0][: len(first)]) == (count, first)
    assert scored.client(Role.OPERATOR).get(address).status_code == 403
