"""Z03: a record out of scope answers exactly like one that does not exist, on every address.

S09: no GET changes anything. Both walk the addresses of the running application.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.models import Answer
from prakarsa.files.models import StoredFile
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Service
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from prakarsa.targets.models import Campaign
from tests.architecture.routes import NOTHING, Route, routes
from tests.worlds import AT, World

VARYING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
ROLES = (Role.OPERATOR, Role.VERIFIER, Role.SECRETARIAT)


def foreign_keys_of(world: World) -> dict[str, object]:
    """Make one record of each kind in the other region; return the keys that name them."""
    region, agency = world.other, world.other_office
    person = world.person(Role.OPERATOR, region=region)
    innovation = Innovation.objects.create(
        region=region, agency=agency, name="Rahasia", normalised_name="rahasia",
        created_by_key=str(person.key), created_at=AT, changed_at=AT,
    )  # fmt: skip
    submission = Submission.objects.create(
        key=f"{innovation.key}-2026", innovation=innovation, edition_year=2026, created_at=AT
    )
    Answer.objects.create(
        region=region, edition_year=2026, submission=submission, indicator="16", changed_at=AT
    )
    membership = person.memberships.get()
    service = Service.objects.create(agency=agency, name="Layanan", normalised_name="layanan")
    campaign = Campaign.objects.create(
        region=region, name="Target", starts_on="2026-01-01", ends_on="2026-12-31",
        counts="verified", source="x", created_at=AT,
    )  # fmt: skip
    window = ReportingWindow.objects.create(
        region=region, edition_year=2026, opens_at=AT, closes_at=AT.replace(year=2027), source="x"
    )
    job = Job.objects.create(
        kind="x", person=person, membership=membership, idempotency_key="x", run_after=AT,
        created_at=AT,
    )  # fmt: skip
    notice = Notice.objects.create(
        person=person, topic="job", title="x", event_key="x", created_at=AT
    )
    file = StoredFile.objects.create(
        sha256="0" * 64, size=1, media_type="application/pdf", name="x.pdf", purpose="evidence",
        region=region, agency=agency, owner=person, created_at=AT,
    )  # fmt: skip
    named = (
        innovation,
        submission,
        agency,
        service,
        membership,
        campaign,
        window,
        job,
        notice,
        file,
    )
    keys: dict[str, object] = {record._meta.label: record.key for record in named}
    return {**keys, "person": person.key, "region slug": region.slug, "row": f"{region.pk}-2026",
            "pk": person.pk}  # fmt: skip


def answer_of(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """Return what a visitor can compare: status, body without its token, headers without the id."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    names = {"X-Request-Id", "Content-Length", "Expires", "Date"}
    headers = {name: value for name, value in response.items() if name not in names}
    return response.status_code, VARYING.sub(b"", body), headers


def asked_with(route: Route, key: object) -> Iterator[dict[str, object]]:
    """Put a key into each parameter that could take it."""
    for name, kind in route.converters:
        is_number = isinstance(key, int)
        is_uuid = "-4" in str(key) and len(str(key)) == 36
        fits = kind != "slug" or "." not in str(key)
        if fits and (kind == "int") == is_number and (kind == "uuid") == is_uuid:
            yield {name: key}


def name_hidden(body: bytes, key: object) -> bytes:
    """Take the asked key out of a body: the page may repeat the address it was asked for."""
    return body.replace(str(key).encode(), b"").replace(str(NOTHING["slug"]).encode(), b"")


@pytest.mark.parametrize("role", ROLES)
def test_Z03_out_of_scope_answers_like_missing_on_every_address(world: World, role: Role) -> None:
    keys, client = foreign_keys_of(world), world.client(role)
    compared = 0
    for route in (each for each in routes() if each.converters):
        missing = answer_of(client.get(route.address()))
        if missing[0] == 403:
            continue  # The door is closed before any key is looked at.
        for label, key in keys.items():
            for given in asked_with(route, key):
                foreign = answer_of(client.get(route.address(**given)))
                hidden = [
                    (status, name_hidden(body, key)) for status, body, _h in (foreign, missing)
                ]
                assert hidden[0] == hidden[1], (route.name, label)
                assert foreign[2] == missing[2], (route.name, label)
                compared += 1
    assert compared > 100


def digest_of_all_tables() -> dict[str, str]:
    """Return a digest of every table of ours; sessions and sign-in times are the frame's own."""
    found = {}
    with connection.cursor() as cursor:
        for package in settings.OUR_PACKAGES:
            for model in apps.get_app_config(package).get_models():
                table = model._meta.db_table
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


# Reading the log is an entry (L07); refusals and exports are too (L05), and counted (C09).
MAY_CHANGE = {
    "audit_auditentry", "audit_auditpayload", "audit_chainhead", "accounts_devicesession",
    "foundation_tally",
}  # fmt: skip


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT, Role.VERIFIER])
def test_S09_no_get_changes_anything(world: World, role: Role) -> None:
    client: Client = world.client(role)
    client.get("/akun/")
    before = digest_of_all_tables()
    for route in routes():
        client.get(route.address())
    after = digest_of_all_tables()
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= MAY_CHANGE
