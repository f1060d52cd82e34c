"""What a unit claims for its innovations, and what the secretariat claims for the region."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import settle_change
from prakarsa.evidence.actions.ledger import Kind, append_entry
from prakarsa.evidence.actions.opening import open_claim, refuse_stale
from prakarsa.evidence.actions.renewing import settle_renewal
from prakarsa.evidence.models import CLAIMED_WITHOUT_NOTE, Answer
from prakarsa.evidence.queries import complete_edition, indicator_of, row_answer
from prakarsa.evidence.refusals import CannotAct
from prakarsa.organisations.models import Region
from prakarsa.organisations.seats import Seat
from prakarsa.rules.index.indicator import LEVELS, Indicator
from prakarsa.rules.index.numeric import is_countable, numeric_level, numeric_rule

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is claimed for one indicator. Where the rule is numeric the number gives the level."""

    level: int | None = None
    note: str = ""
    evidence_year: int | None = None
    basis: str = ""
    scale: str = ""
    number: Decimal | None = None


@transaction.atomic
def claim_level(
    *, seat: Seat, answer: Answer, claim: Claim, version: int | None, at: datetime
) -> Answer:
    """Claim a level for an innovation or a region's row; the same claim again changes nothing.

    An answer that came along from an earlier edition is confirmed by it, changed or not.

    Raises PermissionDenied, Stale, WindowClosed, or CannotAct with a sentence.
    """
    locked = open_claim(seat=seat, answer=answer, at=at)
    indicator = indicator_of(locked)
    checked = checked_claim(claim, indicator, locked.edition_year)
    if checked != claim_of(locked):
        refuse_stale(locked, version)
        _write_claim(seat, locked, checked, at)
    settle_renewal(seat=seat, answer=locked, at=at)
    return locked


@transaction.atomic
def claim_region_row(
    *,
    seat: Seat,
    region: Region,
    edition_year: int,
    indicator: str,
    claim: Claim,
    version: int | None,
    at: datetime,
) -> Answer:
    """Claim a row of the region itself (SPD); it waits for a verifier at once."""
    if not any(row.code == indicator for row in complete_edition(edition_year).spd):
        raise CannotAct(_("Baris %(code)s tidak ada dalam edisi ini.") % {"code": indicator})
    answer = row_answer(region, edition_year, indicator)
    return claim_level(seat=seat, answer=answer, claim=claim, version=version, at=at)


def checked_claim(claim: Claim, indicator: Indicator, edition_year: int) -> Claim:
    """Return the claim with the level its number gives; raise CannotAct when it does not fit."""
    _check_choices(claim, indicator)
    if claim.evidence_year is not None and not FIRST_YEAR <= claim.evidence_year <= edition_year:
        years = {"first": FIRST_YEAR, "last": edition_year}
        raise CannotAct(_("Tahun bukti harus antara %(first)s dan %(last)s.") % years)
    rule = numeric_rule(indicator, basis=claim.basis)
    if rule is not None:
        if claim.number is None:
            raise CannotAct(_("Isi angkanya; tingkat mengikuti angka itu."))
        if not is_countable(claim.number, rule):
            raise CannotAct(_("Jumlah %(unit)s harus bilangan bulat.") % {"unit": rule.unit})
        return replace(claim, level=numeric_level(claim.number, rule).level)
    if claim.level not in LEVELS:
        raise CannotAct(_("Pilih tingkat 0, 1, 2, atau 3."))
    return replace(claim, number=None)


def _check_choices(claim: Claim, indicator: Indicator) -> None:
    bases = [basis.code for basis in indicator.bases]
    if (bases or claim.basis) and claim.basis not in bases:
        raise CannotAct(_("Pilih satu dasar penilaian."))
    scales = [scale.code for scale in indicator.scales]
    if (scales or claim.scale) and claim.scale not in scales:
        raise CannotAct(_("Pilih skala digital atau nondigital."))


def claim_of(answer: Answer) -> Claim:
    """Return what an answer claims now."""
    return Claim(
        level=answer.claimed_level,
        note=answer.note,
        evidence_year=answer.evidence_year,
        basis=answer.basis,
        scale=answer.scale,
        number=answer.number,
    )


def _write_claim(seat: Seat, answer: Answer, claim: Claim, at: datetime) -> None:
    before = claim_of(answer)
    columns = asdict(claim)
    level = columns.pop("level")
    Answer.objects.filter(pk=answer.pk).update(**columns)
    for name, value in columns.items():
        setattr(answer, name, value)
    if level != before.level:
        append_entry(
            answer=answer,
            kind=Kind.CLAIMED,
            level=level,
            reason=claim.note or CLAIMED_WITHOUT_NOTE,
            actor=seat.actor,
            at=at,
        )
    settle_change(seat=seat, answer=answer, at=at)
    record(
        actor=seat.actor,
        act="evidence.level.claimed",
        target=answer,
        at=at,
        region_code=answer.region_id,
        before=asdict(before),
        after=asdict(claim),
    )
