"""L04: the application's own connection cannot change or delete what the audit holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import erase_payloads
from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.audit.verification import verify
from tests.audit.entries import assert_one_entry

Write = Callable[..., AuditEntry]
ERASE = "body = NULL, salt = '', address = ''"

REFUSED = [
    "UPDATE audit_auditentry SET act = 'x'",
    "UPDATE audit_auditentry SET digest = 'x' WHERE sequence = 2",
    "UPDATE audit_auditentry SET sequence = 99 WHERE sequence = 2",
    "DELETE FROM audit_auditentry",
    "DELETE FROM audit_auditentry WHERE sequence = 3",
    "DELETE FROM audit_auditpayload WHERE entry_id = 2",
    "UPDATE audit_auditpayload SET body = '{}' WHERE entry_id = 2",
    "UPDATE audit_auditpayload SET body = NULL WHERE entry_id = 2",
    "UPDATE audit_auditpayload SET body = NULL, salt = '' WHERE entry_id = 2",
    "UPDATE audit_auditpayload SET address = '' WHERE entry_id = 2",
    f"UPDATE audit_auditpayload SET entry_id = 99, {ERASE} WHERE entry_id = 2",
]
REFUSED_ON_SQLITE = [
    "REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry WHERE sequence = 2",
    (
        "INSERT OR REPLACE INTO audit_auditpayload"
        " SELECT entry_id, salt, '{}', address FROM audit_auditpayload WHERE entry_id = 2"
    ),
    "UPDATE OR REPLACE audit_auditentry SET sequence = 2 WHERE sequence = 3",
]
REFUSED_ON_POSTGRES = [
    "TRUNCATE audit_auditentry CASCADE",
    "TRUNCATE audit_auditpayload",
    (
        "INSERT INTO audit_auditentry SELECT * FROM audit_auditentry WHERE sequence = 2"
        " ON CONFLICT (sequence) DO UPDATE SET act = 'x'"
    ),
]


@pytest.fixture
def three(write: Write) -> list[AuditEntry]:
    return [write(number) for number in range(3)]


def contents() -> tuple[list[object], list[object]]:
    entries = AuditEntry.objects.order_by("sequence").values_list()
    payloads = AuditPayload.objects.order_by("entry_id").values_list()
    return list(entries), list(payloads)


def check_references() -> None:
    """Let PostgreSQL check references now: a table with some unchecked refuses for that reason."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def is_refused(statement: str) -> bool:
    """Say whether the guards of the chain refuse a statement and nothing changed by it."""
    before = contents()
    check_references()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as problem:
        is_ours = re.search(r"append-only|only be erased", str(problem)) is not None
        return is_ours and contents() == before
    return False


@pytest.mark.parametrize("statement", REFUSED)
def test_L04_raw_sql_cannot_change_or_delete(three: list[AuditEntry], statement: str) -> None:
    assert is_refused(statement)


@pytest.mark.parametrize("number", range(3))
def test_L04_the_database_s_own_ways_round_are_shut(three: list[AuditEntry], number: int) -> None:
    is_sqlite = connection.vendor == "sqlite"
    assert is_refused((REFUSED_ON_SQLITE if is_sqlite else REFUSED_ON_POSTGRES)[number])


def test_L04_the_orm_cannot_change_or_delete_either(three: list[AuditEntry]) -> None:
    before = contents()
    for change in (
        lambda: three[1].save(),
        lambda: AuditEntry.objects.update(act="x"),
        lambda: AuditPayload.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert contents() == before


def test_L04_erasing_a_whole_payload_is_the_one_change_allowed(three: list[AuditEntry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_auditpayload SET {ERASE} WHERE entry_id = 2")
    assert AuditPayload.objects.get(entry_id=2).is_erased
    assert is_refused(f"UPDATE audit_auditpayload SET {ERASE} WHERE entry_id = 2")
    assert is_refused("UPDATE audit_auditpayload SET body = '{}' WHERE entry_id = 2")


def test_an_erasure_leaves_nothing_of_the_person_and_the_chain_whole(
    three: list[AuditEntry], write: Write, person: Person, at: datetime
) -> None:
    other = Person.objects.create(email="lain@contoh.invalid", name="Lain", created_at=at)
    write(3, heir=other.key)
    with assert_one_entry("audit.payloads.erased"):
        assert (
            erase_payloads(actor=system_actor("t"), person_key=str(other.key), reason="r", at=at)
            == 1
        )
    assert [payload.is_erased for payload in AuditPayload.objects.order_by("entry_id")] == [
        False, False, False, True, False,
    ]  # fmt: skip
    assert (
        erase_payloads(actor=system_actor("t"), person_key=str(person.key), reason="r", at=at) == 3
    )
    report = verify()
    assert (report.entries, report.erased, report.findings) == (6, 4, ())
    kept = AuditPayload.objects.filter(body__isnull=False).values_list("entry_id", flat=True)
    assert sorted(kept) == [5, 6]
