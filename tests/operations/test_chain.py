"""L03: the chain verifies after a restore, and on another database than it was written on."""

from __future__ import annotations

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from prakarsa.audit.models import AuditEntry, AuditPayload, ChainHead
from prakarsa.audit.sealing import seal_chain
from prakarsa.audit.verification import verify
from prakarsa.foundation.time import now
from prakarsa.operations.backups.making import make_backup
from prakarsa.operations.backups.places import this_installation
from prakarsa.operations.backups.restoring import restore_backup
from tests.operations.conftest import Installation
from tests.operations.test_upgrade import FOLDER
from tests.unguarded import unguarded


def test_L03_the_chain_and_its_checkpoints_verify_after_a_restore(
    installation: Installation,
) -> None:
    path, manifest = make_backup(Path(settings.PRAKARSA_BACKUPS), at=now())
    installation.keep(b"sesudahnya\n")
    seal_chain(at=now())
    connection.close()
    restored = restore_backup(path, this_installation(), replace=True, at=now())
    report = verify()
    assert (report.entries, report.findings) == (manifest.chain_count, ())
    # The checkpoint of what came later is kept, apart from those that count.
    assert report.checkpoints == 1
    assert len(list((settings.PRAKARSA_CHECKPOINTS / restored.aside).glob("*.json"))) == 1
    installation.keep(b"lagi\n")
    seal_chain(at=now())
    assert verify().findings == ()


@pytest.mark.django_db
@pytest.mark.parametrize("is_tampered", [False, True])
def test_L03_a_chain_that_was_written_on_sqlite_verifies_on_any_database(
    tmp_path: Path, *, is_tampered: bool
) -> None:
    copy_chain(tmp_path / "old.sqlite3")
    if is_tampered:
        with unguarded():
            AuditEntry.objects.filter(sequence=7).update(act="x")
    report = verify()
    assert report.entries > 20
    assert [finding.sequence for finding in report.findings] == ([7] if is_tampered else [])


def copy_chain(path: Path) -> None:
    """Copy the chain of the first release from a file of SQLite into the database of this run."""
    path.write_bytes(lzma.decompress((FOLDER / "0.1.0.sqlite3.xz").read_bytes()))
    with closing(sqlite3.connect(path)) as old:
        old.row_factory = sqlite3.Row
        entries = [dict(row) for row in old.execute("SELECT * FROM audit_auditentry ORDER BY 1")]
        payloads = [dict(row) for row in old.execute("SELECT * FROM audit_auditpayload")]
        head = dict(old.execute("SELECT * FROM audit_chainhead").fetchone())
    for entry in entries:
        entry["at"] = AuditEntry._meta.get_field("at").to_python(f"{entry['at']}+00:00")
    for payload in payloads:
        payload["body"] = json.loads(payload["body"])
    AuditEntry.objects.bulk_create(AuditEntry(**entry) for entry in entries)
    AuditPayload.objects.bulk_create(AuditPayload(**payload) for payload in payloads)
    ChainHead.objects.update_or_create(pk=1, defaults=head)
