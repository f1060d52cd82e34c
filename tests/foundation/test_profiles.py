"""C06: SQLite is set up to survive a power cut, and the settings fail loudly."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from environs import Env

from prakarsa.foundation import profiles


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 3), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_C06_the_write_ahead_log_only_with_a_library_free_of_the_fault(
    version: tuple[int, ...], is_safe: bool
) -> None:
    assert profiles.is_wal_safe(version) is is_safe


@pytest.mark.parametrize(("version", "journal"), [((3, 40, 1), "DELETE"), ((3, 51, 3), "WAL")])
def test_C06_the_journal_follows_the_library(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], journal: str
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", version)
    assert f"journal_mode={journal};" in profiles.sqlite_options()["init_command"]


def test_C06_the_live_connection_says_what_was_asked(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite; this run uses PostgreSQL")
    found = {}
    with connection.cursor() as cursor:
        for pragma in ("foreign_keys", "synchronous", "busy_timeout"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    assert found == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 20000}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(("own_words", "is_read"), [(True, True), (False, False)])
def test_C06_readers_are_answered_while_a_long_change_is_written(
    tmp_path: Path, own_words: bool, is_read: bool
) -> None:
    first, second = (sqlite3.connect(tmp_path / "x.sqlite3", timeout=0) for _each in range(2))
    if own_words:
        first.executescript(profiles.sqlite_options()["init_command"])
    first.execute("CREATE TABLE page (text)")
    first.execute("BEGIN IMMEDIATE")
    first.executemany("INSERT INTO page VALUES (?)", (("x" * 4_000,) for _row in range(2_000)))
    with contextlib.nullcontext() if is_read else pytest.raises(sqlite3.OperationalError):
        assert second.execute("SELECT count(*) FROM page").fetchone() == (0,)
    first.rollback()


def test_a_database_address_is_understood() -> None:
    found = profiles.parse_database_url("postgresql://who:s%40cret@db.example:5433/prakarsa")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "who", "s@cret", "db.example", "5433", "prakarsa",
    )  # fmt: skip


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        profiles.parse_database_url("mysql://localhost/prakarsa")


def test_an_unknown_profile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAKARSA_PROFILE", "staging")
    with pytest.raises(ImproperlyConfigured, match="staging"):
        profiles.read_profile(Env())


def test_without_a_profile_it_is_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRAKARSA_PROFILE")
    assert profiles.read_profile(Env()) == "production"
