"""`make soak`: kill at random on each database, take the database away, fill the disks.

`PRAKARSA_KILLS` changes the number of kills for each database (200), `PRAKARSA_SEED` repeats a
run's choices, `PRAKARSA_SOAK=kills,away,full` leaves parts out. Takes about half an hour.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench.databases import empty_database, known_databases
from bench.soak.installation import Installation
from bench.soak.processes import free_port
from bench.soak.results import read_result
from bench.soak.servers import has_server, own_server
from bench.soak.tally import Tally
from bench.soak.volumes import may_mount, small_volume

KILLS = int(os.environ.get("PRAKARSA_KILLS", "200"))
DATABASE_MEGABYTES, FILES_MEGABYTES = 64, 48
Part = Callable[[str, int], Tally]


def main() -> int:
    """Run every part that was asked for on every database; return 1 when something was found."""
    seed = int(os.environ.get("PRAKARSA_SEED", random.SystemRandom().randrange(10**6)))
    print(f"seed {seed}", flush=True)
    parts: dict[str, Part] = {"kills": run_kills, "away": run_away, "full": run_full}
    wanted = os.environ.get("PRAKARSA_SOAK", ",".join(parts)).split(",")
    faults = []
    for part in wanted:
        for database in known_databases():
            tally = parts[part](database, seed)
            print(f"\n{database}, {part}\n", *tally.rows(), sep="\n", flush=True)
            faults += [f"{database}, {part}: {text}" for text in tally.faults]
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


def run_kills(database: str, seed: int) -> Tally:
    """Kill processes at random on an empty database."""
    with empty_database(database) as address:
        server = os.environ.get("DATABASE_URL", "")
        return run_part("kills", address, [KILLS, seed], BENCH_SERVER=server)


def run_away(database: str, seed: int) -> Tally:
    """Take a database away: a server of our own, or a file that somebody else locks."""
    if database == "SQLite":
        with empty_database(database) as address:
            return run_part("away", address, [seed])
    if not has_server():
        return Tally(facts={"not run": "the programs of PostgreSQL are not on this machine"})
    with own_server() as server:
        return run_part("away", server.address, [seed, server.folder, server.port])


def run_full(database: str, seed: int) -> Tally:
    """Fill small volumes of the files, of temporary files and of the database."""
    if not may_mount() or (database != "SQLite" and not has_server()):
        return Tally(facts={"not run": "only root can make small volumes"})
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "database"
        small = stack.enter_context(small_volume(place, DATABASE_MEGABYTES))
        address = f"sqlite:///{small / 'soak.sqlite3'}"
        if database != "SQLite":
            address = stack.enter_context(own_server()).database_on(small)
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for name in ("temporary", "installation/files"):
            stack.enter_context(small_volume(Path(folder) / name, FILES_MEGABYTES))
        return run_in(Path(folder), "full", address, [seed, small])


def run_part(name: str, address: str, arguments: list[object], **changes: str) -> Tally:
    """Run one part in a process of its own, with a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return run_in(Path(folder), name, address, arguments, **changes)


def run_in(folder: Path, name: str, address: str, arguments: list[object], **changes: str) -> Tally:
    """Run one part in a folder."""
    installation = Installation(folder, address, free_port())
    command = [sys.executable, "-m", f"bench.soak.{name}", str(folder), str(installation.port)]
    command += map(str, arguments)
    subprocess.run(command, env=installation.environment(**changes), check=False)
    tally = read_result(folder)
    if tally.faults and installation.log.exists():
        print(installation.log.read_text()[-4000:], file=sys.stderr)
    return tally


if __name__ == "__main__":
    sys.exit(main())
