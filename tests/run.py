"""Run the whole suite: once on SQLite, once on PostgreSQL, browser journeys where Chromium is.

What is missing is said in one line and skipped, unless PRAKARSA_REQUIRE names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POSTGRES = os.environ.get("PRAKARSA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
# What knows no database is run once.
ONLY_ONCE = ("tests/rules", "tests/architecture", "tests/journeys", "tests/docs",
             "tests/formats", "tests/files/test_upload_script.py")  # fmt: skip


def has_postgres() -> bool:
    """Say whether the test server answers."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def run_pytest(name: str, *arguments: str, **environment: str) -> int:
    """Run one part with as many workers as there are cores; return its exit status."""
    print(f"== {name}", flush=True)
    given = {**os.environ, **environment}
    return subprocess.run(_command(*arguments), env=given, check=False).returncode


@contextmanager
def running_beside(name: str, *arguments: str) -> Iterator[list[int]]:
    """Run a part beside another one; its output and exit status come when both are through."""
    statuses: list[int] = []
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(_command(*arguments), stdout=told, stderr=told)
        try:
            yield statuses
        finally:
            statuses.append(process.wait())
            told.seek(0)
            print(f"== {name} (beside the part above)", told.read(), sep="\n", flush=True)


def _command(*arguments: str) -> list[str]:
    workers = str(min(os.cpu_count() or 1, 4))
    return [sys.executable, "-m", "pytest", "-q", "-n", workers, *arguments, *sys.argv[1:]]


def main() -> int:
    """Run every part, even after a failed one; fail when any failed or a required one is away."""
    required = set(filter(None, os.environ.get("PRAKARSA_REQUIRE", "").split(",")))
    found = {
        "browser": any(map(shutil.which, BROWSERS)),
        "postgres": has_postgres(),
        # Debian keeps it where only root looks.
        "proxy": bool(shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")),
    }
    missing = [part for part, is_there in found.items() if not is_there]
    for part in missing:
        print(f"NOT RUN: {part} is not there" + (" but required" if part in required else ""))
    no_browser = [] if found["browser"] else ["-m", "not browser"]
    results = [run_pytest("SQLite", "--dist=loadfile", "--ignore=tests/journeys", *no_browser)]
    # The journeys keep one browser open; no second one may start in the same process. They wait
    # more than they work, so they run beside the other database.
    with ExitStack() as beside:
        if found["browser"]:
            journeys = running_beside("Journeys", "-n", "0", "tests/journeys")
            statuses = beside.enter_context(journeys)
        if found["postgres"]:
            skipped = [f"--ignore={folder}" for folder in ONLY_ONCE if Path(folder).exists()]
            options = ["--dist=loadfile", "-m", "not browser", *skipped]
            results.append(run_pytest("PostgreSQL", *options, DATABASE_URL=POSTGRES))
    results += statuses if found["browser"] else []
    is_lacking = bool(required & set(missing))
    return 1 if any(results) or is_lacking else 0


if __name__ == "__main__":
    sys.exit(main())
