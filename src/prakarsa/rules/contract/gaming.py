"""Signs that a contract may be played with: each with its reason, for people to judge.

None of them is a verdict. A bad year before the auction, a project that opens in December or a
small whole number as a target look the same as a trick; that is why every signal says what was
seen and no more, and why `bench/gaming.py` counts how often honest contracts show one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from prakarsa.rules.contract.book import SignalLimits
from prakarsa.rules.contract.record import Measured, Realisation, Record
from prakarsa.rules.messages import Message, gettext_noop, message
from prakarsa.rules.text import normalise_name

QUARTERS = 4
WORSE_THAN_HISTORY = gettext_noop(
    "Titik nol {baseline} lebih buruk daripada semua nilai {years} tahun sebelumnya;"
    " yang terburuk {worst} pada {day}."
)
REACHED = gettext_noop(
    "Pada {day}, sebelum ditandatangani, nilainya sudah {value}; janjinya {end}."
)
STOPS_AT_TARGET = gettext_noop(
    "{exact} dari {all} capaian triwulan berhenti tepat pada targetnya, tidak lebih."
)
LATE_JUMP = gettext_noop(
    "Tahun {year}: {share}% kemajuan setahun terjadi pada triwulan IV;"
    " menurut target seharusnya {planned}%."
)
UNIT_CHANGED = gettext_noop("Satuan berubah dari “{before}” menjadi “{after}” pada {day}.")
DEFINITION_CHANGED = gettext_noop("Definisi operasional berubah pada {day}.")
MANY_ADDENDA = gettext_noop("Kontrak ini sudah diubah {count} kali.")
SAME_PROOF = gettext_noop("Berkas yang sama menjadi bukti {first} dan {second}.")
QUARTER = gettext_noop("triwulan {quarter} {year}")


class Kind(StrEnum):
    """What was seen."""

    BASELINE_BELOW_HISTORY = "baseline_below_history"
    REACHED_AT_SIGNING = "reached_at_signing"
    STOPS_AT_TARGET = "stops_at_target"
    LAST_QUARTER_JUMP = "last_quarter_jump"
    DEFINITION_CHANGED = "definition_changed"
    MANY_ADDENDA = "many_addenda"
    SAME_PROOF = "same_proof"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that was seen in one contract, in words."""

    kind: Kind
    reason: Message


def signals_of(record: Record, limits: SignalLimits) -> tuple[Signal, ...]:
    """Return every signal of a contract, in the order of `Kind`."""
    return tuple(Signal(kind, reason) for kind in Kind for reason in _RULES[kind](record, limits))


def baseline_below_history(record: Record, limits: SignalLimits) -> Iterator[Message]:
    """Tell of a baseline that is worse than every value known of the years before it."""
    terms = record.first
    first_year = terms.baseline_day.year - limits.history_years
    known = [
        each
        for each in record.history
        if each.day < terms.baseline_day and each.day.year >= first_year
    ]
    if len(known) < limits.history_values or any(
        record.is_as_good(terms.baseline, each.value) for each in known
    ):
        return
    worst = _worst(record, known)
    yield message(
        WORSE_THAN_HISTORY, baseline=terms.baseline, years=limits.history_years,
        worst=worst.value, day=worst.day,
    )  # fmt: skip


def reached_at_signing(record: Record, _limits: SignalLimits) -> Iterator[Message]:
    """Tell of a promise that was kept before it was given."""
    terms = record.first
    before = [each for each in record.history if each.day <= terms.signed]
    latest = max(before, key=lambda each: each.day, default=None)
    if latest is not None and record.is_as_good(latest.value, terms.end):
        yield message(REACHED, day=latest.day, value=latest.value, end=terms.end)


def stops_at_target(record: Record, limits: SignalLimits) -> Iterator[Message]:
    """Tell of quarters that reach exactly what was asked, again and again."""
    aimed = [each for each in record.realisations if each.target is not None]
    exact = sum(1 for each in aimed if each.value == each.target)
    if exact >= limits.exact_quarters and _share(exact, len(aimed)) >= limits.exact_share:
        yield message(STOPS_AT_TARGET, exact=exact, all=len(aimed))


