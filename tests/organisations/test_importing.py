"""Agencies from a table: what each row would do, then all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from prakarsa.audit.models import AuditEntry
from prakarsa.organisations.commands import import_agencies
from prakarsa.organisations.importing import Outcome, PlannedAgency, plan_agencies, write_agencies
from prakarsa.organisations.loading import load_regions
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Role
from tests.worlds import World

SHIPPED = Path("src/prakarsa/demo/data/agencies.csv")


def row(**changes: str) -> dict[str, str]:
    base = {
        "region": "Kota Contoh",
        "name": "Dinas Baru",
        "type": "opd",
        "parent": "",
        "source": "x",
    }
    return {**base, **changes}


def plan(*rows: Mapping[str, str]) -> list[PlannedAgency]:
    return plan_agencies(enumerate(rows, start=2), allowed=Region.objects.all())


def test_a_new_row_is_new_and_then_the_same(world: World, at: datetime) -> None:
    planned = plan(row())
    assert [each.outcome for each in planned] == [Outcome.NEW]
    assert write_agencies(planned, actor=world.seat(Role.SECRETARIAT).actor, at=at) == 1
    assert [each.outcome for each in plan(row())] == [Outcome.SAME]
    assert [each.outcome for each in plan(row(type="bumd"))] == [Outcome.CHANGED]


def test_spaces_and_case_do_not_make_another_agency(world: World, at: datetime) -> None:
    write_agencies(plan(row()), actor=world.seat(Role.SECRETARIAT).actor, at=at)
    assert [each.outcome for each in plan(row(name="  dinas   BARU "))] == [Outcome.CHANGED]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"region": "Kota Conto"}, "Daerah 'Kota Conto' tidak ada dalam daftar."),
        ({"name": ""}, "Nama unit kosong."),
        ({"type": "dinas"}, "Jenis 'dinas' tidak dikenal."),
        ({"parent": "Kecamatan Hilang"}, "Induk 'Kecamatan Hilang' tidak ada"),
        ({"valid_from": "31/01/2024"}, "Tanggal '31/01/2024' tidak terbaca."),
        ({"valid_from": "2026-01-01", "valid_until": "2025-01-01"}, "Tanggal berakhir harus"),
        ({"name": "Dinas \u202eurab"}, "Teks memuat tanda tersembunyi (U+202E)."),
        ({"name": "x" * 201}, "Teks terlalu panjang: paling banyak 200 huruf."),
        ({"source": "x" * 401}, "Teks terlalu panjang: paling banyak 400 huruf."),
    ],
)
def test_a_wrong_row_says_why(world: World, changes: dict[str, str], reason: str) -> None:
    (planned,) = plan(row(**changes))
    assert planned.outcome is Outcome.ERROR
    assert planned.number == 2
    assert planned.reason.startswith(reason)


def test_the_same_agency_twice_in_one_file_is_an_error(world: World) -> None:
    assert [each.outcome for each in plan(row(), row())] == [Outcome.NEW, Outcome.ERROR]


def test_a_row_that_makes_twins_on_some_day_is_an_error(world: World, at: datetime) -> None:
    for start, end in (("2019-01-01", "2025-01-01"), ("2025-01-01", "")):
        Agency.objects.create(
            region=world.home, name="Dinas Baru", normalised_name="dinas baru", kind="opd",
            valid_from=start, valid_until=end or None,
        )  # fmt: skip
    (clash,) = plan(row(name="dinas  baru", valid_from="2024-12-31"))
    words = "Dinas Baru sudah ada, berlaku sejak 1 Januari 2019 sampai 1 Januari 2025."
    assert (clash.outcome, clash.reason.partition(" Pakai")[0]) == (Outcome.ERROR, words)
    assert [each.outcome for each in plan(row(valid_from="2025-02-01"))] == [Outcome.CHANGED]


def test_a_parent_may_stand_below_its_child(world: World, at: datetime) -> None:
    planned = plan(row(name="UPT Baru", parent="Dinas Baru"), row())
    write_agencies(planned, actor=world.seat(Role.SECRETARIAT).actor, at=at)
    child = Agency.objects.get(name="UPT Baru")
    assert child.parent is not None
    assert child.parent.name == "Dinas Baru"


def test_parents_never_lead_in_a_circle(world: World, at: datetime) -> None:
    circle = plan(row(name="A", parent="B"), row(name="B", parent="C"), row(name="C", parent="A"))
    assert [each.outcome for each in circle] == [Outcome.ERROR] * 3
    assert circle[0].reason == "Unit tidak dapat berada di bawah dirinya sendiri."
    write_agencies(
        plan(row(name="A"), row(name="B", parent="A")),
        actor=world.seat(Role.SECRETARIAT).actor,
        at=at,
    )
    assert [each.outcome for each in plan(row(name="A", parent="B"))] == [Outcome.ERROR]
    assert [each.outcome for each in plan(row(name="D", parent="B"))] == [Outcome.NEW]


def test_the_shipped_agencies_load_once(db: None) -> None:
    load_regions()
    first = CliRunner().invoke(import_agencies, [str(SHIPPED)])
    assert first.output == "212 baru, 0 berubah, 0 sama\n"
    second = CliRunner().invoke(import_agencies, [str(SHIPPED)])
    assert second.output == "0 baru, 0 berubah, 212 sama\n"
    assert AuditEntry.objects.filter(actor_key="system:import-agencies").count() == 212


def test_a_dry_run_and_a_wrong_file_write_nothing(db: None, tmp_path: Path) -> None:
    load_regions()
    dry = CliRunner().invoke(import_agencies, [str(SHIPPED), "--dry-run"])
    assert dry.exit_code == 0
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("region,name,type,parent,source\nKota Malang,A,opd,,x\nKota Malang,,opd,,x\n")
    result = CliRunner().invoke(import_agencies, [str(wrong)])
    assert (result.exit_code, Agency.objects.count()) == (2, 0)
    assert "Baris 3: Nama unit kosong." in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [("region,name\nKota Malang,A\n", "Kolom tidak ada: type, parent, source."), ("", "")],
)
def test_a_file_that_cannot_be_used_ends_with_two(
    db: None, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(text)
    result = CliRunner().invoke(import_agencies, [str(file)])
    assert result.exit_code == 2
    assert said in result.output
