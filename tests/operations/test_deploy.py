"""O10, L04, X04, S02, F04: the files of `deploy/` are started as they are, with other paths."""

from __future__ import annotations

import base64
import configparser
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.operations.servers import OwnPostgres, free_port, own_postgres
from tests.operations.sites import wait_until
from tests.worlds import PASSWORD

DEPLOY = Path("deploy")
UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
NAME = "inovasi.example.go.id"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SECRET = "vT3-kQ9_xZ7wLm2RbN8pYc5HsD1fGj6Ae4UoIiKqXzBtWnPrMdSgFh"
TOKEN = "numbers-" * 5
COMMAND = "/opt/prakarsa/.venv/bin/prakarsa"


pytestmark = pytest.mark.postgres


class Unit(configparser.ConfigParser):
    """A file of systemd: names keep their capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@dataclass(frozen=True)
class Reply:
    """What came back, with the headers as they were sent."""

    status: int
    text: str
    headers: Message


def unit(name: str) -> configparser.ConfigParser:
    """Return a unit of systemd; a key that stands twice is an error."""
    found = Unit(interpolation=None)
    found.read(DEPLOY / "systemd" / name)
    return found


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


@dataclass
class SetUp:
    """The whole set-up under way: where the proxy listens, and what it trusts."""

    https: int
    http: int
    app: int
    certificate: Path
    environment: dict[str, str]

    def ask(self, path: str, *, method: str = "GET", body: Any = None, **headers: str) -> Reply:
        """Ask through the proxy over TLS; the answer has its body read."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        context.check_hostname = False
        line = http.client.HTTPSConnection("127.0.0.1", self.https, context=context, timeout=60)
        return self._asked(line, path, method, body, headers)

    def ask_plainly(self, port: int, path: str, **headers: str) -> Reply:
        """Ask a port without TLS."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        return self._asked(line, path, "GET", None, headers)

    def _asked(
        self, line: http.client.HTTPConnection, path: str, method: str, body: Any,
        headers: dict[str, str],
    ) -> Reply:  # fmt: skip
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        # The proxy may answer before the whole body was sent.
        with suppress(BrokenPipeError):
            line.request(method, path, body, {"Host": NAME, **names})
        found = line.getresponse()
        return Reply(found.status, found.read().decode(errors="replace"), found.headers)


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


def is_ready(made: SetUp) -> bool:
    try:
        return bool(made.ask("/sehat/siap").status == 200)
    except OSError:
        return False


def settings_of_example(folder: Path, server: OwnPostgres, *, port: int) -> dict[str, str]:
    """Return the environment of the example file, with what a place fills in."""
    lines = (DEPLOY / "prakarsa.env.example").read_text("utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    filled = {
        **named,
        "PRAKARSA_FOLDER": str(folder / "data"),
        "DATABASE_URL": server.address("prakarsa", user="prakarsa"),
        "PRAKARSA_SECRET_KEY": SECRET,
        "PRAKARSA_CHECKPOINT_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
        "PRAKARSA_METRICS_TOKEN": TOKEN,
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **filled, "PYTHONPATH": f"{Path.cwd() / 'src'}:{Path.cwd()}"}


def make_database(server: OwnPostgres, environment: dict[str, str]) -> None:
    """Run roles, migrate as the owner, run rights, and put the small world in."""
    psql(server, "postgres", "postgres", DEPLOY / "postgresql" / "roles.sql")
    owner = {**environment, "DATABASE_URL": server.address("prakarsa", user="prakarsa_owner")}
    cli = [sys.executable, "-m", "prakarsa.cli"]
    subprocess.run([*cli, "migrate"], env=owner, check=True, capture_output=True)
    for _twice in range(2):
        psql(server, "prakarsa", "prakarsa_owner", DEPLOY / "postgresql" / "rights.sql")
    world = {**environment, "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings"}
    command = [sys.executable, "-m", "tests.operations.world_child", "--real"]
    subprocess.run(command, env=world, check=True, capture_output=True)


def psql(server: OwnPostgres, name: str, user: str, path: Path) -> None:
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={path}"]
    address = server.address(name, user=user)
    subprocess.run([*command, f"--dbname={address}"], check=True, capture_output=True)


def make_certificate(folder: Path) -> Path:
    """Write a certificate for the name of the example, signed by itself."""
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
        f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout",
        str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder / "fullchain.pem"


@contextmanager
def started_unit(
    name: str, environment: dict[str, str], folder: Path, *, port: int | None = None
) -> Iterator[None]:
    """Run the command of a unit as systemd would, on another port; stop it as systemd would."""
    given = unit(name)["Service"]
    _program, *arguments = shlex.split(given["ExecStart"])
    if port is not None:
        arguments[arguments.index("--port") + 1] = str(port)
    with (folder / f"{name}.log").open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "prakarsa.cli", *arguments], env=environment, stdout=lines,
            stderr=lines, umask=int(given["UMask"], 8), start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=int(given["TimeoutStopSec"]))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


@contextmanager
def started_nginx(folder: Path, *, https: int, http_port: int, app: int) -> Iterator[None]:
    """Run nginx with the file of the example; only ports and paths are others."""
    text = (DEPLOY / "nginx" / "prakarsa.conf").read_text("utf-8")
    text = re.sub(r"listen \[::\]:.*\n", "", text)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{http_port};"),
        ("listen 443 ", f"listen 127.0.0.1:{https} "),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{app}"),
        ("/etc/ssl/prakarsa/", f"{folder}/"),
    ):
        assert old in text
        text = text.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{text}\n}}\n"
    )
    command = [str(NGINX), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


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
        connection.execute(b"ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
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
