"""C04 as a run: the database goes away for some seconds under a working site, and comes back."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.operations.servers import OwnPostgres
from tests.operations.sites import Answer, Visitor, demo_environment, running_site, wait_until

NAME = "prakarsa"
ADMINISTRATOR = "platform.admin.kota-contoh@contoh.invalid"
LANGUAGE = {"language": "en", "next": "/akun/"}


@dataclass(frozen=True)
class Outage:
    """What people and machines saw before, while and after the database was away."""

    before: list[Answer]
    meanwhile: list[Answer]
    live: Answer
    ready: Answer
    numbers: Answer
    after: list[Answer]
    seconds_to_return: float
    processes_before: set[str]
    processes_after: set[str]
    doctor: subprocess.CompletedProcess[str]


def run_outage(server: OwnPostgres, folder: Path, *, seconds: float) -> Outage:
    """Run a site on the server, stop the database for some seconds, and look all the time."""
    environment = demo_environment(folder, server.address(NAME))
    with running_site(environment) as site:
        person = Visitor(site)
        person.sign_in(ADMINISTRATOR)
        wait_until(lambda: is_examined(person))
        before, processes = visit(person), processes_of(folder)
        server.stop()
        began, meanwhile = time.monotonic(), []
        while time.monotonic() - began < seconds:
            meanwhile += visit(person)
        machine = Visitor(site)
        live, ready, numbers = map(machine.get, ("/sehat/hidup", "/sehat/siap", "/metrik"))
        server.start()
        began = time.monotonic()
        wait_until(lambda: machine.get("/sehat/siap").status == 200)
        returned = time.monotonic() - began
        after = visit(person)
        asked = person.post("/operasi/periksa/", "/operasi/")
        wait_until(lambda: is_examined(person) and "circle-check" in person.get("/pekerjaan/").body)
        return Outage(
            before=before, meanwhile=meanwhile, live=live, ready=ready, numbers=numbers,
            after=[*after, asked], seconds_to_return=returned, processes_before=processes,
            processes_after=processes_of(folder), doctor=examined(environment),
        )  # fmt: skip


def visit(person: Visitor) -> list[Answer]:
    """Read a public page and one's own, and write with a form that was open already."""
    form = {**LANGUAGE, "csrfmiddlewaretoken": person.token()}
    return [person.get("/data-terbuka/"), person.get("/akun/"), person.get("/bahasa/", form)]


def is_examined(person: Visitor) -> bool:
    """Say whether the worker has done what was asked for: then the page offers to ask again."""
    return 'action="/operasi/periksa/"' in person.get("/operasi/").body


def processes_of(folder: Path) -> set[str]:
    """Return the processes that work on a folder, by number and the moment they began."""
    found = set()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            environment = (place / "environ").read_bytes()
            began = (place / "stat").read_text().rpartition(")")[2].split()[19]
        except OSError:
            continue
        if f"PRAKARSA_FOLDER={folder}".encode() in environment.split(b"\0"):
            found.add(f"{place.name}@{began}")
    return found


def examined(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the doctor over everything."""
    command = [sys.executable, "-m", "prakarsa.cli", "doctor", "--deep", "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
