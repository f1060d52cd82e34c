"""O07, C06: what is wrong with a SQLite database itself, and the disk below it, is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from prakarsa.foundation.checkups import Examination, Severity
from prakarsa.operations.checkups import databases
from tests.operations.conftest import Installation
from tests.operations.examined import execute, found, only_sqlite

PRAGMAS = {
    "foreign_keys": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = 0, 1"),
    "synchronous": ("PRAGMA synchronous = NORMAL", "PRAGMA synchronous = 1, 2"),
    "patience": ("PRAGMA busy_timeout = 10", "PRAGMA busy_timeout terlalu pendek."),
}


def faults_of(name: str, installation: Installation) -> list[str]:
    return [
        str(each.what)
        for each in found(name, Examination(at=installation.at))
        if each.severity is Severity.FAULT
    ]


@only_sqlite
@pytest.mark.parametrize(("statement", "words"), PRAGMAS.values(), ids=PRAGMAS.keys())
def test_C06_O07_a_live_connection_with_other_pragmas_is_named(
    healthy: Installation, statement: str, words: str
) -> None:
    assert faults_of("database.settings", healthy) == []
    execute(statement)
    assert faults_of("database.settings", healthy) == [words]


@only_sqlite
def test_C06_O07_the_write_ahead_log_with_a_faulty_library_is_named(
    healthy: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 51, 3))
    assert found("database.settings", Examination(at=healthy.at)) == []
    execute("PRAGMA journal_mode = WAL")
    assert found("database.settings", Examination(at=healthy.at)) == []
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 51, 2))
    assert len(faults_of("database.settings", healthy)) == 1
    execute("PRAGMA journal_mode = DELETE")
    severities = [each.severity for each in found("database.settings", Examination(at=healthy.at))]
    assert severities == [Severity.NOTICE]


def test_C06_a_network_disk_is_recognised(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("disk / ext4 rw 0 0\nserver:/x /data nfs4 rw 0 0\n")
    assert databases.disk_kind(Path("/data/prakarsa.sqlite3"), mounts) in databases.NETWORK_DISKS
    assert databases.disk_kind(Path("/database.sqlite3"), mounts) == "ext4"


@only_sqlite
def test_O07_a_damaged_page_and_a_key_that_leads_nowhere_are_named(healthy: Installation) -> None:
    assert faults_of("database.integrity", healthy) == []
    execute(
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO registry_innovationaffair (innovation_id, affair) VALUES (987654, 'x')",
    )
    assert faults_of("database.integrity", healthy) == [
        "Kunci asing tanpa tujuan di: registry_innovationaffair"
    ]
    name = connection.settings_dict["NAME"]
    connection.close()
    with sqlite3.connect(name) as raw:
        page = raw.execute("PRAGMA page_size").fetchone()[0]
        root = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'organisations_region'"
        ).fetchone()[0]
    raw.close()
    with Path(name).open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * 200)
    assert "Berkas basis data rusak" in faults_of("database.integrity", healthy)[0]
