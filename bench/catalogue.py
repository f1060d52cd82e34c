"""The public catalogue with 40,000 innovations: our pages beside the plain `icontains` way.

Makes its own temporary database (SQLite, and PostgreSQL when DATABASE_URL names one), fills it from
a fixed seed, and prints how long the server needs for a whole answer: median and 95th percentile,
and the first answer after something was published. The plain way reads and shows the same page.
"""

import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.databases import empty_database, known_databases

if TYPE_CHECKING:
    from prakarsa.organisations.models import Region
    from prakarsa.registry.models import Innovation

INNOVATIONS = 40_000
SEED = 40_000
ROUNDS, PLAIN_ROUNDS = 40, 5
PER_STATEMENT = 200
LIST = "/?urut=nama"
QUESTIONS = {
    "first page": "/",
    "search: one common word": "/?q=pelayanan",
    "search: two words": "/?q=braille+puskesmas",
    "search: typing errors": "/?q=puskemas+brail",
    "search within one region": "/?q=akta+kelahiran&daerah=kota-malang",
    "filter: region, kind, year": "/?daerah=kota-malang&jenis=digital&tahun=2024",
    "all of one need": "/?kebutuhan=keluarga",
    "page 100 of the list": f"{LIST}&page=100",
    "one innovation": "/katalog/{key}/inovasi/",
}
Timings = dict[str, float]


def fill() -> None:
    """Fill the database of this process."""
    from django.core.management import call_command
    from django.db import connection

    from prakarsa.organisations.loading import load_regions

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_regions()
    make_innovations(random.Random(SEED))
    if connection.vendor == "postgresql":
        # What its own housekeeping does within minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def make_innovations(dice: random.Random) -> None:
    """Make the innovations, with affairs and awards, in every region of the country."""
    from django.db import transaction

    from prakarsa.organisations.models import Region
    from prakarsa.registry.models import Award, Innovation

    regions = list(Region.objects.order_by("code"))
    words = _words()
    with transaction.atomic():
        for start in range(0, INNOVATIONS, PER_STATEMENT):
            rows = [_innovation(start + place, regions, words, dice)
                    for place in range(PER_STATEMENT)]  # fmt: skip
            Innovation.objects.bulk_create(rows)
            Award.objects.bulk_create(
                Award(innovation=row, name=dice.choice(("TOP 45 KIPP", "TOP 30 KOVABLIK", "IGA")),
                      year=row.year)
                for row in rows if dice.random() < 0.2
            )  # fmt: skip


