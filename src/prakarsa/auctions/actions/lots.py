"""Make a lot, change its facts, submit it for the data test, set its day, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prakarsa.auctions.actions.moves import is_repeat, lock_lot, move, record_lot
from prakarsa.auctions.actions.periods import lock_for_lots
from prakarsa.auctions.actions.telling import tell_bidders, tell_testers
from prakarsa.auctions.models import AuctionPeriod, Lot, LotAgency, LotEvent, Mission, Round
from prakarsa.auctions.permissions import can_make_lot
from prakarsa.auctions.queries.checklist import gaps_of, holds_back
from prakarsa.auctions.states import Act
from prakarsa.foundation.versions import Stale
from prakarsa.foundation.writing import day, sentence
from prakarsa.organisations.models import Agency
from prakarsa.organisations.queries import visible_agencies
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat, valid_on
from prakarsa.registry.models import Innovation
from prakarsa.registry.queries import visible_innovations
from prakarsa.rules.contract.terms import refuse_terms
from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True, kw_only=True)
class LotTerms:
    """The facts of a lot; a draft may leave out all but mission, title, indicator and unit."""

    mission: Mission
    title: str
    indicator: str
    unit: str
    direction: str
    definition: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    baseline_source: str = ""
    end_value: Decimal | None = None
    end_on: date | None = None
    budget_line: str = ""
    innovation: Innovation | None = None

    def values(self) -> dict[str, Any]:
        """Return the facts by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def told(self) -> dict[str, Any]:
        """Return the facts as an entry of the audit trail keeps them."""
        innovation = self.innovation.key if self.innovation else ""
        return self.values() | {"mission": self.mission.number, "innovation": innovation}


@transaction.atomic
def create_lot(
    *, seat: Seat, period: AuctionPeriod, agency: Agency, terms: LotTerms, key: str, at: datetime
) -> Lot:
    """Make a draft for an agency; the same form sent twice (the same key) makes one.

    Raises ValidationError where a fact is impossible, or the agency is none of the seat's.
    """
    current = lock_for_lots(period)
    if not can_make_lot(seat, current):
        raise PermissionDenied
    known = Lot.objects.filter(key=key).first()
    if known is not None:
        return _made_before(seat, known, current)
    refuse_agency(seat, agency, at)
    check_terms(current, terms)
    _refuse_innovation(seat, terms)
    last = current.lots.aggregate(last=Max("number"))["last"] or 0
    lot = Lot.objects.create(
        key=key, period=current, number=last + 1, state_since=at, created_at=at, changed_at=at,
        created_by_key=seat.actor.key, **terms.values(),
    )  # fmt: skip
    LotAgency.objects.create(lot=lot, agency=agency, is_lead=True)
    LotEvent.objects.create(
        lot=lot, act=Act.CREATE, state_after=lot.state, actor_key=seat.actor.key,
        role=seat.role.value, at=at,
    )  # fmt: skip
    facts = {"number": lot.number, "agency": agency.key, **terms.told()}
    record_lot(seat=seat, lot=lot, act=Act.CREATE, at=at, after=facts)
    return lot


@transaction.atomic
def change_lot(*, seat: Seat, lot: Lot, terms: LotTerms, version: int, at: datetime) -> Lot:
    """Change the facts of a draft; saving the same values again changes nothing.

    Raises Stale when somebody was faster, else as `create_lot` and `moves.lock_lot`.
    """
    current = lock_draft(seat, lot)
    before = terms_of(current)
    if before == terms:
        return current
    if current.version != version:
        raise Stale(version=current.version, stored=before.values())
    check_terms(current.period, terms)
    if terms.innovation != before.innovation:
        _refuse_innovation(seat, terms)
    for name, value in terms.values().items():
        setattr(current, name, value)
    told, was = terms.told(), before.told()
    facts = {name: value for name, value in told.items() if value != was[name]}
    return move(seat=seat, lot=current, act=Act.CHANGE, at=at, after=facts)


@transaction.atomic
def submit_lot(*, seat: Seat, lot: Lot, version: int, at: datetime) -> Lot:
    """Ask for the test of the data; raises ValidationError with everything that is missing."""
    if is_repeat(seat=seat, lot=lot, act=Act.SUBMIT, version=version):
        return Lot.objects.get(pk=lot.pk)
    current = lock_lot(seat=seat, lot=lot, act=Act.SUBMIT, version=version)
    missing = holds_back(gaps_of(current))
    if missing:
        raise ValidationError([gap.text for gap in missing])
    moved = move(seat=seat, lot=current, act=Act.SUBMIT, at=at)
    tell_testers(moved, at)
    return moved


