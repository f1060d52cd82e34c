"""Keep a small data set of a release, from which later releases must be able to upgrade.

    python scripts/release_data.py tests/operations/releases/0.1.0

writes `0.1.0.sqlite3.xz`, or `0.1.0.sql.xz` when DATABASE_URL names an empty PostgreSQL database.
Run it once per release and database, with the code of that release; never change what it wrote.
"""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prakarsa.foundation.settings")
DUMP = ("pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=200")


def fill() -> None:
    """Let the small world work for a while: proofs, verdicts, a target, jobs, mails, a sign-in."""
    from django.test import Client

    from prakarsa.audit.sealing import seal_chain
    from prakarsa.jobs.schedule import enqueue_due
    from prakarsa.notices.actions import notify
    from prakarsa.organisations.roles import Role
    from prakarsa.registry.models import Innovation
    from prakarsa.targets.models import Campaign
    from tests.evidence import builders
    from tests.worlds import AT, make_world

    world = make_world()
    builders.open_window(world.home)
    for name, state in (("SAPA", "draft"), ("ANTAR", "submitted"), ("JEMPUT", "published")):
        work_on(world, builders.make_innovation(world, name, state=state))
    Innovation.objects.filter(state="published").update(published_at=AT)
    Campaign.objects.create(
        region=world.home, name="Target 2026", starts_on="2026-01-01", ends_on="2026-12-31",
        counts="verified", source="SK contoh", created_at=AT,
    )  # fmt: skip
    person = world.person(Role.OPERATOR)
    notify(person=person, topic="proof", title="Bukti diterima", event_key="x", at=AT)
    enqueue_due(AT + timedelta(hours=6))
    Client().force_login(person, backend="prakarsa.accounts.backends.AddressBackend")
    seal_chain(at=AT)


def work_on(world: Any, submission: Any) -> None:
    """Claim, prove by link and file, and let a verifier accept one and return another."""
    from prakarsa.evidence.actions import Verdict
    from tests.evidence import builders

    accepted = builders.with_link(world, builders.claimed(world, submission, "16", 2))
    returned = builders.claimed(world, submission, "17", 1)
    builders.with_file(world, returned)
    builders.claimed(world, submission, "19", 3)
    if accepted.state == "waiting":
        builders.decided(world, builders.fresh(accepted), Verdict.ACCEPT, 2)
        builders.decided(world, builders.fresh(returned), Verdict.RETURN, None, "Kurang jelas.")


def write_sqlite(target: Path) -> Path:
    """Pack the file of SQLite."""
    import sqlite3

    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.close()
    with closing(sqlite3.connect(name)) as raw:
        raw.execute("VACUUM")
    packed = target.with_name(f"{target.name}.sqlite3.xz")
    packed.write_bytes(lzma.compress(Path(name).read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return packed


def write_postgres(target: Path) -> Path:
    """Pack a dump in plain SQL that needs no tool to be read."""
    command = [*DUMP, f"--dbname={os.environ['DATABASE_URL']}"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line for line in text.splitlines() if not line.startswith(("--", "\\"))]
    packed = target.with_name(f"{target.name}.sql.xz")
    packed.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    return packed


def main(target: Path) -> None:
    """Prepare the database, fill it and write it."""
    import django

    django.setup()
    from django.db import connection

    from prakarsa.site.commands import prepare_database

    prepare_database()
    fill()
    target.parent.mkdir(parents=True, exist_ok=True)
    packed = (write_sqlite if connection.vendor == "sqlite" else write_postgres)(target)
    print(f"{packed}: {packed.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
