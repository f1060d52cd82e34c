"""C04, C05: a busy or full database keeps nobody from reading, and takes nothing by halves."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client

from prakarsa.accounts.sessions import SEEN
from prakarsa.audit.verification import verify
from prakarsa.foundation.fullness import is_disk_full
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Revision
from prakarsa.site.errors import server_error
from tests.operations.conftest import Installation
from tests.operations.examined import only_sqlite


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


def refuse_sessions(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    """Be a database that has no room for the change of a session."""
    if "UPDATE" in sql and "django_session" in sql:
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


def test_C05_reading_goes_on_when_there_is_no_room_for_the_session(
    installation: Installation,
) -> None:
    client, later = installation.world.client(Role.SECRETARIAT), now() + timedelta(minutes=2)
    assert client.get("/akun/").status_code == 200
    first = seen_of(client)
    with time_machine.travel(later, tick=True):
        with connection.execute_wrapper(refuse_sessions):
            assert client.get("/akun/").status_code == 200
        assert seen_of(client) == first
        assert client.get("/akun/").status_code == 200
    assert seen_of(client) > first


def test_S07_a_session_that_ended_meanwhile_is_not_brought_back(installation: Installation) -> None:
    client, later = installation.world.client(Role.SECRETARIAT), now() + timedelta(minutes=2)
    assert client.get("/akun/").status_code == 200

    def end_first(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "UPDATE" in sql and "django_session" in sql:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM django_session")
        return execute(sql, *rest)

    with time_machine.travel(later, tick=True), connection.execute_wrapper(end_first):
        assert client.get("/akun/").status_code == 400


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


@contextmanager
def no_more_pages() -> Iterator[None]:
    """Let the database grow no further while the body runs."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 1000000")


@only_sqlite
def test_C05_a_full_database_is_said_in_words_and_mends_itself(installation: Installation) -> None:
    world = installation.world
    client = world.client(Role.OPERATOR)
    client.raise_request_exception = False
    assert client.get("/akun/").status_code == 200
    before = Innovation.objects.count()

    def begin(number: int) -> int:
        fields = {"name": f"INOVASI {number}", "agency": str(world.ward.pk)}
        answer = client.post("/inovasi/baru/", fields)
        if answer.status_code == 507:
            assert "Ruang simpan penuh" in answer.content.decode()
        return int(answer.status_code)

    with no_more_pages():
        # Free places inside the pages last for a while.
        statuses = [begin(number) for number in range(200)]
        written = statuses.count(302)
        assert set(statuses) <= {302, 507}
        assert statuses[-1] == 507
        assert client.get("/inovasi/").status_code == 200
        assert client.get("/akun/").status_code == 200
    assert Innovation.objects.count() - before == written == Revision.objects.count()
    assert begin(1000) == 302
    assert verify().is_whole


@pytest.mark.postgres
def test_C05_a_full_disk_of_postgresql_is_told_from_a_busy_one(installation: Installation) -> None:
    with pytest.raises(OperationalError) as full, connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$")
    with pytest.raises(OperationalError) as busy, connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")
    assert (is_disk_full(full.value), is_disk_full(busy.value)) == (True, False)
    assert server_error_for(full.value).status_code == 507
    assert server_error_for(busy.value).status_code == 503


def server_error_for(problem: Exception) -> HttpResponse:
    """Return the answer to a request that ends in a fault."""
    try:
        raise problem
    except OperationalError:
        return server_error(HttpRequest())
