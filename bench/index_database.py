"""The index of every region in a database, one after the other, as each one's page computes it.

Fills an empty database (SQLite, and PostgreSQL when DATABASE_URL names one) with 40,000 innovations
of 20 proofs in 531 regions, and prints how long all the indexes together take, with eligibility,
losses and working, which the command over a file does not look at.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from bench.databases import empty_database, known_databases

CHILD = "fill and compute"


def main() -> None:
    """Print a line for each database."""
    for database in known_databases():
        with empty_database(database) as address, tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ, "PRAKARSA_PROFILE": "demo", "PRAKARSA_FOLDER": folder,
                "DATABASE_URL": address, "PRAKARSA_LOG_LEVEL": "ERROR",
                "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
            }  # fmt: skip
            command = [sys.executable, "-m", "bench.index_database", CHILD]
            told = subprocess.run(command, env=environment, check=True, capture_output=True)
            print(f"{database}: {told.stdout.decode().strip()}", flush=True)


def compute() -> None:
    """Fill the database of this process, and compute the index of each of its regions."""
    import django

    django.setup()
    from bench.country import SIZES, YEAR, make_country
    from prakarsa.assessments.queries import assessment_of
    from prakarsa.organisations.models import Region
    from prakarsa.rules.index.edition import require_edition
    from prakarsa.site.commands import prepare_database

    prepare_database()
    make_country(SIZES[-1])
    edition = require_edition(YEAR)
    regions = list(Region.objects.filter(innovations__isnull=False).distinct())
    started, busy = time.perf_counter(), time.process_time()
    counted = sum(
        assessment_of(region=region, edition=edition).standing.sums.innovations
        for region in regions
    )
    seconds, own = time.perf_counter() - started, time.process_time() - busy
    print(
        f"{len(regions)} regions, {counted:,} counted innovations in {seconds:.1f} s"
        f" ({own:.1f} s of this process)"
    )


if __name__ == "__main__":
    compute() if sys.argv[1:] == [CHILD] else main()
