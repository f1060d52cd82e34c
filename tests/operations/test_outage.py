"""C04, C07, C08: the database goes away, is busy, or is set up carelessly."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from prakarsa.accounts.models import Person
from prakarsa.foundation.checkups import Severity
from prakarsa.foundation.profiles import postgres_options
from prakarsa.operations.checkups import databases
from prakarsa.organisations.roles import Role
from tests.operations.conftest import Installation
from tests.operations.examined import only_sqlite
from tests.operations.outage import NAME, run_outage
from tests.operations.servers import own_postgres
from tests.operations.sites import Answer, Visitor, demo_environment, prepare, running_site

SECONDS_AWAY = 3.0


@pytest.mark.postgres
def test_C04_the_database_is_away_for_a_while_and_nobody_restarts_anything(tmp_path: Path) -> None:
    with own_postgres() as server:
        server.start()
        server.execute(f"CREATE DATABASE {NAME}")
        prepare(demo_environment(tmp_path, server.address(NAME)))
        seen = run_outage(server, tmp_path, seconds=SECONDS_AWAY)
    assert [each.status for each in seen.before] == [200, 200, 200]
    assert {each.status for each in seen.meanwhile} == {503}
    for answer in seen.meanwhile:
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["cache-control"] == "no-store"
        assert "Prakarsa sedang sibuk atau dirawat" in answer.body
        assert "psycopg" not in answer.body
    assert (seen.live.status, seen.live.body) == (200, "ok\n")
    assert (seen.ready.status, seen.ready.body) == (503, "no\n")
    assert "prakarsa_database_up 0.0" in seen.numbers.body
    assert [each.status for each in seen.after] == [200, 200, 200, 200]
    assert seen.seconds_to_return < 10
    assert len(seen.processes_before) >= 4
    assert seen.processes_before == seen.processes_after
    faulty = {each["name"] for each in json.loads(seen.doctor.stdout) if each["is_faulty"]}
    # The test's server is used by its superuser, and nobody backed it up.
    assert faulty <= {"backup.age", "database.settings"}


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the database as a writer does who takes too long."""
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@only_sqlite
def test_C04_a_writer_that_takes_too_long_is_answered_with_come_back(
    installation: Installation,
) -> None:
    client = installation.world.client(Role.SECRETARIAT)
    client.raise_request_exception = False
    person = installation.world.person(Role.SECRETARIAT)
    assert client.get("/akun/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    with locked(connection.settings_dict["NAME"]):
        answers = [
            client.get("/akun/"), client.post("/bahasa/", {"language": "en"}),
            Client(raise_request_exception=False).get("/"),
        ]  # fmt: skip
    for answer in answers:
        assert (answer.status_code, answer.get("Retry-After")) == (503, "30")
        assert "sedang sibuk" in answer.content.decode()
    person.refresh_from_db()
    assert person.language == "id"
    assert client.post("/bahasa/", {"language": "en"}).status_code == 302
    assert Person.objects.get(pk=person.pk).language == "en"


@only_sqlite
def test_C11_a_web_process_that_is_told_to_stop_answers_first(tmp_path: Path) -> None:
    name = tmp_path / "site.sqlite3"
    environment = demo_environment(tmp_path, f"sqlite:///{name}")
    prepare(environment)
    answers: list[Answer] = []
    with running_site(environment, workers=1) as site:
        person = Visitor(site)
        person.sign_in("operator.kota-contoh@contoh.invalid")
        form = {"language": "en", "next": "/akun/", "csrfmiddlewaretoken": person.token()}
        with locked(str(name)):
            waiting = threading.Thread(
                target=lambda: answers.append(person.get("/bahasa/", form, follows=False))
            )
            waiting.start()
            time.sleep(1)
            stop_web(site)
            time.sleep(1)
        waiting.join(timeout=30)
    assert [each.status for each in answers] == [302]
    with closing(sqlite3.connect(name)) as raw:
        chosen = raw.execute("SELECT language FROM accounts_person WHERE language = 'en'")
        assert chosen.fetchall() == [("en",)]


def stop_web(site: str) -> None:
    """Tell the web server to stop, as systemd does; it is known by its port."""
    port = site.rpartition(":")[2].encode()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (place / "cmdline").read_bytes().split(b"\0")
            if b"granian" in words and port in words:
                os.kill(int(place.name), signal.SIGTERM)


def test_C08_without_the_database_nobody_is_let_in(
    installation: Installation, settings: Any
) -> None:
    client = installation.world.client(Role.SECRETARIAT)
    client.raise_request_exception = False
    assert client.get("/orang/").status_code == 200
    with renamed("organisations_membership"):
        refused = client.get("/orang/")
    assert refused.status_code in (500, 503)
    assert installation.world.person(Role.OPERATOR).name not in refused.content.decode()
    assert client.get("/orang/").status_code == 200


@contextmanager
def renamed(table: str) -> Iterator[None]:
    """Take a table away for a while."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("name", databases.MUST_BE_ON)
def test_C07_O07_a_careless_server_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_postgres() as server:
        server.start()
        server.execute("CREATE ROLE app LOGIN")
        assert faults_on(server.address("postgres", user="app"), monkeypatch) == []
        assert len(faults_on(server.address("postgres"), monkeypatch)) == 1
        server.stop()
        server.start(f"{name}=off")
        assert faults_on(server.address("postgres", user="app"), monkeypatch) == [f"{name} = off"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_C07_O07_a_connection_without_time_limits_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with own_postgres() as server:
        server.start()
        server.execute("CREATE ROLE app LOGIN")
        address = server.address("postgres", user="app")
        assert faults_on(address, monkeypatch, options={}) == [
            "statement_timeout = 0",
            "idle_in_transaction_session_timeout = 0",
        ]


def faults_on(
    address: str, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any] | None = None
) -> list[str]:
    """Return what the doctor says of the settings of a live connection to an address."""
    from prakarsa.foundation.profiles import parse_database_url

    given = {**connection.settings_dict, **parse_database_url(address)}
    given["OPTIONS"] = postgres_options() if options is None else options
    other = DatabaseWrapper(given)
    monkeypatch.setattr(databases, "connection", other)
    try:
        found = list(databases._examine_server())
    finally:
        other.close()
    return [str(each.what) for each in found if each.severity is Severity.FAULT]
