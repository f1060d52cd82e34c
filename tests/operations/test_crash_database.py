"""C04, C05: a busy or full database keeps nobody from reading, and takes nothing by halves."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from prakarsa.accounts.sessions import SEEN
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from tests.operations.conftest import Installation
from tests.operations.test_doctor import only_sqlite


@contextmanager
def long_writer() -> Iterator[None]:
    """Write for as long as the body runs, as a large import does."""
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def seen_of(client: Client) -> float:
    """Return when the session was marked as used, as the database has it."""
    row = Session.objects.get(session_key=client.cookies["prakarsa"].value)
    return float(row.get_decoded().get(SEEN, 0))


@only_sqlite
def test_C04_reading_does_not_wait_for_a_long_writer(installation: Installation) -> None:
    client, later = installation.world.client(Role.SECRETARIAT), now() + timedelta(minutes=2)
    assert client.get("/akun/").status_code == 200
    first = seen_of(client)
    with time_machine.travel(later, tick=True):
        with long_writer():
            begun = time.monotonic()
            assert client.get("/akun/").status_code == 200
            assert time.monotonic() - begun < 10
        assert seen_of(client) == first
        assert client.get("/akun/").status_code == 200
    assert seen_of(client) >= later.timestamp()


@only_sqlite
def test_C04_the_patience_of_the_connection_is_as_before(installation: Installation) -> None:
    client = installation.world.client(Role.SECRETARIAT)
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()
        assert client.get("/akun/").status_code == 200
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == before
    assert before == (20_000,)


@pytest.mark.postgres
def test_C04_a_session_is_marked_as_used_on_postgresql(installation: Installation) -> None:
    client = installation.world.client(Role.SECRETARIAT)
    begun = now().timestamp()
    assert client.get("/akun/").status_code == 200
    assert seen_of(client) >= begun
