"""The pages of the calendar: everybody reads, the secretariat sets."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.calendars import actions
from prakarsa.calendars.actions import NewHoliday
from prakarsa.calendars.importing import MOST_ROWS
from prakarsa.calendars.models import Holiday, Reopening, ReportingWindow
from prakarsa.foundation.time import WIB, end_of_day
from prakarsa.organisations.roles import Role
from tests.worlds import AT, World

HOME = "calendars:home"
CLOSES = end_of_day(date(2026, 7, 31), WIB)
TYPED = {
    "edition_year": "2026",
    "opens_on": "2026-07-01",
    "closes_on": "2026-07-31",
    "source": "Surat Sekda 1/2026",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def window(world: World, *, closes: datetime = CLOSES) -> ReportingWindow:
    return actions.open_window(
        seat=world.seat(Role.SECRETARIAT), edition_year=2026, opens_at=AT - timedelta(days=13),
        closes_at=closes, source="Surat Sekda 1/2026", at=AT,
    )  # fmt: skip


def read(client: Client, name: str = HOME, *arguments: object) -> str:
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_and_only_the_secretariat_is_offered_acts(world: World) -> None:
    row = window(world)
    change = reverse("calendars:window-edit", args=[row.key])
    for role in Role:
        if role is not Role.PUBLIC:
            text = read(world.client(role))
            assert (change in text) == (role is Role.SECRETARIAT)
    text = read(world.client(Role.OPERATOR))
    assert "Masa pelaporan 2026 ditutup 17 hari lagi" in text
    assert "31 Juli 2026 pukul 23.59 WIB: 13 hari kerja lagi." in text


def test_the_page_says_when_nothing_is_set_yet(world: World) -> None:
    text = read(world.client(Role.SECRETARIAT))
    assert "Masa pelaporan 2026 belum ditetapkan" in text
    assert reverse("calendars:window-new") in text


def test_the_secretariat_sets_a_window_to_the_end_of_the_day(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    assert client.post(reverse("calendars:window-new"), TYPED).status_code == 302
    row = ReportingWindow.objects.get()
    assert (row.edition_year, row.closes_at) == (2026, CLOSES)
    assert row.opens_at == datetime.fromisoformat("2026-07-01T00:00:00+07:00")
    assert (
        "sudah ditetapkan" in client.post(reverse("calendars:window-new"), TYPED).content.decode()
    )


def test_a_closing_hour_may_be_named(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    client.post(reverse("calendars:window-new"), {**TYPED, "closes_time": "16:00"})
    row = ReportingWindow.objects.get()
    assert row.closes_at == datetime.fromisoformat("2026-07-31T16:00:00+07:00")
    text = read(client, "calendars:window-edit", row.key)
    assert 'value="16:00"' in text
    assert 'value="2026-07-31"' in text


def test_wrong_dates_are_told_beside_the_field(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    response = client.post(reverse("calendars:window-new"), {**TYPED, "closes_on": "2026-06-30"})
    text = response.content.decode()
    assert "Tanggal tutup lebih awal dari tanggal buka." in text
    assert "Galat:" in text
    assert ReportingWindow.objects.count() == 0


def test_Z10_a_stale_form_is_told_and_changes_nothing(world: World) -> None:
    row, client = window(world), world.client(Role.SECRETARIAT)
    address = reverse("calendars:window-edit", args=[row.key])
    assert client.post(address, {**TYPED, "version": "1"}).status_code == 302
    late = client.post(address, {**TYPED, "closes_on": "2026-09-30", "version": "1"})
    page = late.content.decode()
    assert "berubah sejak Anda membukanya" in page
    assert 'value="2026-09-30"' in page
    assert "Tersimpan sekarang: 31 Juli 2026." in page
    assert 'name="version" value="2"' in page
    row.refresh_from_db()
    assert (row.closes_at, row.version) == (CLOSES, 2)
    blind = client.post(address, {**TYPED, "closes_on": "2026-09-30"})
    assert "Halaman ini tidak lengkap." in blind.content.decode()
    row.refresh_from_db()
    assert (row.closes_at, row.version) == (CLOSES, 2)


def test_Z03_the_window_of_another_region_answers_like_a_missing_one(world: World) -> None:
    row = window(world)
    client = world.client(Role.SECRETARIAT, region=world.other)
    for name in ("calendars:window-edit", "calendars:reopen"):
        assert client.get(reverse(name, args=[row.key])).status_code == 404
        assert client.post(reverse(name, args=[row.key]), TYPED).status_code == 404
        assert client.get(reverse(name, args=["zzzzzzzzzzzz"])).status_code == 404


def test_Z04_units_of_other_regions_are_no_choice(world: World) -> None:
    row = window(world, closes=AT - timedelta(days=1))
    client = world.client(Role.SECRETARIAT)
    address = reverse("calendars:reopen", args=[row.key])
    assert "Dinas Tetangga" not in client.get(address).content.decode()
    typed = {"agency": str(world.other_office.pk), "until_on": "2026-07-20", "reason": "x"}
    assert client.post(address, typed).status_code == 200
    assert Reopening.objects.count() == 0
    typed["agency"] = ""
    assert "Pilih satu unit" in client.post(address, typed).content.decode()
    typed["agency"] = str(world.ward.pk)
    assert client.post(address, typed).status_code == 302
    assert Reopening.objects.get().until == end_of_day(date(2026, 7, 20), WIB)


def test_a_reopened_window_is_open_for_its_unit_only(world: World) -> None:
    row = window(world, closes=AT - timedelta(days=1))
    actions.reopen_window(
        seat=world.seat(Role.SECRETARIAT), window=row, agency=world.ward,
        until=end_of_day(date(2026, 7, 20), WIB), reason="Banjir", at=AT,
    )  # fmt: skip
    assert "ditutup 6 hari lagi" in read(world.client(Role.OPERATOR))
    assert "Banjir" in read(world.client(Role.OPERATOR))
    mayor = read(world.client(Role.MAYOR))
    assert "sudah ditutup" in mayor
    assert "Banjir" in mayor


def test_holidays_are_added_and_taken_off_after_a_page_that_asks(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    typed = {"day": "2026-09-05", "name": "Hari Jadi Kota", "source": "SK Wali Kota 7/2026"}
    assert client.post(reverse("calendars:holiday-new"), typed).status_code == 302
    row = Holiday.objects.get()
    assert row.region == world.home
    address = reverse("calendars:holiday-remove", args=[row.pk])
    assert address in read(client)
    assert "Semua tenggat" in client.get(address).content.decode()
    assert Holiday.objects.count() == 1
    assert client.post(address).status_code == 302
    assert Holiday.objects.count() == 0


def test_Z03_holidays_of_others_are_not_reached(world: World) -> None:
    holiday = NewHoliday(date(2026, 9, 5), "x", "y")
    row = actions.add_holiday(seat=world.seat(Role.SECRETARIAT), holiday=holiday, at=AT)
    national = Holiday.objects.create(day=date(2026, 9, 6), name="x", source="y")
    client = world.client(Role.SECRETARIAT, region=world.other)
    for pk in (row.pk, national.pk, 999_999):
        assert client.post(reverse("calendars:holiday-remove", args=[pk])).status_code == 404
    assert Holiday.objects.count() == 2


def preview(client: Client, text: str) -> str:
    file = SimpleUploadedFile("libur.csv", text.encode())
    response = client.post(reverse("calendars:holiday-import"), {"file": file, "step": "preview"})
    return response.content.decode()


def take(client: Client, page: str) -> str:
    """Press the preview's button: send back the rows that stand in the page."""
    found = re.search(r'name="rows" value="([^"]*)"', page)
    assert found is not None
    typed = {"rows": html.unescape(found[1]), "step": "import"}
    response = client.post(reverse("calendars:holiday-import"), typed, follow=True)
    return response.content.decode()


