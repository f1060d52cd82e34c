"""L02: whoever changes the chain behind our back is named by the verification."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from prakarsa.audit.checkpoints import newest_checkpoint, read_checkpoints, write_checkpoint
from prakarsa.audit.digests import entry_digest
from prakarsa.audit.findings import Kind
from prakarsa.audit.models import AuditEntry, ChainHead
from prakarsa.audit.verification import verify
from tests.unguarded import unguarded

Write = Callable[..., AuditEntry]
ENTRIES, PAYLOADS = "audit_auditentry", "audit_auditpayload"


@pytest.fixture
def chain(write: Write) -> list[AuditEntry]:
    """Return eight entries that verify."""
    entries = [write(number) for number in range(8)]
    assert verify().findings == ()
    return entries


def tamper(*statements: str) -> None:
    """Run raw SQL as somebody who owns the tables."""
    with unguarded(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found() -> set[tuple[Kind, int]]:
    return {(finding.kind, finding.sequence) for finding in verify().findings}


def renumber(*pairs: tuple[int, int]) -> list[str]:
    """Return statements that give entries new numbers, by way of free ones."""
    statements = []
    for column, table in (("entry_id", PAYLOADS), ("sequence", ENTRIES)):
        for old, _new in pairs:
            statements.append(f"UPDATE {table} SET {column} = {old} + 1000 WHERE {column} = {old}")
        for old, new in pairs:
            statements.append(f"UPDATE {table} SET {column} = {new} WHERE {column} = {old} + 1000")
    return statements


def insert(sequence: int, previous: str) -> list[str]:
    """Return statements that add a forged entry whose own digest is right."""
    forged = AuditEntry.objects.get(sequence=1)
    forged.sequence, forged.act, forged.previous_digest = sequence, "forged", previous
    columns = [field.column for field in AuditEntry._meta.concrete_fields]
    names = ", ".join(columns)
    digest = entry_digest(forged)
    taken = ", ".join(
        {
            "sequence": str(sequence),
            "act": "'forged'",
            "previous_digest": f"'{previous}'",
            "digest": f"'{digest}'",
        }.get(column, column)
        for column in columns
    )
    return [
        f"INSERT INTO {ENTRIES} ({names}) SELECT {taken} FROM {ENTRIES} WHERE sequence = 1",
        (
            f"INSERT INTO {PAYLOADS} (entry_id, salt, body, address)"
            f" SELECT {sequence}, salt, body, address FROM {PAYLOADS} WHERE entry_id = 1"
        ),
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "'tests.thing.undone'"),
        ("actor_key", "'k2'"),
        ("role", "'mayor'"),
        ("target_key", "'other'"),
        ("region_code", "'99.02'"),
        ("at", "'2026-07-15 02:00:00+00'"),
        ("request_id", "'x'"),
        ("payload_digest", "'0'"),
    ],
)
def test_L02_an_edited_entry_is_named(chain: list[AuditEntry], column: str, value: str) -> None:
    tamper(f"UPDATE {ENTRIES} SET {column} = {value} WHERE sequence = 4")
    assert (Kind.EDITED, 4) in found()
    assert {number for _kind, number in found()} == {4}


def test_L02_an_edit_with_a_digest_computed_afresh_is_named(chain: list[AuditEntry]) -> None:
    entry = AuditEntry.objects.get(sequence=4)
    entry.act = "tests.thing.undone"
    tamper(
        f"UPDATE {ENTRIES} SET act = '{entry.act}', digest = '{entry_digest(entry)}'"
        " WHERE sequence = 4"
    )
    assert found() == {(Kind.EDITED, 4)}


def test_L02_a_deleted_entry_is_named(chain: list[AuditEntry]) -> None:
    tamper(
        f"DELETE FROM {PAYLOADS} WHERE entry_id = 4", f"DELETE FROM {ENTRIES} WHERE sequence = 4"
    )
    assert found() == {(Kind.DELETED, 4)}


def test_L02_a_deleted_entry_is_named_when_the_rest_is_renumbered(chain: list[AuditEntry]) -> None:
    tamper(
        f"DELETE FROM {PAYLOADS} WHERE entry_id = 4",
        f"DELETE FROM {ENTRIES} WHERE sequence = 4",
        *renumber((5, 4), (6, 5), (7, 6), (8, 7)),
        "UPDATE audit_chainhead SET sequence = 7",
    )
    assert found() == {(Kind.DELETED, 4)}


def test_L02_the_first_entries_deleted_are_named(chain: list[AuditEntry]) -> None:
    tamper(
        f"DELETE FROM {PAYLOADS} WHERE entry_id < 3", f"DELETE FROM {ENTRIES} WHERE sequence < 3"
    )
    assert found() == {(Kind.DELETED, 1), (Kind.DELETED, 2)}


def test_L02_an_inserted_entry_is_named(chain: list[AuditEntry]) -> None:
    moved = [(number, number + 1) for number in range(8, 3, -1)]
    tamper(
        *renumber(*moved),
        *insert(4, chain[2].digest),
        "UPDATE audit_chainhead SET sequence = 9",
    )
    assert found() == {(Kind.INSERTED, 4)}


def test_L02_an_entry_added_at_the_end_is_named(chain: list[AuditEntry]) -> None:
    tamper(*insert(9, chain[7].digest))
    assert found() == {(Kind.INSERTED, 9)}


def test_L02_reordered_entries_are_named(chain: list[AuditEntry]) -> None:
    tamper(*renumber((4, 6), (6, 4)))
    assert found() == {(Kind.REORDERED, 4), (Kind.REORDERED, 6)}


def test_L02_neighbours_in_the_wrong_order_are_named(chain: list[AuditEntry]) -> None:
    tamper(*renumber((4, 5), (5, 4)))
    assert found() == {(Kind.REORDERED, 4), (Kind.REORDERED, 5)}


def test_L02_swapped_payloads_are_named(chain: list[AuditEntry]) -> None:
    tamper(
        *(
            f"UPDATE {PAYLOADS} SET entry_id = {new} WHERE entry_id = {old}"
            for old, new in ((2, 1002), (5, 2), (1002, 5))
        )
    )
    assert found() == {(Kind.PAYLOAD_SWAPPED, 2), (Kind.PAYLOAD_SWAPPED, 5)}


@pytest.mark.parametrize(
    "change", ["""body = '{"after": {}, "before": {}}'""", "salt = 'x'", "address = '192.0.2.8'"]
)
def test_L02_an_edited_payload_is_named(chain: list[AuditEntry], change: str) -> None:
    tamper(f"UPDATE {PAYLOADS} SET {change} WHERE entry_id = 3")
    assert found() == {(Kind.PAYLOAD_EDITED, 3)}


def test_L02_a_missing_payload_is_named(chain: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {PAYLOADS} WHERE entry_id = 3")
    assert found() == {(Kind.PAYLOAD_MISSING, 3)}


def test_L02_a_payload_emptied_without_telling_is_named(chain: list[AuditEntry]) -> None:
    erase = "body = NULL, salt = '', address = ''"
    tamper(f"UPDATE {PAYLOADS} SET {erase} WHERE entry_id = 3")
    assert found() == {(Kind.PAYLOAD_ERASED, 3)}


def cut(last: int, digest: str) -> None:
    """Cut the tail after an entry and set the head back, so that the chain alone looks whole."""
    tamper(
        f"DELETE FROM {PAYLOADS} WHERE entry_id > {last}",
        f"DELETE FROM {ENTRIES} WHERE sequence > {last}",
        f"UPDATE audit_chainhead SET sequence = {last}, digest = '{digest}'",
    )


def test_L02_a_cut_tail_passes_the_chain_but_not_the_signed_checkpoint(
    chain: list[AuditEntry], at: datetime, tmp_path: Path, settings: Any
) -> None:
    write_checkpoint(at=at)
    cut(6, chain[5].digest)
    assert found() == {(Kind.TAIL_CUT, 7)}
    settings.PRAKARSA_CHECKPOINTS = tmp_path / "empty"
    assert found() == set()


def test_L02_a_tail_cut_without_the_head_is_named(chain: list[AuditEntry]) -> None:
    tamper(
        f"DELETE FROM {PAYLOADS} WHERE entry_id > 6", f"DELETE FROM {ENTRIES} WHERE sequence > 6"
    )
    assert found() == {(Kind.TAIL_CUT, 7)}


def test_L02_a_tail_cut_and_grown_again_is_named(
    chain: list[AuditEntry], at: datetime, write: Write
) -> None:
    write_checkpoint(at=at)
    cut(6, chain[5].digest)
    for number in range(5):
        write(number)
    assert found() == {(Kind.REWRITTEN, 8)}


def test_L02_an_edited_head_is_named(chain: list[AuditEntry]) -> None:
    tamper("UPDATE audit_chainhead SET digest = 'x'")
    assert found() == {(Kind.HEAD_EDITED, 8)}


@pytest.mark.parametrize(
    ("old", "new"),
    [('"count": 8', '"count": 5'), ('"at": "2026', '"at": "2025'), ('"head": "', '"head": "0')],
)
def test_L02_a_changed_checkpoint_does_not_count(
    chain: list[AuditEntry], at: datetime, old: str, new: str
) -> None:
    path = write_checkpoint(at=at)
    path.write_text(path.read_text().replace(old, new))
    assert {kind for kind, _number in found()} == {Kind.CHECKPOINT_FORGED}


def test_L02_a_checkpoint_of_another_key_does_not_count(
    chain: list[AuditEntry], at: datetime, settings: Any
) -> None:
    settings.PRAKARSA_CHECKPOINT_KEY = "A" * 43 + "="
    write_checkpoint(at=at)
    settings.PRAKARSA_CHECKPOINT_KEY = "B" * 43 + "="
    assert found() == {(Kind.CHECKPOINT_FORGED, 8)}


def test_L02_an_old_key_still_counts_when_it_is_named(
    chain: list[AuditEntry], at: datetime, settings: Any
) -> None:
    settings.PRAKARSA_CHECKPOINT_KEY = "A" * 43 + "="
    write_checkpoint(at=at)
    settings.PRAKARSA_OLD_CHECKPOINT_KEYS = [next(read_checkpoints()).key]
    settings.PRAKARSA_CHECKPOINT_KEY = "B" * 43 + "="
    assert found() == set()


def test_verification_can_go_on_from_a_checkpoint(
    chain: list[AuditEntry], at: datetime, write: Write
) -> None:
    write_checkpoint(at=at - timedelta(days=1))
    write(9)
    since = newest_checkpoint(read_checkpoints())
    assert since is not None
    report = verify(since=since)
    assert (report.entries, report.findings) == (1, ())
    tamper(f"UPDATE {ENTRIES} SET act = 'x' WHERE sequence = 9")
    assert {(each.kind, each.sequence) for each in verify(since=since).findings} == {
        (Kind.EDITED, 9)
    }


def test_an_empty_chain_is_whole(db: None, at: datetime) -> None:
    assert verify().findings == ()
    write_checkpoint(at=at)
    report = verify()
    assert (report.entries, report.checkpoints, report.findings) == (0, 1, ())
    assert not ChainHead.objects.exists()