@transaction.atomic
def schedule_lot(*, seat: Seat, lot: Lot, held: Round, version: int, at: datetime) -> Lot:
    """Set a lot for a round that is still to come, or for another one."""
    if is_repeat(seat=seat, lot=lot, act=Act.SCHEDULE, version=version):
        return Lot.objects.get(pk=lot.pk)
    current = lock_lot(seat=seat, lot=lot, act=Act.SCHEDULE, version=version)
    if held.period_id != current.period_id or held.number > current.period.round_count:
        raise ValidationError({"round": _("Putaran ini bukan bagian dari periode lot.")})
    if held.held_on < seat.today(at):
        text = _("Putaran %(number)s sudah lewat pada %(day)s. Pilih putaran berikutnya.")
        words = {"number": held.number, "day": day(held.held_on)}
        raise ValidationError({"round": text % words})
    current.round = held
    facts = {"round": held.number, "held_on": held.held_on}
    moved = move(seat=seat, lot=current, act=Act.SCHEDULE, at=at, after=facts)
    tell_bidders(moved, Act.SCHEDULE, at)
    return moved


@transaction.atomic
def withdraw_lot(*, seat: Seat, lot: Lot, reason: str, version: int, at: datetime) -> Lot:
    """Take an open lot out of the auction, with a reason; what was said of it stays."""
    if is_repeat(seat=seat, lot=lot, act=Act.WITHDRAW, version=version):
        return Lot.objects.get(pk=lot.pk)
    current = lock_lot(seat=seat, lot=lot, act=Act.WITHDRAW, version=version)
    moved = move(seat=seat, lot=current, act=Act.WITHDRAW, at=at, reason=reason)
    tell_bidders(moved, Act.WITHDRAW, at, but=seat.actor.key)
    return moved


def lock_draft(seat: Seat, lot: Lot) -> Lot:
    """Return a lot locked for a change, whatever version the page showed; raise as `lock_lot`."""
    Lot.objects.select_for_update(no_key=True, of=("self",)).get(pk=lot.pk)
    version = Lot.objects.values_list("version", flat=True).get(pk=lot.pk)
    return lock_lot(seat=seat, lot=lot, act=Act.CHANGE, version=version)


def terms_of(lot: Lot) -> LotTerms:
    """Return what a stored lot says, in the words of the acts."""
    return LotTerms(**{each.name: getattr(lot, each.name) for each in fields(LotTerms)})


def check_terms(period: AuctionPeriod, terms: LotTerms) -> None:
    """Refuse what no later act could mend, beside its field; what is empty may stay so."""
    wrong: dict[str, str] = {}
    if terms.mission.period_id != period.pk:
        wrong["mission"] = _("Misi ini bukan misi periode ini.")
    if terms.direction not in Lot.Direction.values:
        wrong["direction"] = _("Pilih arahnya.")
    if terms.baseline is not None and not terms.baseline_source:
        wrong["baseline_source"] = _("Titik nol tanpa sumber tidak dapat diuji. Tulis sumbernya.")
    wrong |= _wrong_values(terms) | _wrong_days(period, terms)
    if wrong:
        raise ValidationError(wrong)


def refuse_agency(seat: Seat, agency: Agency, at: datetime, *, may_be_other: bool = False) -> None:
    """Refuse an agency that is not of the region today, or not in the reach of an agency's seat.

    `may_be_other`: a lot's other agencies may be any of the region.
    """
    known = visible_agencies(seat).filter(valid_on(seat.today(at)), pk=agency.pk)
    if not known.exists():
        text = _("%s tidak berlaku hari ini.") % agency.name
        raise ValidationError(text if may_be_other else {"agency": text})
    if not may_be_other and seat.role in AGENCY_ROLES and agency.pk not in seat.agency_ids:
        text = _("Anda hanya dapat membuat lot untuk perangkat daerah Anda.")
        raise ValidationError({"agency": text})


def _made_before(seat: Seat, known: Lot, period: AuctionPeriod) -> Lot:
    if known.period_id != period.pk or known.created_by_key != seat.actor.key:
        raise PermissionDenied
    return known


def _refuse_innovation(seat: Seat, terms: LotTerms) -> None:
    if terms.innovation is None:
        return
    if not visible_innovations(seat).filter(pk=terms.innovation.pk).exists():
        raise ValidationError({"innovation": _("Inovasi ini tidak ada dalam daftar Anda.")})


def _wrong_values(terms: LotTerms) -> dict[str, str]:
    is_told = terms.direction in Lot.Direction.values
    if terms.baseline is None or terms.end_value is None or not is_told:
        return {}
    refusal = refuse_terms(
        baseline=Fraction(terms.baseline),
        end=Fraction(terms.end_value),
        better=Better(terms.direction),
    )
    return {} if refusal is None else {"end_value": sentence(refusal.reason)}


def _wrong_days(period: AuctionPeriod, terms: LotTerms) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if terms.baseline_on is not None and terms.baseline_on > period.ends_on:
        text = _("Tanggal titik nol tidak boleh sesudah periode, yang berakhir %s.")
        wrong["baseline_on"] = text % day(period.ends_on)
    if terms.end_on is None:
        return wrong
    if not period.starts_on < terms.end_on <= period.ends_on:
        words = {"first": day(period.starts_on), "last": day(period.ends_on)}
        text = _("Tanggalnya di luar periode: isi sesudah %(first)s, paling lambat %(last)s.")
        wrong["end_on"] = text % words
    elif terms.baseline_on is not None and terms.end_on <= terms.baseline_on:
        wrong["end_on"] = _("Titik akhir harus sesudah titik nol, %s.") % day(terms.baseline_on)
    return wrong