def last_quarter_jump(record: Record, limits: SignalLimits) -> Iterator[Message]:
    """Tell of years whose progress came in the last quarter, far more than was planned."""
    before = record.first.baseline
    for quarters in _whole_years(record):
        made, last = quarters[-1].value - before, quarters[-1].value - quarters[-2].value
        planned = _planned_share(before, quarters)
        before = quarters[-1].value
        if made == 0 or planned is None or not record.is_as_good(last, Fraction(0)):
            continue
        share = 100 * last * _inverse(made)
        beyond = share - planned
        if share >= limits.last_quarter_share and beyond >= limits.last_quarter_beyond_plan:
            yield message(LATE_JUMP, year=quarters[-1].year, share=share, planned=planned)


def definition_changed(record: Record, _limits: SignalLimits) -> Iterator[Message]:
    """Tell of a unit or a definition that is another than before."""
    for before, after in zip(record.terms, record.terms[1:], strict=False):
        if normalise_name(before.unit) != normalise_name(after.unit):
            yield message(UNIT_CHANGED, before=before.unit, after=after.unit, day=after.signed)
        if normalise_name(before.definition) != normalise_name(after.definition):
            yield message(DEFINITION_CHANGED, day=after.signed)


def many_addenda(record: Record, limits: SignalLimits) -> Iterator[Message]:
    """Tell of a contract that was changed often."""
    if (count := len(record.terms) - 1) >= limits.addenda:
        yield message(MANY_ADDENDA, count=count)


def same_proof(record: Record, _limits: SignalLimits) -> Iterator[Message]:
    """Tell of one file that is to prove two quarters, or two contracts."""
    seen: dict[str, Message] = {}
    for each in record.realisations:
        here = message(QUARTER, quarter=each.quarter, year=each.year)
        for proof in sorted(each.proofs):
            if elsewhere := record.proofs_elsewhere.get(proof):
                yield message(SAME_PROOF, first=here, second=elsewhere)
            if proof in seen:
                yield message(SAME_PROOF, first=seen[proof], second=here)
            seen[proof] = here


_Rule = Callable[[Record, SignalLimits], Iterator[Message]]
_RULES: dict[Kind, _Rule] = {
    Kind.BASELINE_BELOW_HISTORY: baseline_below_history,
    Kind.REACHED_AT_SIGNING: reached_at_signing,
    Kind.STOPS_AT_TARGET: stops_at_target,
    Kind.LAST_QUARTER_JUMP: last_quarter_jump,
    Kind.DEFINITION_CHANGED: definition_changed,
    Kind.MANY_ADDENDA: many_addenda,
    Kind.SAME_PROOF: same_proof,
}


def _worst(record: Record, known: list[Measured]) -> Measured:
    worst = known[0]
    for each in known[1:]:
        if record.is_as_good(worst.value, each.value):
            worst = each
    return worst


def _whole_years(record: Record) -> Iterator[list[Realisation]]:
    """Give the quarters of each year that has all four, in order."""
    years: dict[int, dict[int, Realisation]] = {}
    for each in record.realisations:
        years.setdefault(each.year, {})[each.quarter] = each
    for year in sorted(years):
        if len(years[year]) == QUARTERS:
            yield [years[year][quarter] for quarter in sorted(years[year])]


def _planned_share(before: Fraction, quarters: list[Realisation]) -> Fraction | None:
    """Return how much of the year's progress, in percent, was planned for its last quarter."""
    third, fourth = quarters[-2].target, quarters[-1].target
    if third is None or fourth is None or fourth == before:
        return None
    return 100 * (fourth - third) * _inverse(fourth - before)


def _share(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def _inverse(number: Fraction) -> Fraction:
    return Fraction(number.denominator, number.numerator)
