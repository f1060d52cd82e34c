"""Pages of a region with 250 innovations × 20 proofs: queries, size (gzip), median and 95 %.

Beside the index page stands the same sum made by loading every answer as an object, the way a
page is often written. Each page is asked 60 times after 5 rounds of warming up, in one process.
"""

from __future__ import annotations

import gc
import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS, WARM = 60, 5


def main() -> None:
    """Run the measurement in a child process with a database of its own and print its table."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "PRAKARSA_PROFILE": "test", "PRAKARSA_FOLDER": folder,
            "PRAKARSA_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }  # fmt: skip
        command = [sys.executable, "-m", "bench.pages", "measure"]
        subprocess.run(command, env=environment, check=True)


def measure() -> None:
    """Make the region and print the table."""
    import django

    django.setup()
    from bench.region import AT, make_region
    from prakarsa.site.commands import prepare_database
    from prakarsa.targets.models import Campaign, Quota

    prepare_database()
    region = make_region()
    campaign = Campaign.objects.create(
        region=region, name="Satu unit satu inovasi", starts_on="2026-01-01",
        ends_on="2026-12-31", counts="verified", only_new=False, source="x", created_at=AT,
    )  # fmt: skip
    Quota.objects.create(campaign=campaign, agency_kind="opd", needed=1)
    gc.collect()
    gc.freeze()
    print("Pages of a region with 250 innovations x 20 proofs (SQLite, one process)")
    print(f"{'page':<34}{'queries':>8}{'kB':>8}{'median ms':>11}{'95 % ms':>10}")
    for name, role, address in pages(region.slug, campaign.key):
        row(name, ask(role, address))
    compare(region.pk)


def pages(slug: str, campaign: str) -> list[tuple[str, str, str]]:
    """Return the pages with who opens them."""
    return [
        ("list of innovations", "secretariat", "/inovasi/"),
        ("coverage board", "secretariat", f"/target/{campaign}/"),
        ("index", "secretariat", f"/indeks/{slug}/"),
        ("home of the secretariat", "secretariat", "/beranda/"),
        ("home of an operator", "operator", "/beranda/"),
    ]


def ask(role: str, address: str) -> Callable[[], tuple[int, int]]:
    """Return a function that asks for a page and returns its queries and bytes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from prakarsa.accounts.models import Person

    client = Client()
    person = Person.objects.get(email=f"{role}@ukur.invalid")
    client.force_login(person, backend="prakarsa.accounts.backends.AddressBackend")

    def once() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return len(queries), len(gzip.compress(response.content, 6))

    return once


def row(name: str, once: Callable[[], tuple[int, int]], *, has_size: bool = True) -> None:
    """Measure and print one line."""
    for _round in range(WARM):
        queries, size = once()
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        queries, size = once()
        times.append((time.perf_counter() - start) * 1000)
    edge = statistics.quantiles(times, n=20)[18]
    median = statistics.median(times)
    shown = f"{size / 1000:.1f}" if has_size else ""
    print(f"{name:<34}{queries:>8}{shown:>8}{median:>11.1f}{edge:>10.1f}")


def compare(region_code: str) -> None:
    """Print the sums of the index by one aggregate and by loading every answer."""
    from prakarsa.assessments.queries import assessment_of
    from prakarsa.evidence.models import Answer
    from prakarsa.organisations.models import Region
    from prakarsa.rules.index.edition import require_edition

    region, edition = Region.objects.get(pk=region_code), require_edition(2026)

    def aggregated() -> tuple[int, int]:
        return 2, assessment_of(region=region, edition=edition).standing.sid_sum_hundredths

    def as_objects() -> tuple[int, int]:
        rows = Answer.objects.filter(region=region, submission__isnull=False)
        weights = edition.indicators
        return 1, sum(
            weights[each.indicator].points_hundredths(each.verified_level or 0) for each in rows
        )

    assert aggregated()[1] == as_objects()[1]
    print("The index computed from the database")
    row("whole assessment, one aggregate", aggregated, has_size=False)
    row("only the sum, answers as objects", as_objects, has_size=False)


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
