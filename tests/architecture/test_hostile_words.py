"""F13 and F14: whatever stands in a search, a filter or an order is a word, never a statement."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation
from tests.architecture.routes import routes
from tests.worlds import AT, World

PAYLOADS = (
    "' OR '1'='1", '") OR 1=1 --', "'; DROP TABLE registry_innovation; --", "%_%\\", "$1 :x ? %s",
    '" * NEAR ( % AND NOT', "a:* & !b | (", "-1", "1e9", "name); SELECT pg_sleep(5)", "x" * 10_000,
    "\u0661\u0662", "\ud800", "{{ 7*7 }}",
)  # fmt: skip
READERS = (Role.SECRETARIAT, Role.VERIFIER, Role.AUDITOR, Role.PLATFORM_ADMIN)
FIELD = re.compile(r"<(?:input|select)\b[^>]*\bname=\"([a-z_]+)\"")
LINKED = re.compile(r"[?;&]([a-z_]+)=")
ANSWERS = {200, 302, 400, 403, 404}


def parameters_of(client: Client, address: str) -> set[str]:
    """Return the names that a page puts into addresses, by its links and its search forms."""
    answer = client.get(address)
    if answer.status_code != 200 or answer.streaming:
        return set()
    page = answer.content.decode(errors="replace")
    forms = re.findall(r"<form\b(?![^>]*method=\"post\").*?</form>", page, re.DOTALL)
    return set(LINKED.findall(page)) | {name for form in forms for name in FIELD.findall(form)}


def make_innovation(world: World) -> None:
    """Make one; a list without any offers no search."""
    Innovation.objects.create(
        region=world.home, agency=world.ward, name="Sapa Warga", normalised_name="sapa warga",
        created_by_key="x", created_at=AT, changed_at=AT,
    )  # fmt: skip


def test_F13_F14_no_search_filter_or_order_is_a_statement(world: World) -> None:
    make_innovation(world)
    asked: set[tuple[str, str]] = set()
    for role in READERS:
        client = world.client(role)
        client.raise_request_exception = False
        plain = [route.address() for route in routes() if not route.converters]
        pairs = {(address, name) for address in plain for name in parameters_of(client, address)}
        for address, name in sorted(pairs - asked):
            for payload in PAYLOADS:
                query = urlencode({name: payload.encode("utf-8", "surrogatepass")})
                answer = client.get(f"{address}?{query}")
                assert answer.status_code in ANSWERS, (address, name, payload)
        asked |= pairs
    assert {("/inovasi/", "cari"), ("/antrean/", "unit"), ("/jejak-audit/", "tindakan")} <= asked


@pytest.mark.parametrize("payload", PAYLOADS[:8])
def test_F13_a_statement_as_a_search_finds_nothing(world: World, payload: str) -> None:
    make_innovation(world)
    client = world.client(Role.SECRETARIAT)
    assert "Sapa Warga" in client.get("/inovasi/?cari=sapa").content.decode()
    page = client.get("/inovasi/?" + urlencode({"cari": payload})).content.decode()
    assert "Sapa Warga" not in page
    assert Innovation.objects.count() == 1
