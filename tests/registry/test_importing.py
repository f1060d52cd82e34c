"""Imports: the list of public sources, the official export, and what stands in the way."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from prakarsa.audit.actors import Actor, system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.formats.workbooks import Table, read_table
from prakarsa.organisations.importing import Outcome, plan_agencies, write_agencies
from prakarsa.organisations.loading import load_regions
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Role
from prakarsa.registry.actions.imports import PlanHasErrors, import_innovations
from prakarsa.registry.importing.layouts import WrongHeader
from prakarsa.registry.importing.plan import Plan, plan_innovations
from prakarsa.registry.models import Innovation, Submission
from tests.registry.innovations import make_complete
from tests.worlds import World

pytestmark = pytest.mark.django_db
DATA = Path("src/prakarsa/demo/data")
ACTOR: Actor = system_actor("test")
OFFICIAL = (
    "Judul Inovasi", "Pemda", "Admin OPD", "Inisiator", "Nama Inisiator", "Bentuk", "Jenis",
    "Urusan Utama", "Urusan lain yang beririsan", "Tahapan", "Tanggal Penerapan",
    "Tanggal Pengembangan", "Lat", "Lon",
)  # fmt: skip


def table_of(tmp_path: Path, header: tuple[str, ...], *rows: dict[str, str]) -> Table:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "daftar.csv"
    path.write_text(buffer.getvalue(), "utf-8")
    return read_table(path)


def official(tmp_path: Path, **cells: str) -> Plan:
    row = {"Judul Inovasi": "SAPA MELATI", "Pemda": "Kota Contoh", "Admin OPD": "Kelurahan Melati"}
    table = table_of(tmp_path, OFFICIAL, row | cells)
    return plan_innovations(table, allowed=Region.objects.all())


@pytest.fixture
def east_java(db: None) -> Table:
    """Return the shipped list, with the regions and agencies it needs."""
    load_regions()
    agencies = read_table(DATA / "agencies.csv")
    plan = plan_agencies(agencies.records(), allowed=Region.objects.all())
    write_agencies(plan, actor=ACTOR, at=datetime(2026, 7, 14).astimezone())
    return read_table(DATA / "innovations_east_java.csv")


def test_all_153_shipped_innovations_come_in_once(east_java: Table, at: datetime) -> None:
    units = Agency.objects.count()
    plan = plan_innovations(east_java, allowed=Region.objects.all())
    assert [(row.number, row.reason) for row in plan.errors] == []
    assert plan.counts == {"new": 153, "changed": 0, "same": 0, "error": 0}
    assert import_innovations(plan=plan, actor=ACTOR, at=at) == 153
    assert set(Innovation.objects.values_list("state", flat=True)) == {"published"}
    assert not Innovation.objects.filter(source="").exists()
    assert Submission.objects.count() == 0
    assert Agency.objects.count() - units == len(plan.units)
    entries = AuditEntry.objects.count()
    again = plan_innovations(east_java, allowed=Region.objects.all())
    assert again.counts == {"new": 0, "changed": 0, "same": 153, "error": 0}
    assert import_innovations(plan=again, actor=ACTOR, at=at) == 0
    assert AuditEntry.objects.count() == entries


def test_the_shipped_list_keeps_unknown_unknown(east_java: Table, at: datetime) -> None:
    plan = plan_innovations(east_java, allowed=Region.objects.all())
    import_innovations(plan=plan, actor=ACTOR, at=at)
    assert Innovation.objects.filter(year=None).count() == 20
    assert Innovation.objects.filter(kind="unknown").count() == 33
    assert set(Innovation.objects.values_list("stage", flat=True)) == {"unknown"}
    brexit = Innovation.objects.get(name__startswith="BREXIT")
    assert (brexit.agency.name, brexit.agency.kind, brexit.agency.parent.name) == (
        "Puskesmas Janti", "puskesmas", "Dinas Kesehatan",
    )  # fmt: skip
    assert [(award.name, award.year) for award in brexit.awards.all()] == [("TOP 45 KIPP", 2019)]
    society = Innovation.objects.filter(origin="society")
    assert set(society.values_list("agency", "initiator")) == {(None, "society")}


def test_without_the_agencies_every_unknown_unit_is_reported(db: None) -> None:
    load_regions()
    table = read_table(DATA / "innovations_east_java.csv")
    plan = plan_innovations(table, allowed=Region.objects.all())
    wrong = {row.unit: row.reason for row in plan.errors}
    assert wrong["Kelurahan Bakalankrajan"] == (
        "perangkat daerah 'Kelurahan Bakalankrajan' tidak ada dalam daftar. "
        "Pilih dari daftar atau tambahkan lebih dulu."
    )
    with pytest.raises(PlanHasErrors):
        import_innovations(plan=plan, actor=ACTOR, at=datetime(2026, 7, 14).astimezone())
    assert (Innovation.objects.count(), Agency.objects.count()) == (0, 0)


def test_an_official_row_is_read_whole(world: World, at: datetime, tmp_path: Path) -> None:
    plan = official(
        tmp_path,
        Pemda="Pemerintah Kota Contoh",
        Inisiator="OPD",
        **{"Nama Inisiator": "Sari", "Bentuk": "Inovasi pelayanan publik", "Jenis": "Non Digital"},
        **{"Urusan Utama": "Sosial", "Tahapan": "Uji Coba", "Lat": "-7,979797", "Lon": "112.63"},
        **{"Urusan lain yang beririsan": "Koperasi, Usaha Kecil, dan Menengah, Kesehatan"},
        **{"Tanggal Penerapan": "05/02/2024", "Tanggal Pengembangan": "45657"},
    )
    assert [row.reason for row in plan.rows] == [""]
    import_innovations(plan=plan, actor=ACTOR, at=at)
    made = Innovation.objects.get()
    assert (made.state, made.agency, made.initiator, made.initiator_name) == (
        "draft", world.ward, "agency", "Sari",
    )  # fmt: skip
    assert (made.form, made.kind, made.stage) == ("public_service", "non_digital", "trial")
    assert [row.affair for row in made.affairs.all()] == [
        "Kesehatan", "Koperasi, Usaha Kecil, dan Menengah",
    ]  # fmt: skip
    assert (made.implemented_on, made.developed_on) == (date(2024, 2, 5), date(2024, 12, 31))
    assert (made.latitude, made.longitude) == (Decimal("-7.979797"), Decimal("112.63"))
    assert official(tmp_path, Jenis="Non Digital").rows[0].outcome is Outcome.SAME


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Judul Inovasi": ""}, "nama inovasi kosong."),
        ({"Judul Inovasi": "SAPA\u202e"}, "tersembunyi (U+202E)"),
        ({"Judul Inovasi": "x" * 251}, "251 huruf, paling banyak 250."),
        ({"Jenis": "Hibrida"}, "'Hibrida' tidak dikenal. Yang dikenal: Digital, Nondigital."),
        ({"Tahapan": "Selesai"}, "kolom Tahapan: 'Selesai' tidak dikenal."),
        ({"Urusan Utama": "Kesehatn"}, "urusan 'Kesehatn' tidak dikenal. Yang terdekat: Kesehatan"),
        (
            {"Tanggal Penerapan": "02/25/2024"},
            "kolom Tanggal Penerapan: '02/25/2024' bukan tanggal",
        ),
        ({"Tanggal Penerapan": "5/2/24"}, "'5/2/24' dapat dibaca dua cara."),
        ({"Lat": "1.234"}, "kolom Lat: '1.234' dapat dibaca dua cara."),
        ({"Lon": "12"}, "kolom Lon: '12' di luar Indonesia."),
        ({"Admin OPD": "Kelurahan Melatti"}, "Mungkin maksudnya Kelurahan Melati?"),
        ({"Pemda": "Kota Contooh"}, "daerah 'Kota Contooh' tidak ada dalam daftar. Mungkin"),
    ],
)
def test_F08_a_wrong_cell_names_its_column(
    world: World, tmp_path: Path, cells: dict[str, str], reason: str
) -> None:
    row = official(tmp_path, **cells).rows[0]
    assert (row.number, row.outcome) == (2, Outcome.ERROR)
    assert reason in row.reason


def test_the_same_innovation_twice_in_a_file_is_refused(world: World, tmp_path: Path) -> None:
    row = {"Judul Inovasi": "SAPA", "Pemda": "Kota Contoh", "Admin OPD": "Kelurahan Melati"}
    table = table_of(tmp_path, OFFICIAL, row, row | {"Judul Inovasi": " sapa "})
    plan = plan_innovations(table, allowed=Region.objects.all())
    assert [(each.outcome, each.reason) for each in plan.rows] == [
        (Outcome.NEW, ""), (Outcome.ERROR, "inovasi ini sudah ada di baris 2."),
    ]  # fmt: skip


def test_errors_are_left_out_only_when_asked(world: World, at: datetime, tmp_path: Path) -> None:
    row = {"Judul Inovasi": "SAPA", "Pemda": "Kota Contoh", "Admin OPD": "Kelurahan Melati"}
    table = table_of(tmp_path, OFFICIAL, row, row | {"Admin OPD": "Dinas Tiada"})
    plan = plan_innovations(table, allowed=Region.objects.all())
    with pytest.raises(PlanHasErrors):
        import_innovations(plan=plan, actor=ACTOR, at=at)
    assert Innovation.objects.count() == 0
    assert import_innovations(plan=plan, actor=ACTOR, at=at, skip_errors=True) == 1


def test_an_import_never_changes_what_a_verifier_is_looking_at(
    world: World, at: datetime, tmp_path: Path
) -> None:
    from prakarsa.registry.actions import submit_innovation

    operator = world.seat(Role.OPERATOR)
    submit_innovation(seat=operator, innovation=make_complete(operator, at), at=at)
    assert official(tmp_path).rows[0].outcome is Outcome.SAME
    row = official(tmp_path, Jenis="Nondigital").rows[0]
    assert row.outcome is Outcome.ERROR
    assert row.reason == "inovasi ini berstatus Menunggu verifikasi; ubah lewat halamannya."


def test_rows_of_another_region_are_refused(world: World, tmp_path: Path) -> None:
    row = {"Judul Inovasi": "X", "Pemda": "Kota Tetangga", "Admin OPD": "Dinas Tetangga"}
    plan = plan_innovations(table_of(tmp_path, OFFICIAL, row), allowed=[world.home])
    assert plan.rows[0].reason == "baris ini milik Kota Tetangga, bukan daerah Anda."


def test_a_table_that_is_neither_list_is_refused(world: World, tmp_path: Path) -> None:
    table = table_of(tmp_path, ("Judul Inovasi", "Pemda", "Lat"), {"Lat": "1"})
    with pytest.raises(WrongHeader) as refusal:
        plan_innovations(table, allowed=[world.home])
    assert refusal.value.missing == ["Admin OPD"]


def test_the_day_of_implementation_gives_the_year(
    world: World, tmp_path: Path, at: datetime
) -> None:
    plan = official(tmp_path, **{"Tanggal Penerapan": "05/02/2024"})
    import_innovations(plan=plan, actor=ACTOR, at=at)
    assert Innovation.objects.get().year == 2024
    again = official(tmp_path, **{"Tanggal Penerapan": "05/02/2024"})
    assert again.count(Outcome.SAME) == 1
    (late,) = official(tmp_path, **{"Tanggal Penerapan": "05/02/2090"}).errors
    assert "Tanggal ini belum tiba." in late.reason


def test_rows_of_before_get_their_year_from_the_day(world: World, at: datetime) -> None:
    fill = import_module("prakarsa.registry.migrations.0005_year_of_implementation").fill
    innovation = make_complete(world.seat(Role.OPERATOR), at)
    assert innovation.year == 2024
    Innovation.objects.update(year=None)
    fill(apps, None)
    innovation.refresh_from_db()
    assert innovation.year == 2024
    Innovation.objects.update(year=2020)
    fill(apps, None)
    innovation.refresh_from_db()
    assert innovation.year == 2020
