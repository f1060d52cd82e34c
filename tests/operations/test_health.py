"""O08: live, ready and the numbers: machines learn what they need, the public nothing more."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from prakarsa.foundation.time import now
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Mail
from prakarsa.operations import schema
from prakarsa.operations.metrics import COUNTED, exposition
from prakarsa.organisations.access import public
from prakarsa.organisations.roles import Role
from prakarsa.site import urls
from tests.operations.conftest import Installation
from tests.worlds import World

TOKEN = "uji-" * 10


@public
def broken(_request: HttpRequest) -> None:
    raise RuntimeError


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [*urls.urlpatterns, path("uji/rusak/", broken, name="broken")]


def answer(client: Client, address: str, **headers: str) -> tuple[int, bytes]:
    response = client.get(address, headers=headers)
    return response.status_code, response.content


def test_O08_live_asks_nobody_and_says_nothing_more(
    world: World, django_assert_num_queries: Any
) -> None:
    clients = [Client(), world.client(Role.SECRETARIAT)]
    with django_assert_num_queries(0):
        answers = {answer(client, "/sehat/hidup") for client in clients}
    assert answers == {(200, b"ok\n")}


def test_O08_ready_needs_the_database_and_its_tables(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer(Client(), "/sehat/siap") == (200, b"ok\n")
    monkeypatch.setattr(schema, "_migrated", [])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'files' AND name LIKE '0002%'")
    assert answer(Client(), "/sehat/siap") == (503, b"no\n")


def test_O08_probes_call_by_number_and_over_plain_http(db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["inovasi.contoh.invalid"]
    for address in ("/sehat/hidup", "/sehat/siap"):
        assert answer(Client(), address, host="10.1.2.3:8000")[0] == 200
    # Visitors are not let in by a number.
    assert answer(Client(), "/masuk/", host="10.1.2.3:8000")[0] == 400


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        (TOKEN, {"authorization": f"Bearer {TOKEN}"}, 200),
        (TOKEN, {"authorization": f"Bearer {TOKEN}x"}, 404),
        (TOKEN, {"authorization": TOKEN}, 404),
        (TOKEN, {}, 404),
        ("", {"authorization": "Bearer "}, 404),
        ("", {}, 404),
    ],
)
def test_O08_the_numbers_open_to_the_token_only(
    db: None, settings: Any, token: str, headers: dict[str, str], status: int
) -> None:
    settings.PRAKARSA_METRICS_TOKEN = token
    assert answer(Client(), "/metrik", **headers)[0] == status


@pytest.mark.parametrize(
    ("is_open", "address", "headers", "status"),
    [
        (True, "127.0.0.1", {}, 200),
        (True, "::1", {}, 200),
        (False, "127.0.0.1", {}, 404),
        (True, "192.0.2.9", {}, 404),
        (True, "127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
        (True, "127.0.0.1", {"forwarded": "for=127.0.0.1"}, 404),
    ],
)
def test_O08_this_machine_reads_them_when_it_may_and_no_proxy_stands_between(
    db: None, settings: Any, is_open: bool, address: str, headers: dict[str, str], status: int
) -> None:
    settings.PRAKARSA_METRICS_LOOPBACK = is_open
    response = Client().get("/metrik", headers=headers, REMOTE_ADDR=address)
    assert response.status_code == status


def test_S12_this_machine_reads_nothing_where_proxies_stand_between(
    db: None, settings: Any
) -> None:
    """A proxy of this machine that says only X-Real-IP looks like this machine itself."""
    settings.PRAKARSA_METRICS_LOOPBACK = True
    headers = {"X-Real-IP": "192.0.2.1"}
    for proxies, status in ((0, 200), (1, 404)):
        settings.PRAKARSA_PROXIES = proxies
        response = Client().get("/metrik", headers=headers, REMOTE_ADDR="127.0.0.1")
        assert response.status_code == status


def test_O08_refused_numbers_look_like_a_missing_page(db: None) -> None:
    refused, missing = Client().get("/metrik"), Client().get("/metrik-lain")
    assert refused.status_code == missing.status_code == 404
    varying = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|/metrik(-lain)?')
    assert varying.sub(b"", refused.content) == varying.sub(b"", missing.content)


def numbers() -> dict[str, float]:
    """Return every sample by its name and labels."""
    lines = [line for line in exposition().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.urls(__name__)
def test_O08_answers_are_counted_by_class_and_page(world: World) -> None:
    def seen(name: str) -> float:
        return numbers().get(name, 0.0)

    failed, found = (
        'prakarsa_responses_total{status="5xx"}',
        'prakarsa_responses_total{status="2xx"}',
    )
    timed = 'prakarsa_request_seconds_count{page="broken"}'
    before = [seen(name) for name in (failed, found, timed)]
    client = Client(raise_request_exception=False)
    assert client.get("/uji/rusak/").status_code == 500
    assert client.get("/sehat/hidup").status_code == 200
    assert [seen(name) for name in (failed, found, timed)] == [each + 1 for each in before]


def test_O08_planted_trouble_shows_in_the_numbers(installation: Installation) -> None:
    quiet = numbers()
    assert quiet["prakarsa_database_up"] == 1
    assert quiet["prakarsa_dead_leases"] == quiet["prakarsa_queue_waiting"] == 0
    assert quiet["prakarsa_outbox_oldest_seconds"] == 0
    assert "prakarsa_backup_age_seconds" not in quiet
    at, ago = now(), timedelta(hours=1)
    common: dict[str, Any] = {"kind": "tests.x", "created_at": at}
    Job.objects.create(idempotency_key="a", run_after=at - ago, **common)
    Job.objects.create(
        idempotency_key="b", run_after=at, state="running", lease_until=at - ago, **common
    )
    person = installation.world.person(Role.OPERATOR)
    Mail.objects.create(person=person, subject="x", created_at=at - ago)
    assert installation.run("backup").returncode == 0
    found = numbers()
    assert (found["prakarsa_dead_leases"], found["prakarsa_queue_waiting"]) == (1, 1)
    for name in ("queue", "outbox"):
        assert 3600 <= found[f"prakarsa_{name}_oldest_seconds"] < 3700
    assert 0 <= found["prakarsa_backup_age_seconds"] < 100
    assert 0 <= found["prakarsa_checkpoint_age_seconds"] < 100
    assert any(name.startswith("prakarsa_disk_free_bytes") for name in found)


def test_P02_no_address_or_name_becomes_a_label(world: World) -> None:
    client = world.client(Role.OPERATOR)
    for address in ("/inovasi/rini-astuti/", "/rini.astuti@contoh.invalid/", "/katalog/?q=rini"):
        client.get(address, headers={"user-agent": "rini"})
    text = exposition().decode()
    assert "registry:detail" in text
    assert "rini" not in text.lower()
    labels = {
        name for metric in COUNTED.collect() for each in metric.samples for name in each.labels
    }
    assert labels <= {"page", "status", "le"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Run the real site with two web processes, and give its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {
        **os.environ,
        "PRAKARSA_PROFILE": "demo",
        "PRAKARSA_FOLDER": str(tmp_path / "site"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "PRAKARSA_METRICS_LOOPBACK": "true",
        "PRAKARSA_LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    command = [sys.executable, "-m", "prakarsa.cli"]
    subprocess.run([*command, "migrate"], env=environment, check=True, capture_output=True)
    serve = [*command, "serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(
        serve, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    for _try in range(300):
        try:
            fetch(f"{address}/sehat/siap")
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def fetch(address: str) -> str:
    with urllib.request.build_opener().open(address, timeout=20) as response:
        return str(response.read().decode())


def test_O08_whichever_process_is_asked_answers_for_all(site: str) -> None:
    for _visit in range(40):
        fetch(f"{site}/tentang/")
    wanted = 'prakarsa_request_seconds_count{page="about"} 40.0'
    texts = [fetch(f"{site}/metrik") for _visit in range(8)]
    assert [wanted in text for text in texts] == [True] * 8
    assert json.dumps(texts).count("prakarsa_database_up 1.0") == 8
