"""Z01-Z05, X01, X02: who reaches which innovation, by which way, and what may be sent."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.formats.workbooks import read_rows
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import public_seat
from prakarsa.registry import actions
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import READERS
from prakarsa.registry.queries import visible_innovations
from tests.registry.innovations import COMPLETE, make_complete, make_draft
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def made(world: World, at: datetime) -> dict[str, Innovation]:
    """Return one innovation per place and state that matters."""
    operator, secretariat = world.seat(Role.OPERATOR), world.seat(Role.SECRETARIAT)
    stranger, verifier = world.other_seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    published = actions.submit_innovation(
        seat=operator, innovation=make_complete(operator, at, "Terbit"), at=at
    )
    published = actions.verify_innovation(seat=verifier, innovation=published, at=at)
    return {
        "own draft": make_draft(operator, at, "Draf"),
        "published": actions.publish_innovation(seat=verifier, innovation=published, at=at),
        "other ward": make_draft(secretariat, at, "Kenanga", world.second_ward),
        "region": actions.create_innovation(seat=secretariat, name="Daerah", agency=None, at=at),
        "other region": make_draft(stranger, at, "Tetangga"),
    }


REGION = ("own draft", "published", "other ward", "region")
AGENCY = ("own draft", "published")
EXPECTED: dict[Role, tuple[str, ...]] = {
    Role.PLATFORM_ADMIN: ("published",),
    Role.SECRETARIAT: REGION,
    Role.VERIFIER: REGION,
    Role.OPERATOR: AGENCY,
    Role.EMPLOYEE: AGENCY,
    Role.AGENCY_HEAD: AGENCY,
    Role.MAYOR: REGION,
    Role.SECRETARY: REGION,
    Role.PANEL: ("published",),
    Role.HR: REGION,
    Role.FINANCE: ("published",),
    Role.AUDITOR: REGION,
}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_Z02_every_way_reaches_the_same_innovations(
    world: World, made: dict[str, Innovation], role: Role, tmp_path: Path
) -> None:
    expected = {made[name].name for name in EXPECTED[role]}
    seat, client = world.seat(role), world.client(role)
    assert set(visible_innovations(seat).values_list("name", flat=True)) == expected
    if role not in READERS:
        assert client.get(reverse("registry:list")).status_code == 403
        return
    listed = client.get(reverse("registry:list")).content.decode()
    assert set(re.findall(r'<span class="t">([^<]+)</span>', listed)) == expected
    opened = {
        each.name
        for each in made.values()
        if client.get(reverse("registry:detail", args=[each.key])).status_code == 200
    }
    assert opened == expected
    for kind in ("csv", "xlsx"):
        assert exported(client, kind, tmp_path) == expected
    found = client.get(reverse("registry:list"), {"cari": "e"}).content.decode()
    assert set(re.findall(r'<span class="t">([^<]+)</span>', found)) <= expected


def exported(client: Client, kind: str, folder: Path) -> set[str]:
    """Return the names in an export."""
    content = b"".join(client.get(reverse("registry:export", args=[kind])).streaming_content)
    if kind == "csv":
        return {row[0] for row in list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]}
    book = folder / "daftar.xlsx"
    book.write_bytes(content)
    return {row[0] for row in read_rows(book)[1:]}


def test_Z02_the_public_sees_what_is_published(made: dict[str, Innovation]) -> None:
    assert [each.name for each in visible_innovations(public_seat())] == ["Terbit"]


DETAIL_ROUTES = ("detail", "benefits", "history", "tasks", "submit", "retire")


@pytest.mark.parametrize("route", DETAIL_ROUTES)
def test_Z03_out_of_scope_answers_like_missing(
    world: World, made: dict[str, Innovation], route: str
) -> None:
    client = world.client(Role.OPERATOR)
    client.get(reverse("registry:list"))  # The first visit of a session notes its device.
    answers = []
    for key in (made["other region"].key, made["other ward"].key, "a" * 12):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(f"registry:{route}", args=[key]))
        body = re.sub(rb"[a-z0-9]{12}", b"", answer.content)
        headers = {name for name in answer.headers if name != "X-Request-Id"}
        answers.append((answer.status_code, body, headers, len(queries)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    own = client.get(reverse(f"registry:{route}", args=[made["own draft"].key]))
    assert own.status_code == 200


@pytest.mark.parametrize(
    ("role", "route"),
    [
        (Role.OPERATOR, "retire"),
        (Role.VERIFIER, "verify"), (Role.VERIFIER, "return"), (Role.VERIFIER, "publish"),
    ],
)  # fmt: skip
def test_Z03_an_act_on_a_foreign_record_is_like_on_none(
    world: World, made: dict[str, Innovation], role: Role, route: str
) -> None:
    client = world.client(role)
    data = {"reason": "Selesai", "whole": "Lengkapi", "version": "1"}
    for key in (made["other region"].key, "a" * 12):
        assert client.post(reverse(f"registry:{route}", args=[key]), data).status_code == 404
    made["other region"].refresh_from_db()
    assert made["other region"].version == 1


PROTECTED = (
    "key", "region", "agency", "state", "version", "created_by_key", "created_at", "source",
    "submitted_at", "verified_at", "published_at", "retired_at", "design_words",
    "normalised_name",
)  # fmt: skip


@pytest.mark.parametrize("part", [Part.NAME, Part.STAGES, Part.INITIATOR, Part.KIND, Part.BUDGET])
def test_Z05_fields_outside_a_form_are_never_taken(
    world: World, made: dict[str, Innovation], part: Part
) -> None:
    innovation = made["own draft"]
    before = {name: getattr(innovation, name) for name in PROTECTED}
    every = {field.name: "published" for field in Innovation._meta.concrete_fields}
    every |= {
        "name": "Draf", "summary": "Baru", "stage": "trial", "origin": "own",
        "initiator": "agency", "kind": "digital", "form": "other", "main_affair": "Sosial",
        "trial_on": "", "implemented_on": "", "developed_on": "", "year": "2025", "service": "",
        "budget_rupiah": "5.000", "latitude": "", "longitude": "", "video_link": "",
        "version": "1", "agency": str(world.other_office.pk), "region": world.other.pk,
        "region_id": world.other.pk, "agency_id": str(world.other_office.pk), "next": "tasks",
    }  # fmt: skip
    address = reverse("registry:edit", args=[innovation.key, part.value])
    assert world.client(Role.OPERATOR).post(address, every).status_code == 302
    after = Innovation.objects.get(pk=innovation.pk)
    unchanged = {name: getattr(after, name) for name in PROTECTED if name != "version"}
    assert unchanged == {name: value for name, value in before.items() if name != "version"}
    assert after.version == 2


def test_Z04_a_foreign_agency_in_the_form_is_refused(world: World) -> None:
    client = world.client(Role.OPERATOR)
    for agency in (world.second_ward, world.other_office):
        answer = client.post(reverse("registry:new"), {"name": "X", "agency": agency.pk})
        assert answer.status_code == 200
    assert Innovation.objects.count() == 0


def test_Z04_a_foreign_service_in_the_form_is_refused(
    world: World, made: dict[str, Innovation]
) -> None:
    from prakarsa.organisations.models import Service

    service = Service.objects.create(
        agency=world.other_office, name="Layanan", normalised_name="layanan"
    )
    address = reverse("registry:edit", args=[made["own draft"].key, Part.KIND.value])
    answer = world.client(Role.OPERATOR).post(address, {"service": service.pk, "version": "1"})
    assert answer.status_code == 200
    assert Innovation.objects.get(pk=made["own draft"].pk).service is None


@pytest.mark.parametrize(
    "query",
    ["region__name=x", "created_by_key=x", "order=name", "keadaan=rahasia", "tahun=1e3",
     "tahun=٢٠٢٤", "urusan=x", "jenis=x", "cari__contains=x"],
)  # fmt: skip
def test_Z07_unknown_filters_are_refused(world: World, query: str) -> None:
    client = world.client(Role.OPERATOR)
    for address in (reverse("registry:list"), reverse("registry:export", args=["csv"])):
        assert client.get(f"{address}?{query}").status_code == 400


def test_Z08_a_name_taken_elsewhere_is_no_secret_told(
    world: World, made: dict[str, Innovation]
) -> None:
    client = world.client(Role.OPERATOR)
    for name in ("Kenanga", "Tetangga"):
        answer = client.post(reverse("registry:new"), {"name": name, "agency": world.ward.pk})
        assert answer.status_code == 302
    answer = client.post(reverse("registry:new"), {"name": "terbit", "agency": world.ward.pk})
    assert "Nama ini sudah tercatat" in answer.content.decode()


def test_Z12_nobody_verifies_their_own(world: World, at: datetime) -> None:
    from datetime import date

    from django.core.exceptions import PermissionDenied

    from prakarsa.organisations.models import Membership

    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    submitted = actions.submit_innovation(
        seat=operator, innovation=make_complete(operator, at), at=at
    )
    for agency in (world.ward, world.district):
        second = Membership.objects.create(
            person=verifier.person, role=Role.EMPLOYEE, region=world.home, agency=agency,
            valid_from=date(2025, 1, 1),
        )  # fmt: skip
        with pytest.raises(PermissionDenied):
            actions.verify_innovation(seat=verifier, innovation=submitted, at=at)
        second.delete()
    actions.verify_innovation(seat=verifier, innovation=submitted, at=at)


def test_an_employee_changes_only_own_drafts(world: World, made: dict[str, Innovation]) -> None:
    client = world.client(Role.EMPLOYEE)
    address = reverse("registry:edit", args=[made["own draft"].key, Part.NAME.value])
    assert client.get(address).status_code == 403
    client.post(reverse("registry:new"), {"name": "Milik sendiri", "agency": world.ward.pk})
    own = Innovation.objects.get(name="Milik sendiri")
    address = reverse("registry:edit", args=[own.key, Part.NAME.value])
    assert client.get(address).status_code == 200


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", "http://contoh.invalid", "a,b", 'a"b']


@pytest.mark.parametrize("name", DANGEROUS)
def test_X01_text_stays_text_in_exports(
    world: World, at: datetime, name: str, tmp_path: Path
) -> None:
    operator, client = world.seat(Role.OPERATOR), world.client(Role.OPERATOR)
    make_draft(operator, at, name)
    content = b"".join(client.get(reverse("registry:export", args=["xlsx"])).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = b"".join(book.read(part) for part in book.namelist() if "sheet" in part)
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets
    text = b"".join(client.get(reverse("registry:export", args=["csv"])).streaming_content)
    cell = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1][0]
    starts = ("=", "+", "-", "@", "\uff1d")
    assert cell == (f"'{name}" if name.startswith(starts) else name)


def test_X02_an_export_holds_the_rows_of_the_page_and_nothing_hidden(
    world: World, made: dict[str, Innovation], tmp_path: Path
) -> None:
    client = world.client(Role.SECRETARIAT)
    address = reverse("registry:export", args=["xlsx"])
    content = b"".join(client.get(address, {"keadaan": "published"}).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = set(book.namelist())
        workbook = book.read("xl/workbook.xml")
        core = book.read("docProps/core.xml")
    assert parts == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml", "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    assert b'state="hidden"' not in workbook
    assert b"<dc:creator></dc:creator>" in core
    book_path = tmp_path / "satu.xlsx"
    book_path.write_bytes(content)
    rows = read_rows(book_path)
    assert [row[0] for row in rows[1:]] == ["Terbit"]
    assert len(rows[0]) == 18


def test_what_is_shown_and_what_is_allowed_agree(world: World, at: datetime) -> None:
    """The buttons of the page are the acts of the table, for each role."""
    operator = world.seat(Role.OPERATOR)
    innovation = make_complete(operator, at)
    actions.submit_innovation(seat=operator, innovation=innovation, at=at)
    address = reverse("registry:detail", args=[innovation.key])
    shown = {role: world.client(role).get(address).content.decode() for role in READERS}
    verify = reverse("registry:verify", args=[innovation.key])
    assert [role for role in READERS if verify in shown[role]] == [Role.VERIFIER]
    assert COMPLETE[Part.NAME]["summary"] in shown[Role.MAYOR]
