"""What level the evidence of an answer supports: our own check before anyone verifies, not law."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from prakarsa.rules.index.indicator import Indicator
from prakarsa.rules.index.numeric import numeric_level, numeric_rule
from prakarsa.rules.messages import Message, gettext_noop, message

LINK = "tautan"
NUMBER = "angka"

NO_EVIDENCE = gettext_noop("Belum ada berkas atau tautan bukti.")
NO_FILE = gettext_noop("Belum ada berkas bukti.")
NO_NUMBER = gettext_noop("Angkanya belum diisi.")
NO_BASIS = gettext_noop("Dasar ukur belum dipilih; pilih satu dari {bases}.")
WRONG_TYPE = gettext_noop("Jenis berkas {found} tidak diterima di sini; gunakan {allowed}.")
WRONG_YEAR = gettext_noop("Bukti tahun {found} baru mendukung tingkat {level}; perlu {needed}.")
NO_YEAR = gettext_noop("Sebutkan tahun berkas; perlu {needed}.")
LOW_NUMBER = gettext_noop("Angka {value} masuk tingkat {level}.")
REPEATED = gettext_noop("Berkas yang sama juga dipakai di {where}.")


class SupportCode(StrEnum):
    """Why the evidence supports less than the claim, or what the reader should look at."""

    NO_EVIDENCE = "no_evidence"
    NO_NUMBER = "no_number"
    NO_BASIS = "no_basis"
    WRONG_TYPE = "wrong_type"
    WRONG_YEAR = "wrong_year"
    LOW_NUMBER = "low_number"
    BOUNDS = "bounds"
    REPEATED = "repeated"


@dataclass(frozen=True)
class EvidenceFile:
    """One piece of evidence: its type (`pdf`, `png`, … or `tautan`), and the year it belongs to.

    `repeated_at` names other places where the same file stands.
    """

    kind: str
    year: int | None = None
    repeated_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What an operator claims for an indicator, and with what."""

    level: int
    files: tuple[EvidenceFile, ...] = ()
    number: Decimal | None = None
    basis: str = ""


@dataclass(frozen=True)
class Remark:
    """One remark; `cap` is the level above which it does not let the claim go."""

    code: SupportCode
    message: Message
    cap: int


@dataclass(frozen=True)
class Support:
    """The level the evidence supports, why it is lower than the claim, and what to look at."""

    level: int
    reasons: tuple[Remark, ...]
    remarks: tuple[Remark, ...]


def supported_level(claim: Claim, indicator: Indicator, *, year: int) -> Support:
    """Return what level of a claim its evidence supports, in the edition of that year.

    Files of a wrong type do not count; a repeated file is only pointed out.
    """
    found = tuple(_remarks(claim, indicator, year))
    level = min((claim.level, *(remark.cap for remark in found)))
    return Support(
        level=level,
        reasons=tuple(remark for remark in found if remark.cap < claim.level),
        remarks=tuple(remark for remark in found if remark.cap >= claim.level),
    )


def accepts_link(indicator: Indicator) -> bool:
    """Say whether a link counts as evidence; beside a number it only shows where that is from."""
    return bool({LINK, NUMBER}.intersection(indicator.file_types))


def years_needed(indicator: Indicator, level: int, *, year: int) -> tuple[tuple[int, ...], ...]:
    """Return the alternatives of years that the evidence of a level must cover; none if any do."""
    if not indicator.years or level == 0:
        return ()
    return tuple(
        tuple(year + offset for offset in alternative) for alternative in indicator.years[level - 1]
    )


def _remarks(claim: Claim, indicator: Indicator, year: int) -> Iterator[Remark]:
    if claim.level == 0:
        return
    yield from _of_number(claim, indicator)
    if NUMBER not in indicator.file_types:
        yield from _of_files(claim, indicator, year)
    for file in claim.files:
        if file.repeated_at:
            where = "; ".join(file.repeated_at)
            yield Remark(SupportCode.REPEATED, message(REPEATED, where=where), claim.level)


def _of_number(claim: Claim, indicator: Indicator) -> Iterator[Remark]:
    if indicator.bases and not claim.basis:
        bases = ", ".join(basis.code for basis in indicator.bases)
        yield Remark(SupportCode.NO_BASIS, message(NO_BASIS, bases=bases), 0)
        return
    rule = numeric_rule(indicator, basis=claim.basis)
    if rule is None:
        return
    if claim.number is None:
        yield Remark(SupportCode.NO_NUMBER, message(NO_NUMBER), 0)
        return
    earned = numeric_level(claim.number, rule)
    if earned.level < claim.level:
        low = message(LOW_NUMBER, value=claim.number, level=earned.level)
        yield Remark(SupportCode.LOW_NUMBER, low, earned.level)
    if earned.note:
        yield Remark(SupportCode.BOUNDS, earned.note, max(earned.level, claim.level))


def _of_files(claim: Claim, indicator: Indicator, year: int) -> Iterator[Remark]:
    if not claim.files:
        nothing = NO_EVIDENCE if accepts_link(indicator) else NO_FILE
        yield Remark(SupportCode.NO_EVIDENCE, message(nothing), 0)
        return
    allowed = [file for file in claim.files if file.kind in indicator.file_types]
    wrong = sorted({file.kind for file in claim.files} - set(indicator.file_types))
    if wrong:
        types = message(WRONG_TYPE, found=", ".join(wrong), allowed=", ".join(indicator.file_types))
        yield Remark(SupportCode.WRONG_TYPE, types, claim.level if allowed else 0)
    if allowed:
        yield from _of_years(claim, indicator, year, {file.year for file in allowed})


def _of_years(
    claim: Claim, indicator: Indicator, year: int, found: set[int | None]
) -> Iterator[Remark]:
    levels = [
        level
        for level in range(1, claim.level + 1)
        if _covers(years_needed(indicator, level, year=year), found)
    ]
    level = max(levels, default=0)
    if level < claim.level:
        alternatives = years_needed(indicator, claim.level, year=year)
        needed = " / ".join("+".join(map(str, sorted(each))) for each in alternatives)
        told = ", ".join(sorted(str(each) for each in found if each))
        text = message(NO_YEAR, needed=needed)
        if told:
            text = message(WRONG_YEAR, found=told, level=level, needed=needed)
        yield Remark(SupportCode.WRONG_YEAR, text, level)


def _covers(alternatives: tuple[tuple[int, ...], ...], found: set[int | None]) -> bool:
    return not alternatives or any(found.issuperset(each) for each in alternatives)
