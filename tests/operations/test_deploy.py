"""O10, L04, X04, S02, F04: the files of `deploy/` are started as they are, with other paths."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.deployed import (
    COMMAND,
    DEPLOY,
    NAME,
    NGINX,
    TOKEN,
    UNITS,
    Reply,
    SetUp,
    is_ready,
    make_certificate,
    make_database,
    settings_of_example,
    started_nginx,
    started_unit,
    unit,
)
from tests.operations.servers import free_port, own_postgres
from tests.operations.sites import wait_until
from tests.worlds import PASSWORD

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("path", UNITS, ids=str)
def test_O10_units_run_without_rights_and_only_commands_that_exist(path: Path) -> None:
    service = unit(path.name)
    if path.suffix == ".timer":
        assert (DEPLOY / "systemd" / path.with_suffix(".service").name).exists()
        assert service["Timer"]["Persistent"] == "true"
        return
    given = service["Service"]
    assert given["User"] == "prakarsa"
    assert given["NoNewPrivileges"] == "true"
    assert given["ProtectSystem"] == "strict"
    assert given["UMask"] == "0077"
    program, *arguments = shlex.split(given["ExecStart"])
    assert program == COMMAND
    helped = subprocess.run(
        [sys.executable, "-m", "prakarsa.cli", arguments[0], "--help"],
        env={**os.environ, "PYTHONPATH": "src:."}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for option in (each for each in arguments if each.startswith("--")):
        assert option in helped


def test_O10_systemd_itself_accepts_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not there; the units were read by another test")
    for path in UNITS:
        text = path.read_text("utf-8").replace(COMMAND, sys.executable)
        (tmp_path / path.name).write_text(text.replace("/opt/prakarsa\n", f"{tmp_path}\n"))
    paths = [str(tmp_path / path.name) for path in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if "prakarsa-" in line] == []


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetUp]:
    """Start PostgreSQL with our roles, web and worker by their units, and nginx before them."""
    if NGINX is None:
        if "proxy" in os.environ.get("PRAKARSA_REQUIRE", ""):
            pytest.fail("nginx is not there, and proxy is required")
        pytest.skip("nginx is not there")
    folder = tmp_path_factory.mktemp("deploy")
    with own_postgres() as server:
        server.start()
        ports = [free_port() for _port in range(3)]
        environment = settings_of_example(folder, server, port=ports[2])
        make_database(server, environment)
        certificate = make_certificate(folder)
        with (
            started_unit("prakarsa-web.service", environment, folder, port=ports[2]),
            started_unit("prakarsa-worker.service", environment, folder),
            started_nginx(folder, https=ports[0], http_port=ports[1], app=ports[2]),
        ):
            made = SetUp(*ports[:1], ports[1], ports[2], certificate, environment)
            wait_until(lambda: is_ready(made))
            yield made


def test_O10_the_set_up_serves_pages_with_their_headers_and_files(set_up: SetUp) -> None:
    home = set_up.ask("/")
    assert home.status == 200
    assert "Prakarsa" in home.text
    assert home.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "script-src 'self'" in home.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in home.headers["Content-Security-Policy"]
    assert home.headers["X-Content-Type-Options"] == "nosniff"
    assert home.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"\d", home.headers.get("Server", ""))
    found = re.search(r'href="(/static/prakarsa/theme\.[0-9a-f]+\.css)"', home.text)
    assert found is not None
    style = set_up.ask(found[1], Accept_Encoding="gzip")
    assert style.status == 200
    assert "immutable" in style.headers["Cache-Control"]
    assert style.headers["Content-Encoding"] == "gzip"


def test_O10_plain_http_leads_to_https_and_never_to_a_page(set_up: SetUp) -> None:
    proxy = set_up.ask_plainly(set_up.http, "/katalog/?q=a")
    assert (proxy.status, proxy.headers["Location"]) == (301, f"https://{NAME}/katalog/?q=a")
    direct = set_up.ask_plainly(set_up.app, "/masuk/")
    assert (direct.status, direct.headers["Location"]) == (301, f"https://{NAME}/masuk/")
    # A visitor cannot claim that TLS stood before.
    forged = set_up.ask_plainly(set_up.http, "/masuk/", X_Forwarded_Proto="https")
    assert forged.status == 301


def test_O10_F04_what_is_too_large_is_stopped_by_the_proxy(set_up: SetUp) -> None:
    answer = set_up.ask("/masuk/", method="POST", body=b"x" * (71 * 1024**2))
    assert answer.status == 413


def test_O08_O10_the_numbers_open_to_the_token_and_probes_need_no_name(set_up: SetUp) -> None:
    assert set_up.ask("/metrik").status == 404
    numbers = set_up.ask("/metrik", Authorization=f"Bearer {TOKEN}")
    assert "prakarsa_database_up 1.0" in numbers.text
    probe = set_up.ask_plainly(set_up.app, "/sehat/siap", Host="127.0.0.1")
    assert (probe.status, probe.text) == (200, "ok\n")


def sign_in(set_up: SetUp, address: str, password: str, **headers: str) -> Reply:
    """Send the form of signing in, as a browser would."""
    page = set_up.ask("/masuk/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    cookies = [cookie.partition(";")[0] for cookie in page.headers.get_all("Set-Cookie", [])]
    assert all(cookie.startswith("__Host-") for cookie in cookies)
    form = f"csrfmiddlewaretoken={token[1]}&username={address}&password={password}"
    return set_up.ask(
        "/masuk/", method="POST", body=form.encode(), Cookie="; ".join(cookies),
        Content_Type="application/x-www-form-urlencoded", Origin=f"https://{NAME}", **headers,
    )  # fmt: skip


def test_O10_S02_the_address_of_a_visitor_cannot_be_forged(set_up: SetUp) -> None:
    forged = {"X_Forwarded_For": "203.0.113.5", "Forwarded": "for=203.0.113.5"}
    answer = sign_in(set_up, "tidak.ada@contoh.invalid", "salah", **forged)
    assert answer.status == 200
    last = newest_address(set_up)
    assert last == "127.0.0.1"


def newest_address(set_up: SetUp) -> str:
    import psycopg

    statement = (
        "SELECT p.address FROM audit_auditentry e JOIN audit_auditpayload p ON"
        " p.entry_id = e.sequence WHERE e.act = 'accounts.session.failed'"
        " ORDER BY e.sequence DESC LIMIT 1"
    )
    with psycopg.connect(set_up.environment["DATABASE_URL"]) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return str(row[0])


def test_O10_a_person_signs_in_through_the_proxy(set_up: SetUp) -> None:
    password = PASSWORD.replace(" ", "+")
    answer = sign_in(set_up, "operator.kota-contoh@contoh.invalid", password)
    assert answer.status == 302
    session = [
        each for each in answer.headers.get_all("Set-Cookie", []) if "__Host-prakarsa=" in each
    ]
    assert len(session) == 1
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {
        part.strip() for part in session[0].split(";")
    }


FORBIDDEN = (
    "UPDATE audit_auditentry SET act = 'x'",
    "DELETE FROM audit_auditentry",
    "TRUNCATE audit_auditentry CASCADE",
    "DELETE FROM audit_auditpayload",
    "UPDATE evidence_levelentry SET reason = 'x'",
    "DELETE FROM evidence_levelentry",
    "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entry_fixed ON audit_auditentry",
    "SET session_replication_role = replica",
    "DELETE FROM django_migrations",
    "CREATE TABLE intruder (id int)",
    "CREATE ROLE intruder",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_L04_O10_the_role_of_the_site_may_not_even_ask(set_up: SetUp, statement: str) -> None:
    import psycopg

    with psycopg.connect(set_up.environment["DATABASE_URL"]) as connection:
        assert connection.execute(b"SELECT count(*) FROM audit_auditentry").fetchone() != (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_L04_O10_the_owner_could_which_is_why_the_site_is_not_the_owner(set_up: SetUp) -> None:
    import psycopg

    address = set_up.environment["DATABASE_URL"].replace("//prakarsa@", "//prakarsa_owner@")
    with psycopg.connect(address) as connection:
        altered = connection.execute(b"ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        assert altered.statusmessage == "ALTER TABLE"
        connection.rollback()


def test_O10_backup_and_doctor_run_as_the_role_of_the_site(set_up: SetUp) -> None:
    given = unit("prakarsa-backup.service")["Service"]
    _program, *arguments = shlex.split(given["ExecStart"])
    cli = [sys.executable, "-m", "prakarsa.cli"]
    done = subprocess.run(
        [*cli, *arguments], env=set_up.environment, capture_output=True, text=True, check=False,
        umask=int(given["UMask"], 8),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    faulty: set[str] = {"not yet"}
    deadline = time.monotonic() + 60
    while faulty and time.monotonic() < deadline:
        # The worker may still be about its first daily work.
        doctor = subprocess.run(
            [*cli, "doctor", "--deep", "--json"], env=set_up.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        faulty = {each["name"] for each in json.loads(doctor.stdout) if each["is_faulty"]}
    assert (faulty, doctor.returncode) == (set(), 0), doctor.stdout
