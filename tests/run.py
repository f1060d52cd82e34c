"""Run the whole suite: once on SQLite, once on PostgreSQL, browser journeys where Chromium is.

What is missing is said in one line and skipped, unless PRAKARSA_REQUIRE names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
    workers = str(min(os.cpu_count() or 1, 4))
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, *arguments, *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


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
    # The journeys keep one browser open; no second one may start in the same process.
    results = [run_pytest("SQLite", "--dist=loadfile", "--ignore=tests/journeys", *no_browser)]
    if found["browser"]:
        results.append(run_pytest("Journeys", "-n", "0", "tests/journeys"))
    if found["postgres"]:
        skipped = [f"--ignore={folder}" for folder in ONLY_ONCE if Path(folder).exists()]
        results.append(
            run_pytest(
                "PostgreSQL",
                "--dist=loadfile",
                "-m",
                "not browser",
                *skipped,
                DATABASE_URL=POSTGRES,
            )
        )
    is_lacking = bool(required & set(missing))
    return 1 if any(results) or is_lacking else 0


if __name__ == "__main__":
    sys.exit(main())
