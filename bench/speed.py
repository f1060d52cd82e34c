"""Pages of the running product, as users feel them: granian, real sessions, real jobs.

For each database, each size of data and one or two web processes the server is started, every
page is asked by as many visitors at once as there are processes, and one line printed: median and
95th percentile of the whole answer in milliseconds, queries, bytes as sent (gzip). Then an import
and an export pack go through the worker, and the memory of each process is read.
`BENCH_SIZES="250;2,000"` and `BENCH_WORKERS=1` leave the rest out.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.databases import empty_database, known_databases
from bench.visitors import Server, Visitor

SIZES = [name for name in os.environ.get("BENCH_SIZES", "250;2,000;40,000").split(";") if name]
WORKERS = [int(each) for each in os.environ.get("BENCH_WORKERS", "1,2").split(",")]
ROUNDS, WARM, IMPORTED = int(os.environ.get("BENCH_ROUNDS", "60")), 6, 5_000
HEADER = "Judul Inovasi,Pemda,Admin OPD,Bentuk,Jenis,Tahapan\n"


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured of one page."""

    page: str
    median: float
    edge: float
    size: int
    queries: int


def main() -> None:
    """Print one table per database, size and number of web processes."""
    for database in known_databases():
        for size in SIZES:
            with empty_database(database) as address:
                _measure_size(database, address, size)


def _measure_size(database: str, address: str, size: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(folder, address, size)
        prepared = _prepare(environment)
        for workers in WORKERS:
            with Server(environment, workers) as server:
                print(f"\n{size} innovations x 20 proofs, {database}, {workers} web process(es)")
                print(f"{'page':<32}{'median ms':>10}{'95 % ms':>9}{'queries':>9}{'kB':>7}")
                for line in _pages(server, prepared, workers):
                    print(f"{line.page:<32}{line.median:>10.1f}{line.edge:>9.1f}"
                          f"{line.queries:>9}{line.size / 1000:>7.1f}", flush=True)  # fmt: skip
                if workers == WORKERS[-1]:
                    _long_work(server, prepared)
                print("memory MB (now, highest): " + server.memory(), flush=True)


def _environment(folder: str, address: str, size: str) -> dict[str, str]:
    return {
        **os.environ, "PRAKARSA_PROFILE": "demo", "PRAKARSA_FOLDER": folder,
        "PRAKARSA_LOG_LEVEL": "ERROR", "DATABASE_URL": address, "BENCH_SIZE": size,
        # One measuring visitor asks more often than people do.
        "PRAKARSA_LIMIT_SEARCHES": "1000000", "PRAKARSA_LIMIT_EXPORTS": "1000000",
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
    }  # fmt: skip


def _prepare(environment: dict[str, str]) -> dict[str, dict[str, str]]:
    """Fill the database in a child process; return its addresses, cookies and query counts."""
    command = [sys.executable, "-m", "bench.preparation"]
    child = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(child.stdout.splitlines()[-1]))


def _pages(server: Server, prepared: dict[str, dict[str, str]], workers: int) -> Iterator[Line]:
    for page, facts in prepared["pages"].items():
        role, address, queries = facts.split(" ")
        visitors = [Visitor(server.port, prepared["cookies"][role]) for _each in range(workers)]
        with ThreadPoolExecutor(workers) as pool:
            parts = pool.map(_ask, visitors, [address] * workers)
            times = [each for part in parts for each in part]
        size = visitors[0].bytes_received
        edge = statistics.quantiles(times, n=20)[18]
        yield Line(page, statistics.median(times), edge, size, int(queries))


def _ask(visitor: Visitor, address: str) -> list[float]:
    """Return the milliseconds of each round after warming up."""
    for _round in range(WARM):
        visitor.get(address)
    return [visitor.timed(address) for _round in range(ROUNDS)]


def _long_work(server: Server, prepared: dict[str, dict[str, str]]) -> None:
    """Import a table and make an export pack through the pages, as a secretariat does."""
    visitor = Visitor(server.port, prepared["cookies"]["secretariat"])
    rows = (f"INOVASI IMPOR {place:05d},Kota Ukur,Dinas Ukur {place % 46:02d},"
            "Pelayanan Publik,Digital,Penerapan\n" for place in range(IMPORTED))  # fmt: skip
    table = (HEADER + "".join(rows)).encode()
    taken = visitor.upload("/inovasi/impor/", "impor.csv", table)
    print(f"{f'import of {IMPORTED:,} rows: preview':<32}{taken.milliseconds:>10.0f}")
    done = visitor.job(taken.address, {"skip_errors": ""})
    print(f"{'import: job until done':<32}{done:>10.0f}")
    done = visitor.job("/bukti/paket/", {"submission": prepared["facts"]["submission"]})
    print(f"{'export pack of one innovation':<32}{done:>10.0f}")
    done = visitor.job("/bukti/paket/", {"submission": ""})
    print(f"{'export pack of all eligible':<32}{done:>10.0f}")


if __name__ == "__main__":
    main()
