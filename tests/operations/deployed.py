"""The files of `deploy/`, started as they are with other paths."""

from __future__ import annotations

import base64
import configparser
import http.client
import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from tests.operations.servers import OwnPostgres
from tests.production import SECRET

DEPLOY = Path("deploy")
UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
NAME = "inovasi.example.go.id"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
TOKEN = "numbers-" * 5
COMMAND = "/opt/prakarsa/.venv/bin/prakarsa"


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
