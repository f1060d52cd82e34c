"""L05: exports, imports, commands, settings, migrations and refusals are entries."""

from __future__ import annotations

import ast
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.urls import reverse

from prakarsa.audit.configuration import SET, record_settings, shown_settings
from prakarsa.audit.models import AuditEntry
from prakarsa.cli import COMMANDS, Entry, main
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from tests.worlds import World

SOURCE = Path("src/prakarsa")
SENDERS = {"send_table", "make_table", "send_paper", "write_xlsx", "write_csv", "csv_pieces"}
# Open data is for everybody and tells of nobody; a pack is written down by its own job, the log
# by its own page, which lies below the door of the others.
MAY_SEND = {
    "organisations/exporting.py", "audit/views.py", "catalogue/open_data.py", "evidence/packing.py",
    "formats/responses.py", "formats/tables.py",
}  # fmt: skip


def test_L05_every_table_and_paper_leaves_by_the_door_that_writes_it_down() -> None:
    sending = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Name | ast.alias):
                name = node.id if isinstance(node, ast.Name) else node.name
                if name in SENDERS:
                    sending.add(path.relative_to(SOURCE).as_posix())
    assert sending == MAY_SEND


def last(act: str) -> AuditEntry:
    return AuditEntry.objects.filter(act=act).select_related("payload").latest("sequence")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_L05_an_export_says_who_took_what_how_narrowed_and_how_much(
    world: World, kind: str
) -> None:
    Agency.objects.filter(pk=world.ward.pk).update(name="Rahasia Besar")
    client = world.client(Role.AUDITOR)
    address = reverse("organisations:export", args=[kind])
    response = client.get(f"{address}?cari=kelurahan&jenis=kelurahan")
    assert response.status_code == 200
    entry = last("audit.export.taken")
    assert (entry.actor_key, entry.role) == (str(world.person(Role.AUDITOR).key), "auditor")
    assert (entry.target_kind, entry.target_key) == ("export", "organisations:export")
    assert entry.region_code == world.home.pk
    filters = {"cari": "kelurahan", "jenis": "kelurahan", "kind": kind}
    assert entry.payload.body["after"] == {"filters": filters, "rows": 2}
    assert "Rahasia" not in str(entry.payload.body)


def test_L05_an_export_that_is_not_written_down_does_not_leave(world: World) -> None:
    client = world.client(Role.AUDITOR)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_chainhead RENAME TO audit_elsewhere")
    client.raise_request_exception = False
    response = client.get(reverse("organisations:export", args=["csv"]))
    assert response.status_code in (500, 503)
    assert "Kelurahan" not in response.content.decode()


def test_L05_what_is_refused_or_unknown_is_no_export(world: World) -> None:
    world.client(Role.AUDITOR).get(reverse("organisations:export", args=["ods"]))
    Client().get(reverse("organisations:export", args=["csv"]))
    assert not AuditEntry.objects.filter(act="audit.export.taken").exists()


def test_L05_every_command_but_the_named_ones_is_an_entry() -> None:
    silent = {
        name
        for name, command in COMMANDS.items()
        if not command.needs_django or command.entry is Entry.NONE
    }
    # Two compute from a file and open no database, one must run where none answers.
    assert silent == {"index", "contracts progress", "doctor"}
    for name, command in COMMANDS.items():
        assert ("invoke" in vars(command.load(name))) is (name not in silent), name


def test_L05_a_command_is_written_down_with_how_it_ended(world: World, tmp_path: Path) -> None:
    table = tmp_path / "rahasia.csv"
    table.write_text("region,name,type,parent,source\nKota Contoh,Dinas Baru,opd,,SK 1\n")
    runs = [
        (["import", "agencies", str(table)], 0),
        (["invite", "rahasia@contoh.invalid", "Rahasia", "--role", "secretariat"], 1),
        (["audit", "verify"], 0),
    ]
    for arguments, status in runs:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == status, result.output
        entry = last("audit.command.run")
        assert entry.actor_key == f"system:{'-'.join(arguments[:2] if status == 0 else ['invite'])}"
        body = entry.payload.body["after"]
        assert (sorted(body), body["status"]) == (["account", "status"], status)
        assert "rahasia" not in str(body).lower()
    assert AuditEntry.objects.filter(act="audit.command.run").count() == len(runs)
    imported = last("organisations.agency.imported_new")
    assert (imported.actor_key, imported.role) == ("system:import-agencies", "system")


def test_L05_a_command_without_a_database_says_that_it_is_not_written_down(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_chainhead RENAME TO audit_elsewhere")
    result = CliRunner().invoke(main, ["invite", "a@contoh.invalid", "A", "--region", "1"])
    assert "Jejak audit tidak ditulis" in result.output


def test_L05_changed_settings_are_an_entry_and_a_secret_is_none(db: None, at: datetime) -> None:
    names = {"PRAKARSA_HOSTS", "PRAKARSA_SECRET_KEY", "DATABASE_URL", "PRAKARSA_MAIL_PASSWORD"}
    environment = {
        "PRAKARSA_HOSTS": "a.contoh.invalid", "PRAKARSA_SECRET_KEY": "kenari-1",
        "DATABASE_URL": "postgresql://a:kenari-2@b/c", "PRAKARSA_MAIL_PASSWORD": "kenari-3",
        "PATH": "/bin",
    }  # fmt: skip
    values = shown_settings(environment, names)
    assert values["PRAKARSA_HOSTS"] == "a.contoh.invalid"
    assert {values[name] for name in names - {"PRAKARSA_HOSTS"}} == {SET}
    assert [record_settings(values=values, at=at) for _twice in range(2)] == [True, False]
    later = shown_settings({**environment, "PRAKARSA_HOSTS": "b.contoh.invalid"}, names)
    assert record_settings(values=later, at=at)
    body = last("audit.settings.changed").payload.body
    assert body["before"]["PRAKARSA_HOSTS"] == "a.contoh.invalid"
    assert body["after"]["PRAKARSA_HOSTS"] == "b.contoh.invalid"
    assert "kenari" not in str(body)


def test_L05_migrations_and_the_rulebooks_in_use_are_entries(tmp_path: Path) -> None:
    path = tmp_path / "neu.sqlite3"
    environment = {
        **os.environ, "PRAKARSA_FOLDER": str(tmp_path), "DATABASE_URL": f"sqlite:///{path}",
        "PRAKARSA_PROFILE": "test",
    }  # fmt: skip
    command = [sys.executable, "-m", "prakarsa.cli", "migrate"]
    for _twice in range(2):
        subprocess.run(command, env=environment, check=True, capture_output=True)
    with closing(sqlite3.connect(path)) as database:
        acts = [act for (act,) in database.execute("SELECT act FROM audit_auditentry ORDER BY 1")]
        body = database.execute(
            "SELECT body FROM audit_auditpayload JOIN audit_auditentry ON sequence = entry_id"
            " WHERE act = 'operations.migrations.applied'"
        ).fetchone()
    assert acts == [
        "audit.command.run",
        "audit.command.run",
        "operations.migrations.applied",
        "operations.rulebooks.loaded",
        "organisations.regions.loaded",
    ]
    assert "audit.0002_append_only" in body[0]
