"""L03: many writers at once, one of them killed, leave one chain without fork or gap."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

PROCESSES, THREADS, WRITES = 4, 5, 3
WRITER = """
    import sys, threading, django
    django.setup()
    from django.db import connection, transaction
    from prakarsa.audit.actions import record
    from prakarsa.audit.actors import Target, system_actor
    from prakarsa.foundation.time import now
    def write(number, times):
        for turn in range(times):
            with transaction.atomic():
                record(actor=system_actor("t"), act="tests.thing.done", target=Target("t"),
                       at=now(), after={"number": number, "turn": turn})
            print("written", flush=True)
        connection.close()
    threads = [threading.Thread(target=write, args=(number, int(sys.argv[2])))
               for number in range(int(sys.argv[1]))]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
READER = """
    import json, django
    django.setup()
    from prakarsa.audit.models import AuditEntry, ChainHead
    from prakarsa.audit.verification import verify
    report = verify()
    print(json.dumps({"entries": report.entries, "findings": list(map(str, report.findings)),
                      "head": ChainHead.objects.get().sequence,
                      "last": AuditEntry.objects.order_by("-sequence").first().sequence}))
"""


@pytest.fixture
def environment(tmp_path: Path, transactional_db: None) -> Iterator[dict[str, str]]:
    """Return the environment of processes that share one real database with an empty chain."""
    values = connection.settings_dict
    url = f"sqlite:///{tmp_path / 'chain.sqlite3'}"
    if connection.vendor == "postgresql":
        where = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
        url = f"postgresql://{where}/{values['NAME']}"
    own = {
        **os.environ,
        "PRAKARSA_PROFILE": "test",
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
        "DATABASE_URL": url,
    }
    if connection.vendor == "sqlite":
        command = [sys.executable, "-m", "django", "migrate", "audit", "--skip-checks", "-v0"]
        subprocess.run(command, env=own, check=True, timeout=120)
    return own


def start(script: str, environment: dict[str, str], *arguments: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_L03_writers_at_once_and_one_killed_leave_one_whole_chain(
    environment: dict[str, str],
) -> None:
    victim = start(WRITER, environment, 1, 10_000)
    writers = [start(WRITER, environment, THREADS, WRITES) for _number in range(PROCESSES)]
    assert victim.stdout is not None
    assert victim.stdout.readline() == "written\n"
    time.sleep(0.5)
    victim.send_signal(signal.SIGKILL)
    said_by_victim = 1 + len(victim.stdout.read().splitlines())
    for writer in writers:
        said, _errors = writer.communicate(timeout=120)
        assert (writer.returncode, said.count("written")) == (0, THREADS * WRITES)
    reader = start(READER, environment)
    report = json.loads(reader.communicate(timeout=120)[0])
    assert report["findings"] == []
    assert report["entries"] == report["head"] == report["last"]
    least = PROCESSES * THREADS * WRITES + said_by_victim
    # The victim may have been killed after a commit and before it could say so.
    assert report["entries"] - least in {0, 1}
