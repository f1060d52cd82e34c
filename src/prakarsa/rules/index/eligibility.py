"""Whether an edition counts an innovation, and every reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from prakarsa.rules.index.edition import Edition, EligibilityRule
from prakarsa.rules.messages import Message, gettext_noop, message

NO_DATE = gettext_noop("Tanggal penerapan belum diisi.")
OUTSIDE_WINDOW = gettext_noop(
    "Diterapkan {implemented}, di luar rentang {first} sampai {last}, "
    "dan tidak dikembangkan di dalamnya."
)
DESIGN_SHORT = gettext_noop("Rancang bangun {words} kata; paling sedikit {minimum} kata.")
COMPULSORY_MISSING = gettext_noop("Indikator wajib belum dijawab: {indicators}.")
ENTERED_OFTEN = gettext_noop("Sudah {entries} kali ikut IGA; paling banyak {maximum} kali.")


class ReasonCode(StrEnum):
    """Why an innovation is not counted."""

    NO_DATE = "no_date"
    OUTSIDE_WINDOW = "outside_window"
    DESIGN_SHORT = "design_short"
    COMPULSORY_MISSING = "compulsory_missing"
    ENTERED_OFTEN = "entered_often"


@dataclass(frozen=True)
class Reason:
    """One reason, the article it rests on and whether that rule is confirmed."""

    code: ReasonCode
    message: Message
    article: str
    confirmed: bool
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class InnovationFacts:
    """What eligibility looks at; `levels` holds the claimed level per indicator code."""

    implemented_on: date | None
    developed_on: date | None
    design_words: int
    levels: Mapping[str, int] = field(default_factory=dict)
    earlier_entries: int = 0


def find_reasons_against(facts: InnovationFacts, edition: Edition) -> tuple[Reason, ...]:
    """Return every reason why the edition does not count an innovation; none when it does."""
    rule = edition.eligibility
    found = (
        _age(facts, rule),
        _design(facts, rule),
        _compulsory(facts, edition),
        _entries(facts, rule),
    )
    return tuple(reason for reason in found if reason is not None)


def is_eligible(facts: InnovationFacts, edition: Edition) -> bool:
    """Say whether the edition counts an innovation."""
    return not find_reasons_against(facts, edition)


def _age(facts: InnovationFacts, rule: EligibilityRule) -> Reason | None:
    first, last = rule.window_from, rule.window_to
    confirmed = first.confirmed and last.confirmed
    days = [facts.implemented_on]
    if rule.development_counts.value:
        days.append(facts.developed_on)
    if any(day is not None and first.value <= day <= last.value for day in days):
        return None
    if facts.implemented_on is None:
        return Reason(ReasonCode.NO_DATE, message(NO_DATE), rule.article, confirmed)
    outside = message(
        OUTSIDE_WINDOW, implemented=facts.implemented_on, first=first.value, last=last.value
    )
    return Reason(ReasonCode.OUTSIDE_WINDOW, outside, rule.article, confirmed)


def _design(facts: InnovationFacts, rule: EligibilityRule) -> Reason | None:
    minimum = rule.design_words_minimum
    if facts.design_words >= minimum.value:
        return None
    short = message(DESIGN_SHORT, words=facts.design_words, minimum=minimum.value)
    return Reason(ReasonCode.DESIGN_SHORT, short, rule.article, minimum.confirmed)


def _compulsory(facts: InnovationFacts, edition: Edition) -> Reason | None:
    rule = edition.eligibility
    missing = [row for row in edition.compulsory if not facts.levels.get(row.code)]
    if not rule.compulsory_needed.value or not missing:
        return None
    names = ", ".join(f"{row.code} {row.name}" for row in missing)
    return Reason(
        ReasonCode.COMPULSORY_MISSING,
        message(COMPULSORY_MISSING, indicators=names),
        rule.article,
        rule.compulsory_needed.confirmed,
        tuple(row.code for row in missing),
    )


def _entries(facts: InnovationFacts, rule: EligibilityRule) -> Reason | None:
    maximum = rule.entries_maximum
    if facts.earlier_entries < maximum.value:
        return None
    often = message(ENTERED_OFTEN, entries=facts.earlier_entries, maximum=maximum.value)
    return Reason(ReasonCode.ENTERED_OFTEN, often, rule.article, maximum.confirmed)
