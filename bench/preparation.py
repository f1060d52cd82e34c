"""Child process of `bench.speed`: fill the database, sign people in, count queries of each page."""

from __future__ import annotations

import json
import os
from typing import Any

import django

PAGES = {
    "home of an operator": ("operator", "/beranda/"),
    "home of the secretariat": ("secretariat", "/beranda/"),
    "list of innovations": ("secretariat", "/inovasi/"),
    "list: search by name": ("secretariat", "/inovasi/?cari=puskesmas"),
    "one innovation, 20 proofs": ("secretariat", "/inovasi/{key}/bukti/"),
    "one innovation, profile": ("secretariat", "/inovasi/{key}/"),
    "queue of the verifier": ("verifier", "/antrean/"),
    "verifier's page": ("verifier", "/antrean/{waiting}/{indicator}/"),
    "index": ("secretariat", "/indeks/kota-ukur/"),
    "coverage board": ("secretariat", "/target/{campaign}/"),
    "mayor's page": ("mayor", "/ringkasan/"),
    "catalogue, first page": ("mayor", "/"),
    "catalogue search": ("mayor", "/?q=antrean+puskesmas"),
}


def prepare() -> dict[str, dict[str, str]]:
    """Fill the database and return pages with their queries, cookies by role, and facts."""
    from django.core.management import call_command

    from bench.country import SIZES, make_country
    from prakarsa.site.commands import prepare_database

    prepare_database()
    call_command("collectstatic", verbosity=0, interactive=False)
    size = next(each for each in SIZES if each.name == os.environ["BENCH_SIZE"])
    region = make_country(size)
    names = _names(region)
    clients = {role: _signed_in(role) for role in ("operator", "secretariat", "verifier", "mayor")}
    pages = {
        page: f"{role} {address.format(**names)} {_queries(clients[role], address.format(**names))}"
        for page, (role, address) in PAGES.items()
    }
    cookies = {
        role: "; ".join(f"{each.key}={each.value}" for each in client.cookies.values())
        for role, client in clients.items()
    }
    return {"pages": pages, "cookies": cookies, "facts": names}


def _names(region: Any) -> dict[str, str]:
    """Return the names that stand in addresses: an innovation, one that waits, a campaign."""
    from bench.country import AT, YEAR
    from prakarsa.evidence.models import Answer
    from prakarsa.registry.models import Innovation, Submission
    from prakarsa.targets.models import Campaign, Quota

    campaign = Campaign.objects.create(
        region=region, name="Satu unit satu inovasi", starts_on="2026-01-01",
        ends_on="2026-12-31", counts="verified", only_new=False, source="x", created_at=AT,
    )  # fmt: skip
    Quota.objects.create(campaign=campaign, agency_kind="opd", needed=1)
    published = Innovation.objects.filter(region=region, state="published")
    waiting = Answer.objects.filter(region=region, state="waiting").select_related("submission")
    answer = waiting.order_by("pk")[7]
    assert answer.submission is not None
    key = published.order_by("pk")[7].key
    report = Submission.objects.get(innovation__key=key, edition_year=YEAR)
    return {
        "key": key, "campaign": campaign.key, "waiting": answer.submission.key,
        "indicator": answer.indicator, "submission": report.key,
    }  # fmt: skip


def _signed_in(role: str) -> Any:
    from django.test import Client

    from prakarsa.accounts.models import Person

    client = Client()
    person = Person.objects.get(email=f"{role}@ukur.invalid")
    client.force_login(person, backend="prakarsa.accounts.backends.AddressBackend")
    return client


def _queries(client: Any, address: str) -> int:
    """Return how many queries the page asks when asked for the second time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
    return len(queries)


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    print(json.dumps(prepare()))
