"""O08, P02: one code runs through web, job and mail, and no line holds an address or a value."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from prakarsa.foundation import logs
from prakarsa.jobs.models import Job
from prakarsa.organisations.access import public
from prakarsa.organisations.roles import Role
from prakarsa.site import urls
from tests.working import run_next
from tests.worlds import World

Lines = Callable[[], list[dict[str, Any]]]
ADDRESS = "rini@contoh.invalid"
SECRET = "rahasia-yang-dikirim-lewat-surel"


@public
def broken(_request: HttpRequest) -> None:
    logging.getLogger("tests").warning("seen")
    raise RuntimeError("rusak")


@public
def refused(_request: HttpRequest) -> None:
    raise ValueError(f"duplicate key\nDETAIL:  Key (email)=({ADDRESS}) already exists.\n")


@public
def away(_request: HttpRequest) -> None:
    raise OperationalError("database is locked")


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    path("uji/rusak/", broken, name="broken"),
    path("uji/nilai/", refused, name="refused"),
    path("uji/pergi/", away, name="away"),
    path("uji/<str:key>/", broken, name="with-key"),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Catch what our own formatter writes."""
    handlers = logging.getLogger().handlers
    ours = [each for each in handlers if type(each.formatter).__name__ == "ProcessorFormatter"]
    caught = StringIO()
    stream = logging.StreamHandler(caught)
    stream.setFormatter(ours[0].formatter)
    logging.getLogger().addHandler(stream)
    yield lambda: [json.loads(line) for line in caught.getvalue().splitlines()]
    logging.getLogger().removeHandler(stream)


def visit(address: str) -> Any:
    return Client(raise_request_exception=False).get(address)


def test_O08_every_line_of_a_request_carries_its_code(lines: Lines) -> None:
    codes = {}
    for address in ("/uji/rusak/", "/tidak-ada/"):
        codes[address] = visit(address)["X-Request-Id"]
    found = [(line["event"], line["request"]) for line in lines()]
    assert found == [
        ("seen", codes["/uji/rusak/"]),
        ("Internal Server Error", codes["/uji/rusak/"]),
        ("Not Found", codes["/tidak-ada/"]),
    ]
    assert len(set(codes.values())) == 2
    logging.getLogger("tests").warning("between two requests")
    assert lines()[-1]["request"] == "-"


def test_P02_a_line_names_the_page_and_the_status_but_not_the_address(lines: Lines) -> None:
    visit(f"/uji/{SECRET}/")
    visit(f"/{SECRET}/")
    found = [(line.get("page"), line.get("status")) for line in lines() if "page" in line]
    assert found == [("with-key", 500), ("unknown", 404)]
    assert SECRET not in json.dumps(lines())


def test_P02_values_of_a_refused_row_are_left_out(lines: Lines) -> None:
    visit("/uji/nilai/")
    assert "duplicate key" in lines()[-1]["exception"]
    assert ADDRESS not in json.dumps(lines())


def test_an_absent_database_is_one_short_line_and_a_fault_has_its_trace(lines: Lines) -> None:
    assert visit("/uji/pergi/").status_code == 503
    assert visit("/uji/rusak/").status_code == 500
    short = [line for line in lines() if line.get("status") == 503]
    whole = [line for line in lines() if line.get("status") == 500]
    assert short
    assert all("exception" not in line for line in short)
    assert "RuntimeError" in whole[0]["exception"]


def test_O08_one_code_runs_through_web_job_and_mail(
    world: World, lines: Lines, at: datetime
) -> None:
    person = world.person(Role.OPERATOR)
    Person.objects.update(password="x")
    response = Client().post("/kata-sandi/lupa/", {"email": person.email})
    assert response.status_code == 302, response.content
    code = response["X-Request-Id"]
    assert {job.request_id for job in Job.objects.all()} == {code}
    while run_next():
        pass
    assert [message.extra_headers["X-Request-Id"] for message in mail.outbox] == [code]
    told = AuditEntry.objects.filter(act__startswith="accounts.reset").values_list(
        "request_id", flat=True
    )
    assert set(told) == {code}


def test_O08_work_nobody_asked_for_goes_by_its_own_code(db: None, at: datetime) -> None:
    job = Job.objects.create(kind="x", idempotency_key="x", run_after=at, created_at=at)
    assert job.request_id == ""


@pytest.mark.parametrize(("level", "is_said"), [("WARNING", True), ("ERROR", False)])
def test_the_level_counts_for_the_framework_too(level: str, *, is_said: bool) -> None:
    try:
        logs.configure({"level": level})
        assert logging.getLogger("django.request").isEnabledFor(logging.WARNING) is is_said
    finally:
        logs.configure(project.LOGGING)
