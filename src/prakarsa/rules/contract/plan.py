"""What is worth saying about the quarterly targets of a contract. Remarks, never refusals.

An auction asks for more than the same step every quarter, and for a plan that arrives. Who plans
otherwise may have a reason; they are told, and decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from prakarsa.rules.contract.quarters import Quarter
from prakarsa.rules.messages import Message, gettext_noop, message
from prakarsa.rules.progress import Better

# Two equal steps happen by chance; three are a pattern.
FEWEST_STEPS = 3
EVEN = gettext_noop(
    "Target dibagi rata: {step} setiap triwulan. Target yang dibagi rata belum menunjukkan"
    " terobosan; pertimbangkan memajukan sebagian ke awal."
)
STOPS_SHORT = gettext_noop(
    "Target terakhir {value} pada triwulan {quarter} {year} belum sampai ke titik akhir {end}."
)
FALLS_BACK = gettext_noop(
    "Target triwulan {quarter} {year} lebih lemah daripada target sebelumnya: dari {before}"
    " menjadi {value}."
)


@dataclass(frozen=True, slots=True)
class Planned:
    """The value that is due at the end of a quarter."""

    quarter: Quarter
    value: Fraction


def remarks_on(
    planned: Sequence[Planned], *, baseline: Fraction, end: Fraction, better: Better
) -> tuple[Message, ...]:
    """Return what is worth saying about targets, given in the order of their quarters."""
    if not planned:
        return ()
    sign = 1 if better is Better.HIGHER else -1
    return (*_even(planned, baseline), *_falls(planned, sign), *_short(planned, end, sign))


def _even(planned: Sequence[Planned], baseline: Fraction) -> Iterator[Message]:
    values = [baseline, *(each.value for each in planned)]
    steps = {after - before for before, after in pairwise(values)}
    if len(planned) >= FEWEST_STEPS and len(steps) == 1 and steps != {Fraction(0)}:
        yield message(EVEN, step=abs(steps.pop()))


def _falls(planned: Sequence[Planned], sign: int) -> Iterator[Message]:
    for before, after in pairwise(planned):
        if sign * (after.value - before.value) < 0:
            place = {"quarter": after.quarter.number, "year": after.quarter.year}
            yield message(FALLS_BACK, before=before.value, value=after.value, **place)


def _short(planned: Sequence[Planned], end: Fraction, sign: int) -> Iterator[Message]:
    last = planned[-1]
    if sign * (end - last.value) > 0:
        place = {"quarter": last.quarter.number, "year": last.quarter.year}
        yield message(STOPS_SHORT, value=last.value, end=end, **place)
