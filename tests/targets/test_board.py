"""The board, its lists, tables and paper: what stands there, and in how many queries."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Role
from prakarsa.targets.actions import QuotaTerms
from prakarsa.targets.models import Campaign
from prakarsa.targets.queries import answer_for
from prakarsa.targets.showing.timeline import timeline_of
from prakarsa.targets.tables import paper_values
from tests.targets.builders import State, make_campaign, make_innovation, make_wards
from tests.worlds import World

pytestmark = pytest.mark.django_db
LAST_YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
MOST_QUERIES = 13


def page_of(world: World, at: datetime, role: Role, address: str) -> str:
    """Return a page as one role reads it."""
    client = world.client(role)
    with travel(at, tick=False):
        answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_board_shows_the_figure_and_who_misses(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    make_innovation(world.office, at)
    make_innovation(world.second_ward, at, state=State.DRAFT)
    page = page_of(world, at, Role.SECRETARIAT, reverse("targets:board", args=[campaign.key]))
    assert '<span class="fig">1</span><span class="fig-s i3"> dari 3</span>' in page
    assert "unit memenuhi, 33,33%. Waktu berjalan 53,42%." in page
    assert "Setiap unit memiliki paling sedikit satu inovasi baru yang terverifikasi." in page
    assert "0 memenuhi, 1 dalam proses, 1 belum ada, dari 2" in page
    assert "2 unit belum memenuhi" in page
    assert "Daftar 3 unit yang menjadi penyebut" in page
    assert "belum dikonfirmasi" not in page


def test_an_unconfirmed_source_and_a_remark_are_shown(world: World, at: datetime) -> None:
    remark = "Daftar yang dimuat hanyalah yang disebut sumber publik."
    campaign = make_campaign(world, at, is_confirmed=False, remark=remark)
    for name in ("board", "list"):
        address = reverse(f"targets:{name}", args=[campaign.key] if name == "board" else [])
        page = page_of(world, at, Role.MAYOR, address)
        assert '<span class="uncon">belum dikonfirmasi</span>' in page
    assert remark in page_of(
        world, at, Role.MAYOR, reverse("targets:board", args=[campaign.key])
    )  # fmt: skip


def test_without_units_nothing_is_computed(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, quotas=(QuotaTerms("bumd", 1),))
    page = page_of(world, at, Role.SECRETARIAT, reverse("targets:board", args=[campaign.key]))
    assert "cakupannya tidak dapat dihitung" in page
    assert "0,00%" not in page


def test_chips_narrow_the_list_of_those_that_miss(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    make_innovation(world.office, at, state=State.SUBMITTED)
    make_innovation(world.second_ward, at - timedelta(days=31), state=State.DRAFT)
    board = reverse("targets:board", args=[campaign.key])
    for chosen, names in (
        ("", ["Dinas Pelayanan", "Kelurahan Kenanga", "Kelurahan Melati"]),
        ("belum-ada", ["Kelurahan Melati"]),
        ("diam", ["Kelurahan Kenanga", "Kelurahan Melati"]),
        ("opd", ["Dinas Pelayanan"]),
    ):
        page = page_of(world, at, Role.SECRETARIAT, f"{board}?saring={chosen}")
        rows = page.partition("<tbody>")[2] if 'class="tbl mt4 mis"' in page else ""
        table = page.partition('class="tbl mt4 mis"')[2].partition("</table>")[0]
        assert rows
        shown = [name for name in ("Dinas Pelayanan", "Kelurahan Kenanga", "Kelurahan Melati")
                 if f">{name}</a>" in table]  # fmt: skip
        assert shown == names, chosen


@pytest.mark.parametrize(
    "query", ["saring=agency__region", "unit__name=x", "saring=%00", "order=name"]
)
def test_Z07_only_known_filters_are_taken(world: World, at: datetime, query: str) -> None:
    campaign, client = make_campaign(world, at), world.client(Role.SECRETARIAT)
    board = reverse("targets:board", args=[campaign.key])
    with travel(at, tick=False):
        assert client.get(f"{board}?{query}").status_code == 400


def test_units_with_nothing_are_ticked_unless_just_reminded(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, quotas=(QuotaTerms("kelurahan", 1),))
    make_innovation(world.second_ward, at, state=State.DRAFT)
    board = reverse("targets:board", args=[campaign.key])
    page = page_of(world, at, Role.SECRETARIAT, board)
    assert f'value="{world.ward.key}" checked' in page
    assert f'value="{world.second_ward.key}" checked' not in page
    campaign.reminders.create(agency=world.ward, sent_on=at.date(), sent_at=at)
    page = page_of(world, at, Role.SECRETARIAT, board)
    assert f'value="{world.ward.key}" checked' not in page
    assert "Pengingat terakhir: 14 Juli 2026" in page


def test_the_unit_page_says_what_counts_and_why_the_rest_does_not(
    world: World, at: datetime
) -> None:
    campaign = make_campaign(world, at)
    make_innovation(world.ward, at, name="DIHITUNG")
    make_innovation(world.ward, at, name="DRAF", state=State.DRAFT)
    make_innovation(world.ward, at - timedelta(days=365), name="LAMA", year=2024)
    address = reverse("targets:unit", args=[campaign.key, world.ward.key])
    page = page_of(world, at, Role.OPERATOR, address)
    assert "Satu inovasi baru terverifikasi pada 2026." in page
    assert "memenuhi sejak 14 Juli 2026" in page
    counted, _, rest = page.partition("Dalam proses</h2>")
    assert "DIHITUNG" in counted
    work, _, others = rest.partition("Yang tidak dihitung</h2>")
    assert "DRAF" in work
    assert "LAMA" in others
    assert "Bukan inovasi baru dalam periode ini." in others


def test_the_denominator_is_listed(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    make_innovation(None, at, region=world.home, name="MILIK KOTA")
    page = page_of(world, at, Role.MAYOR, reverse("targets:units", args=[campaign.key]))
    assert "3 unit menjadi penyebut" in page
    assert "1 inovasi tanpa unit dalam daftar ini" in page
    assert "MILIK KOTA" in page


def test_the_line_compares_with_the_year_before(world: World, at: datetime) -> None:
    before = make_campaign(world, at, **LAST_YEAR)
    Campaign.objects.filter(pk=before.pk).update(created_at=at - timedelta(days=500))
    campaign = make_campaign(world, at)
    make_innovation(world.ward, at - timedelta(days=100))
    make_innovation(world.office, at - timedelta(days=30))
    make_innovation(world.ward, at - timedelta(days=300))
    before.refresh_from_db()
    line = timeline_of(answer_for(campaign, at), answer_for(before, at))
    assert line is not None
    assert line.heading == "Tahun ini lebih cepat dari tahun lalu"
    assert [(row.now, row.before) for row in line.rows] == [
        (0, 0), (0, 0), (0, 0), (1, 0), (1, 0), (2, 0), (2, 0), (None, 0), (None, 1), (None, 1),
        (None, 1), (None, 1),
    ]  # fmt: skip
    assert (line.here.text, line.here.y) == ("2026: 2 unit", "82.7")
    assert line.now.split()[-1] == "545.5,333.3"
    page = page_of(world, at, Role.MAYOR, reverse("targets:board", args=[campaign.key]))
    assert "Tahun ini lebih cepat dari tahun lalu" in page


def test_where_only_the_year_is_known_there_is_no_line(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, counts="published", **LAST_YEAR)
    make_innovation(world.ward, at, state=State.PUBLISHED, year=2025)
    assert timeline_of(answer_for(campaign, at), None) is None


def test_tables_hold_the_same_units_as_the_page(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    make_innovation(world.office, at)
    client = world.client(Role.SECRETARIAT)
    with travel(at, tick=False):
        answer = client.get(reverse("targets:table", args=[campaign.key, "belum", "csv"]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        book = client.get(reverse("targets:table", args=[campaign.key, "papan", "xlsx"]))
        wrong = client.get(reverse("targets:table", args=[campaign.key, "papan", "pdf"]))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Unit"] for row in rows] == ["Kelurahan Kenanga", "Kelurahan Melati"]
    assert rows[1]["Operator"] == "Operator Kota-Contoh"
    assert (rows[1]["Diminta"], rows[1]["Dihitung"], rows[1]["Keadaan"]) == ("1", "0", "Belum ada")
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert wrong.status_code == 404


def test_the_paper_prints_the_figure_and_the_list(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, is_confirmed=False, remark="Catatan penting.")
    client = world.client(Role.SECRETARIAT)
    with travel(at + timedelta(microseconds=7), tick=False):
        answer = client.get(reverse("targets:paper", args=[campaign.key]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert str(paper.docinfo["/Title"]) == campaign.name
    values = paper_values(answer_for(campaign, at), [], at)
    assert values["lead"].endswith("0 dari 3 unit memenuhi, 0,00%.")
    assert values["notes"] == [
        "Kota Contoh adalah daerah rekaan; semua isinya contoh.", "Catatan penting.",
    ]  # fmt: skip
    assert ["Dasar", f"{campaign.source} (belum dikonfirmasi)"] in values["facts"]


def queries_of(world: World, at: datetime, role: Role, address: str) -> int:
    """Count the queries of a page after a first visit."""
    client = world.client(role)
    with travel(at, tick=False):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.MAYOR, Role.OPERATOR])
@pytest.mark.parametrize("name", ["board", "list", "units"])
def test_G01_the_number_of_queries_stays(world: World, at: datetime, role: Role, name: str) -> None:
    """At 1, 3 and 50 units, with last year's target beside it."""
    make_campaign(world, at, quotas=(QuotaTerms("kelurahan", 1),), **LAST_YEAR)
    campaign = make_campaign(world, at, quotas=(QuotaTerms("kelurahan", 1),))
    address = reverse(f"targets:{name}", args=[] if name == "list" else [campaign.key])
    world.second_ward.delete()
    counts = []
    for more in (0, 2, 47):
        for ward in make_wards(world, more) if more == 2 else _named(world, more):
            make_innovation(ward, at, state=State.PUBLISHED)
            make_innovation(ward, at, state=State.DRAFT)
        counts.append(queries_of(world, at, role, address))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= MOST_QUERIES


def _named(world: World, count: int) -> list[object]:
    from tests.worlds import make_agency

    return [
        make_agency(world.home, f"Kelurahan Lain {number}", "kelurahan", world.district)
        for number in range(count)
    ]


def test_a_real_region_says_what_its_list_is(world: World, at: datetime) -> None:
    Region.objects.filter(pk=world.home.pk).update(is_example=False)
    campaign = make_campaign(world, at, remark="Bukan register lengkap pemerintah kota.")
    address = reverse("targets:unit", args=[campaign.key, world.ward.key])
    assert "Bukan register lengkap" in page_of(world, at, Role.SECRETARIAT, address)
