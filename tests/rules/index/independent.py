"""The index a second time, from the reference table with fractions and loops, for comparison only.

Nothing is taken from prakarsa.rules: weights come from the reference file, rounding is its own.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

Row = tuple[str, str, str, str, int]
REFERENCE = json.loads(
    Path(__file__).with_name("iid_indicators.json").read_text(encoding="utf-8"),
    parse_float=Decimal,
)
WEIGHTS = {
    f"{row['no']}{row.get('sub', '')}": Fraction(row["weight"])
    for row in REFERENCE["indicators"]
    if not row.get("computed")
}
BASIC = set(REFERENCE["basic_service_affairs"])
COUNT_WEIGHT = Fraction(Decimal("0.38"))


def is_regional(code: str) -> bool:
    """Say whether an indicator is of the region: numbers 1 to 15."""
    return int(code.rstrip("ab")) <= 15


def written(value: Fraction) -> str:
    """Write a fraction with two decimals, half up."""
    exact = Decimal(value.numerator * 10**30 // value.denominator).scaleb(-30)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def predicate(index: str) -> str:
    """Name the band of a rounded index."""
    for name, low, _high in REFERENCE["predicates"][0]["bands"]:
        if Decimal(index) >= Decimal(low):
            return str(name)
    raise AssertionError(index)


def outcome(spd: Fraction, sid_sum: Fraction, innovations: int, affairs: int) -> dict[str, str]:
    """Compute the output columns of one region after its name."""
    mean = sid_sum / max(12, innovations)
    count = min(innovations, 200) * COUNT_WEIGHT if affairs >= 5 else Fraction(0)
    total = spd + mean + count
    index = written(total / 250 * 100)
    return {
        "innovations": str(innovations),
        "affairs": str(affairs),
        "spd": written(spd),
        "sid_mean": written(mean),
        "count_score": written(count),
        "total": written(total),
        "index": index,
        "predicate": predicate(index),
    }


def table(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Compute every region of answers `(region, innovation, affair, indicator, level)`."""
    spd: dict[str, Fraction] = defaultdict(Fraction)
    sid: dict[str, Fraction] = defaultdict(Fraction)
    names: dict[str, set[str]] = defaultdict(set)
    affairs: dict[str, set[str]] = defaultdict(set)
    for region, innovation, affair, code, level in set(rows):
        names[region].update({innovation} - {""})
        affairs[region].update({affair} & BASIC)
        (spd if is_regional(code) else sid)[region] += WEIGHTS[code] * level
    return [
        {
            "region": region,
            **outcome(spd[region], sid[region], len(names[region]), len(affairs[region])),
        }
        for region in sorted(names)
    ]
