"""The command line: verify, and sign the end of the chain."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from prakarsa.audit.checkpoints import last_checkpoint, read_checkpoints, write_checkpoint
from prakarsa.audit.commands import checkpoint, verify
from prakarsa.audit.models import AuditEntry
from tests.audit.entries import assert_one_entry
from tests.unguarded import unguarded

Write = Callable[..., AuditEntry]


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, settings: Any) -> Path:
    settings.PRAKARSA_FOLDER = tmp_path
    return tmp_path / "checkpoint.key"


def tamper() -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET act = 'x' WHERE sequence = 1")


def test_verify_says_that_the_chain_is_whole_and_records_itself(write: Write) -> None:
    write()
    with assert_one_entry("audit.chain.verified"):
        result = CliRunner().invoke(verify)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 catatan diperiksa" in result.stdout
    assert "Rantai utuh." in result.stdout
    assert "Belum ada titik periksa" in result.stdout


def test_verify_names_what_is_wrong_and_fails(write: Write) -> None:
    write()
    tamper()
    result = CliRunner().invoke(verify)
    assert (result.exit_code, result.stderr) == (1, "Catatan 1 diubah.\n")
    assert "Rantai TIDAK utuh." in result.stdout


def test_a_checkpoint_is_written_and_verification_goes_on_from_it(write: Write) -> None:
    write()
    with assert_one_entry("audit.checkpoint.written"):
        result = CliRunner().invoke(checkpoint)
    assert result.exit_code == 0
    assert Path(result.stdout.strip()).exists()
    write()
    # The signing is itself an entry, and one more was written.
    assert "2 catatan diperiksa" in CliRunner().invoke(verify, ["--since-checkpoint"]).stdout


def test_a_broken_chain_is_not_signed(write: Write) -> None:
    write()
    tamper()
    assert CliRunner().invoke(checkpoint).exit_code == 1
    assert list(read_checkpoints()) == []


def test_checkpoints_read_back_oldest_first(write: Write, at: datetime) -> None:
    for day in (3, 1, 2):
        write()
        write_checkpoint(at=at.replace(day=day))
    assert [each.count for each in read_checkpoints()] == [2, 3, 1]
    last = last_checkpoint()
    assert last is not None
    assert (last.count, last.written_at) == (1, at.replace(day=3))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"count": "x"}', "\x00", '{"count": -1}'])
def test_an_unreadable_checkpoint_is_a_finding(write: Write, settings: Any, text: str) -> None:
    write()
    settings.PRAKARSA_CHECKPOINTS.mkdir()
    (settings.PRAKARSA_CHECKPOINTS / "20260101T000000Z-1.json").write_text(text)
    result = CliRunner().invoke(verify)
    assert (result.exit_code, result.stderr) == (1, "Titik periksa pada catatan 0 tidak sah.\n")


def test_O05_the_own_key_is_readable_by_its_owner_only(
    write: Write, at: datetime, own_key: Path
) -> None:
    write_checkpoint(at=at)
    assert stat.S_IMODE(own_key.stat().st_mode) == 0o600
    own_key.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match=r"chmod 600"):
        write_checkpoint(at=at)


def test_production_never_makes_its_own_key(write: Write, at: datetime, settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="PRAKARSA_CHECKPOINT_KEY"):
        write_checkpoint(at=at)


@pytest.mark.parametrize("key", ["kurz", "A" * 20, "ä" * 44])
def test_a_key_of_the_wrong_kind_is_refused(
    write: Write, at: datetime, settings: Any, key: str
) -> None:
    settings.PRAKARSA_CHECKPOINT_KEY = key
    with pytest.raises(ImproperlyConfigured):
        write_checkpoint(at=at)