def _words() -> list[str]:
    """Return the words of the real descriptions, the frequent ones first."""
    import csv
    import re
    from collections import Counter

    from prakarsa.demo.words import FOLDER

    counts: Counter[str] = Counter()
    with (FOLDER / "descriptions_id.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = f"{row['agency']} {row['name']} {row['description_id']}".lower()
            counts.update(re.findall(r"[a-z]{3,}", text))
    return [word for word, _count in counts.most_common()]


def _innovation(
    number: int, regions: "list[Region]", words: list[str], dice: random.Random
) -> "Innovation":
    from prakarsa.foundation.time import now
    from prakarsa.registry.models import Innovation
    from prakarsa.rules.affairs import all_affairs

    def some(count: int) -> str:
        """Zipf's law, and one word in a hundred that nobody else uses."""
        chosen = (words[min(len(words) - 1, int(len(words) ** dice.random()) - 1)]
                  for _each in range(count))  # fmt: skip
        return " ".join(
            f"{word}{number:x}" if dice.random() < 0.01 else word for word in chosen
        ).capitalize()

    name = f"{some(3).upper()} {number}"
    return Innovation(
        region=dice.choice(regions),
        name=name,
        normalised_name=name.casefold(),
        summary=some(18) + ".",
        purpose=some(30),
        benefit=some(25),
        result=some(20),
        design=some(300),
        state=Innovation.State.PUBLISHED,
        kind=dice.choice(["digital", "non_digital", "unknown"]),
        form=dice.choice(["governance", "public_service", "other"]),
        main_affair=dice.choice(all_affairs()).name,
        year=dice.choice([None, *range(2014, 2027)]),
        source="https://contoh.invalid/berita",
        created_by_key="system:bench",
        created_at=now(),
        changed_at=now(),
        published_at=now(),
    )


def plain_answer(address: str) -> int:
    """Answer as one would without an index of words: `icontains` on each column; return bytes."""
    from django.core.paginator import Paginator
    from django.db.models import Q
    from django.http import QueryDict
    from django.template.loader import render_to_string

    from prakarsa.catalogue.queries.published import cards_of
    from prakarsa.registry.models import Innovation

    query = QueryDict(urlsplit(address).query)
    rows = Innovation.objects.filter(state=Innovation.State.PUBLISHED).order_by("name")
    for word in query.get("q", "").split():
        columns = ("name", "summary", "purpose", "benefit", "result", "region__name")
        met = Q()
        for column in columns:
            met |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(met)
    for parameter, column in (("daerah", "region__slug"), ("jenis", "kind"), ("tahun", "year")):
        if query.get(parameter):
            rows = rows.filter(**{column: query[parameter]})
    page = Paginator(rows.values_list("pk", flat=True), 25).get_page(query.get("page"))
    return sum(
        len(render_to_string("catalogue/_card.html", {"card": card}))
        for card in cards_of(page.object_list).values()
    )


def timings_of(act: Callable[[], object], rounds: int) -> Timings:
    """Return milliseconds: of the first run, and the median and 95th percentile of the others."""
    taken = []
    for _round in range(rounds + 1):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    first, *others = taken
    ordered = sorted(others)
    return {
        "first": first,
        "median": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
    }


def measure() -> dict[str, dict[str, Timings]]:
    """Fill the database of this process and measure every question both ways."""
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from prakarsa.catalogue.queries import published

    setup_test_environment()
    fill()
    chosen = published().order_by("pk")[INNOVATIONS // 2]
    browser = Client()
    found = {}
    for name, pattern in QUESTIONS.items():
        address = pattern.format(key=chosen.key)
        _publish_something()
        assert browser.get(address, follow=True).status_code == 200
        _publish_something()
        ours = timings_of(partial(browser.get, address, follow=True), ROUNDS)
        found[name] = {"ours": ours}
        if "?" in address:
            found[name]["plain"] = timings_of(partial(plain_answer, address), PLAIN_ROUNDS)
    return found


def _publish_something() -> None:
    """Change one published innovation, so that nothing remembered is true any more."""
    from prakarsa.registry.models import Innovation

    row = Innovation.objects.order_by("pk")[7]
    row.theme = secrets.token_hex(4)
    row.save(update_fields=["theme"])


def measure_apart(address: str) -> dict[str, dict[str, Timings]]:
    """Measure one database in a child process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "PRAKARSA_PROFILE": "test",
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
    }
    command = [sys.executable, "-m", "bench.catalogue", "measure"]
    child = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return dict(json.loads(child.stdout.splitlines()[-1]))


def main() -> None:
    """Print one table per database."""
    for database in known_databases():
        with empty_database(database) as address:
            found = measure_apart(address)
            print(f"The catalogue with {INNOVATIONS:,} innovations on {database}, milliseconds")
            print(f"{'page':<30}{'median':>8}{'p95':>8}{'first':>8}{'icontains':>12}")
            for name, row in found.items():
                ours = row["ours"]
                plain = f"{row['plain']['median']:>12.1f}" if "plain" in row else f"{'':>12}"
                numbers = f"{ours['median']:>8.1f}{ours['p95']:>8.1f}{ours['first']:>8.1f}"
                print(f"{name:<30}{numbers}{plain}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure()))
    else:
        main()