GOOD = 'tanggal;nama;sumber\n2026-09-05;Hari Jadi;SK 7\n06/09/2026;Libur "besar";SK 7\n'


def test_F08_a_table_is_shown_first_and_imported_as_a_whole(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    page = preview(client, GOOD)
    assert "2 baru, 0 sudah ada, 0 galat" in page
    assert Holiday.objects.count() == 0
    assert "2 hari libur ditambahkan." in take(client, page)
    assert "0 hari libur ditambahkan." in take(client, page)
    assert "0 baru, 2 sudah ada, 0 galat" in preview(client, GOOD)
    assert Holiday.objects.count() == 2


def test_F08_a_wrong_table_is_told_and_offers_no_import(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    wrong = preview(client, GOOD + "32/13/2026;x;y\n")
    assert "Belum ada yang disimpan" in wrong
    assert 'value="import"' not in wrong
    assert "Kolom tidak ada: sumber." in preview(client, "tanggal,nama\n2026-01-02,x\n")
    address = reverse("calendars:holiday-import")
    for rows in (
        "[[1]]",
        '"x"',
        "[[2, {}]]",
        "{",
        '[[2, {"tanggal": "x", "nama": 1, "sumber": 2}]]',
        "[[Infinity, {}]]",
        f"[[{'9' * 5000}, {{}}]]",
        "[" * 50_000,
        '[[2, {"tanggal": "9999-12-31", "nama": "Libur", "sumber": "SKB"}]]',
        '[[2, {"tanggal": "2026-12-25", "nama": "Libur \\u202e", "sumber": "SKB"}]]',
        json.dumps(
            [[1, {"tanggal": "2026-12-25", "nama": "Libur", "sumber": "SKB"}]] * (MOST_ROWS + 1)
        ),
    ):
        client.post(address, {"rows": rows, "step": "import"})
    client.post(address, {"step": "import"})
    assert Holiday.objects.count() == 0


@pytest.mark.parametrize(
    ("opens", "closes"), [("0001-01-01", "2026-07-31"), ("2026-07-01", "9999-12-31")]
)
def test_X09_a_window_at_the_end_of_the_calendar_is_refused(
    world: World, opens: str, closes: str
) -> None:
    typed = TYPED | {"opens_on": opens, "closes_on": closes}
    page = world.client(Role.SECRETARIAT).post(reverse("calendars:window-new"), typed)
    assert "Tahunnya harus antara 1900 dan 2199." in page.content.decode()
    assert not ReportingWindow.objects.exists()


def test_F07_hidden_signs_are_refused_in_the_name_of_a_holiday(world: World) -> None:
    typed = {"day": "2026-12-25", "name": "Libur \u202e", "source": "SKB"}
    page = world.client(Role.SECRETARIAT).post(reverse("calendars:holiday-new"), typed)
    assert "Teks memuat tanda tersembunyi (U+202E)." in page.content.decode()
    assert not Holiday.objects.exists()


def test_G01_the_page_asks_the_database_equally_often(world: World) -> None:
    row, counts = window(world, closes=AT - timedelta(days=1)), []
    client = world.client(Role.SECRETARIAT)
    for number, units in enumerate(([world.ward], [world.second_ward, world.office])):
        for unit in units:
            day = date(2026, 9, 1) + timedelta(days=unit.pk % 25)
            holiday = NewHoliday(day, "x", "y")
            actions.add_holidays(seat=world.seat(Role.SECRETARIAT), holidays=[holiday], at=AT)
            actions.reopen_window(
                seat=world.seat(Role.SECRETARIAT), window=row, agency=unit,
                until=AT + timedelta(days=1 + number), reason="x", at=AT,
            )  # fmt: skip
        read(client)
        with CaptureQueriesContext(connection) as asked:
            read(client)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def sent(client: Client, name: str) -> list[str]:
    address = reverse(f"calendars:{name}-export", args=["csv"])
    assert f'href="{address}"' in read(client)
    return b"".join(client.get(address)).decode("utf-8-sig").splitlines()


def test_windows_and_holidays_are_sent_as_tables(world: World) -> None:
    window(world)
    client = world.client(Role.OPERATOR)
    head, row = sent(client, "windows")
    assert head == "Edisi,Dibuka,Ditutup,Dasar"
    assert (row.split(",")[0], row.split(",")[3]) == ("2026", "Surat Sekda 1/2026")
    head, *rows = sent(client, "holidays")
    assert head == "tanggal,nama,sumber"
    assert rows[0].startswith("2026-08-17,")


def test_a_national_holiday_is_not_added_again(world: World) -> None:
    client, address = world.client(Role.SECRETARIAT), reverse("calendars:holiday-new")
    typed = {"day": "2026-12-25", "name": "Natal", "source": "SK 1"}
    form = client.post(address, typed).context["form"]
    (said,) = form.errors["day"]
    assert said.startswith("25 Desember 2026 sudah ada dalam daftar hari libur: ")
    table = SimpleUploadedFile("l.csv", b"tanggal,nama,sumber\n2026-12-25,Natal,SK 1\n")
    page = client.post(reverse("calendars:holiday-import"), {"file": table})
    assert page.context["counts"] == {"new": 0, "same": 1, "error": 0}
    assert not Holiday.objects.exists()
