"""The index of the whole nation, three ways: prakarsa, plain Decimal loops, and pandas.

Makes a national file (531 regions, 36,742 innovations, 20 indicators each, fixed seed), lets each
way read and compute it in its own child process, checks that all answers are the same, and prints
seconds and peak memory. Only prakarsa also checks every row for the mistakes the command reports.
"""

import csv
import hashlib
import importlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

REGIONS = 531
INNOVATIONS = 36_742
SEED = 20_260_429
HEADER = ("region", "innovation", "affair", "indicator", "level")
CENT = Decimal("0.01")
Line = tuple[str, ...]


def make_nation(path: Path) -> int:
    """Write the national file and return its number of rows."""
    from prakarsa.rules.affairs import all_affairs
    from prakarsa.rules.index.edition import require_edition

    dice = random.Random(SEED)
    edition = require_edition(2026)
    affairs = [affair.name for affair in all_affairs()] + [""]
    regions = [f"Daerah {place:03d}" for place in range(REGIONS)]
    shares = [dice.random() ** 2 for _ in regions]
    rows = 0
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for region in regions:
            writer.writerows((region, "", "", row.code, dice.randint(0, 3)) for row in edition.spd)
            rows += len(edition.spd)
        for number, region in enumerate(dice.choices(regions, shares, k=INNOVATIONS)):
            name, affair = f"Inovasi {number:05d}", dice.choice(affairs)
            levels = dice.choices(range(4), k=len(edition.sid))
            writer.writerows(
                (region, name, affair, row.code, level)
                for row, level in zip(edition.sid, levels, strict=True)
            )
            rows += len(edition.sid)
    return rows


def by_prakarsa(path: Path) -> tuple[list[Line], float]:
    """Compute with the product's own columns; return the lines and the moment reading ended."""
    from prakarsa.formats.frames import Wanted, read_frame
    from prakarsa.rules.index.answers import ANSWER_COLUMNS, encode_answers, sum_answers
    from prakarsa.rules.index.edition import require_edition
    from prakarsa.rules.index.formula import with_index
    from prakarsa.rules.index.problems import is_faultless

    edition = require_edition(2026)
    answers = read_frame(path, Wanted(ANSWER_COLUMNS)).rows
    read_at = time.perf_counter()
    encoded = encode_answers(answers, edition)
    assert is_faultless(encoded, edition)
    sums = sum_answers(encoded, edition)
    scored = with_index(sums, edition.values, edition.bands).collect()
    columns = ("region", "innovations", "basic_affairs", "index_hundredths", "predicate")
    lines = scored.select(columns).iter_rows()
    return [(*map(str, line),) for line in lines], read_at


def from_parquet(path: Path) -> tuple[list[Line], float]:
    """Compute the same from the same rows in Parquet."""
    return by_prakarsa(path.with_suffix(".parquet"))


def by_decimal_loops(path: Path) -> tuple[list[Line], float]:
    """Compute as a careful programmer would: dictionaries and Decimal, row by row."""
    weights, basic = _weights()
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    read_at = time.perf_counter()
    spd: dict[str, Decimal] = defaultdict(Decimal)
    sid: dict[str, Decimal] = defaultdict(Decimal)
    names: dict[str, set[str]] = defaultdict(set)
    covered: dict[str, set[str]] = defaultdict(set)
    for region, innovation, affair, code, level in rows:
        points = weights[code] * Decimal(level)
        if innovation:
            sid[region] += points
            names[region].add(innovation)
            covered[region].update({affair} & basic)
        else:
            spd[region] += points
    return [
        _line(region, spd[region], sid[region], len(names[region]), len(covered[region]))
        for region in sorted(spd | sid)
    ], read_at


