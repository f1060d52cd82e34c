"""How far a number moved, safe for falling targets: exact, and refused where it has no answer."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from prakarsa.rules.messages import gettext_noop, message
from prakarsa.rules.working import Refusal, Step, Worked

Number = int | Decimal | Fraction

IMPROVEMENT = gettext_noop("Perubahan menuju lebih baik (%)")
CHANGE = gettext_noop("Perubahan menuju lebih baik")
PROGRESS = gettext_noop("Bagian jalan menuju titik akhir (%)")
RISING = gettext_noop("hasil − titik nol")
FALLING = gettext_noop("titik nol − hasil")
RISING_SHARE = gettext_noop("(hasil − titik nol) ÷ |titik nol| × 100")
FALLING_SHARE = gettext_noop("(titik nol − hasil) ÷ |titik nol| × 100")
PART_OF_WAY = gettext_noop("(hasil − titik nol) ÷ (titik akhir − titik nol) × 100")
BASELINE_ZERO = gettext_noop("Persentase tidak dapat dihitung karena titik nol bernilai 0.")
NO_DISTANCE = gettext_noop("Titik akhir sama dengan titik nol, jadi tidak ada yang harus dicapai.")


class Better(StrEnum):
    """Which direction of a number is the better one."""

    HIGHER = "higher"
    LOWER = "lower"


def change(*, baseline: Number, result: Number, better: Better) -> Worked[Fraction]:
    """Return the change in the unit measured; positive is better in either direction."""
    moved = _towards_better(Fraction(result) - Fraction(baseline), better)
    formula = message(RISING if better is Better.HIGHER else FALLING)
    step = Step("change", message(CHANGE), moved, formula, _inputs(baseline, result))
    return Worked(value=moved, steps=(step,))


def improvement(*, baseline: Number, result: Number, better: Better) -> Worked[Fraction] | Refusal:
    """Return the change in percent of the size of the baseline; refused when that is zero."""
    start = Fraction(baseline)
    if start == 0:
        return Refusal(message(BASELINE_ZERO))
    moved = _towards_better(Fraction(result) - start, better)
    percent = Fraction(100 * moved.numerator, moved.denominator) * _inverse(abs(start))
    formula = message(RISING_SHARE if better is Better.HIGHER else FALLING_SHARE)
    step = Step("improvement", message(IMPROVEMENT), percent, formula, _inputs(baseline, result))
    return Worked(value=percent, steps=(step,))


def progress(*, baseline: Number, target: Number, result: Number) -> Worked[Fraction] | Refusal:
    """Return how much of the way from baseline to target is done, in percent.

    Rising and falling targets alike; below 0 is away from the target, above 100 is beyond it.
    """
    way = Fraction(target) - Fraction(baseline)
    if way == 0:
        return Refusal(message(NO_DISTANCE))
    percent = 100 * (Fraction(result) - Fraction(baseline)) * _inverse(way)
    inputs = {**_inputs(baseline, result), "target": Fraction(target)}
    step = Step("progress", message(PROGRESS), percent, message(PART_OF_WAY), inputs)
    return Worked(value=percent, steps=(step,))


def _towards_better(moved: Fraction, better: Better) -> Fraction:
    return moved if better is Better.HIGHER else -moved


def _inverse(number: Fraction) -> Fraction:
    return Fraction(number.denominator, number.numerator)


def _inputs(baseline: Number, result: Number) -> dict[str, int | str | Fraction]:
    return {"baseline": Fraction(baseline), "result": Fraction(result)}