def by_pandas(path: Path) -> tuple[list[Line], float]:
    """Compute as a clerk would: merge the weights, group, and round at the end."""
    import pandas as pd

    weights, basic = _weights()
    table = pd.read_csv(path, dtype={"indicator": str, "level": "int64"}, keep_default_na=False)
    read_at = time.perf_counter()
    points = {code: int(weight * 100) for code, weight in weights.items()}
    table["points"] = table["indicator"].map(points) * table["level"]
    own = table[table["innovation"] == ""].groupby("region")["points"].sum()
    answers = table[table["innovation"] != ""].groupby("region")
    sums, counts = answers["points"].sum(), answers["innovation"].nunique()
    is_basic = table["affair"].isin(basic)
    covered = table[is_basic].groupby("region")["affair"].nunique()
    return [
        _line(
            region,
            Decimal(int(own.get(region, 0))) / 100,
            Decimal(int(sums.get(region, 0))) / 100,
            int(counts.get(region, 0)),
            int(covered.get(region, 0)),
        )
        for region in sorted(table["region"].unique())
    ], read_at


WAYS: dict[str, tuple[str, Callable[[Path], tuple[list[Line], float]]]] = {
    "prakarsa": ("prakarsa (polars, with all checks)", by_prakarsa),
    "parquet": ("prakarsa, from Parquet", from_parquet),
    "decimal": ("plain Python, Decimal loops", by_decimal_loops),
    "pandas": ("pandas, as a clerk would", by_pandas),
}


def _weights() -> tuple[dict[str, Decimal], set[str]]:
    from prakarsa.rules.index.edition import require_edition

    edition = require_edition(2026)
    weights = {
        row.code: Decimal(row.weight_hundredths) / 100 for row in edition.indicators.values()
    }
    return weights, set(edition.basic_affairs)


def _line(region: str, spd: Decimal, sid: Decimal, count: int, affairs: int) -> Line:
    score = min(count, 200) * Decimal("0.38") if affairs >= 5 else Decimal(0)
    index = ((spd + sid / max(12, count) + score) / 250 * 100).quantize(CENT, ROUND_HALF_UP)
    bands = (("Sangat Inovatif", "65.01"), ("Inovatif", "40.01"), ("Kurang Inovatif", "0.01"))
    name = next((name for name, low in bands if index >= Decimal(low)), "Tidak Dapat Dinilai")
    return (region, str(count), str(affairs), str(int(index * 100)), name)


def write_parquet(path: Path) -> None:
    """Write the rows of a CSV file beside it as Parquet, every column as text."""
    import polars as pl

    pl.read_csv(path, infer_schema=False).write_parquet(path.with_suffix(".parquet"))


def measure(way: str, path: Path) -> dict[str, float | str]:
    """Run one way in this process and return its seconds, peak memory and a digest."""
    importlib.import_module("pandas" if way == "pandas" else "polars")
    started = time.perf_counter()
    lines, read_at = WAYS[way][1](path)
    ended = time.perf_counter()
    return {
        "reading": read_at - started,
        "computing": ended - read_at,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "answers": hashlib.sha256(json.dumps(lines).encode()).hexdigest(),
    }


def measure_apart(way: str, path: Path) -> dict[str, float | str]:
    """Run one way in a child process of its own."""
    command = [sys.executable, "-m", "bench.index_nation", way, str(path)]
    child = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(child.stdout))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nation.csv"
        rows = make_nation(path)
        write_parquet(path)
        size = path.stat().st_size // 1_000_000
        print(f"The index of {REGIONS} regions from {rows:,} answers ({size} MB of CSV)")
        print(f"{'way':<38}{'reading s':>11}{'computing s':>13}{'peak MB':>9}")
        found = {way: measure_apart(way, path) for way in WAYS}
    for way, (name, _run) in WAYS.items():
        row = found[way]
        numbers = f"{row['reading']:>11.2f}{row['computing']:>13.2f}{row['megabytes']:>9}"
        print(f"{name:<38}{numbers}")
    assert len({row["answers"] for row in found.values()}) == 1, "the ways disagree"
    print("All ways give the same answers.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        main()
