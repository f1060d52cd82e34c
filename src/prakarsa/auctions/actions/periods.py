"""Plan a period of the auction, change it, close it; its missions and its calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.auctions.models import AuctionPeriod, Lot, Mission, Offer, Round
from prakarsa.auctions.permissions import can_change_period, can_plan, is_own_region
from prakarsa.auctions.states import OPEN_STATES
from prakarsa.audit.actions import record
from prakarsa.foundation.versions import Stale
from prakarsa.foundation.writing import day, number
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.book import known_books

# The panel may sit in the year before the promises begin, as in Malang in 2018, not earlier.
EARLIEST_ROUND = timedelta(days=366)
LONGEST = timedelta(days=10 * 366)
MOST_ROUNDS, MOST_MISSIONS = 9, 30
GONE = (Lot.State.WITHDRAWN, Lot.State.LAPSED)
UNFINISHED = (*OPEN_STATES, Lot.State.AGREED, Lot.State.IMPOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTerms:
    """Everything the secretariat decides about a period itself."""

    name: str
    starts_on: date
    ends_on: date
    round_count: int
    quorum: int
    turn_minutes: int
    place: str
    basis: str
    book: str


@dataclass(frozen=True, slots=True)
class MissionTerms:
    """A mission of the RPJMD by its number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """When and where a round is held; a place of its own only where it differs."""

    number: int
    held_on: date
    starts_at: time | None = None
    place: str = ""


@transaction.atomic
def create_period(*, seat: Seat, terms: PeriodTerms, at: datetime) -> AuctionPeriod:
    """Plan a period for the seat's region; the very same period again gives the first one.

    Raises ValidationError when days, rounds or the rulebook are impossible, or the name is taken.
    """
    if seat.region is None or not can_plan(seat):
        raise PermissionDenied
    _check(terms)
    existing = AuctionPeriod.objects.filter(region=seat.region, name=terms.name).first()
    if existing is not None:
        if not existing.is_reported and terms_of(existing) == terms:
            return existing
        raise _taken()
    period = AuctionPeriod.objects.create(region=seat.region, created_at=at, **asdict(terms))
    _record(seat, period, "created", at, after=asdict(terms))
    return period


@transaction.atomic
def change_period(
    *, seat: Seat, period: AuctionPeriod, terms: PeriodTerms, version: int, at: datetime
) -> AuctionPeriod:
    """Change an open period; saving the same values again changes nothing.

    Raises Stale when somebody was faster; ValidationError as `create_period` does, and where lots
    or rounds would fall out of the period.
    """
    current = lock_period(seat, period)
    before = terms_of(current)
    if before == terms:
        return current
    if current.version != version:
        raise Stale(version=current.version, stored=asdict(before))
    _check(terms)
    same_named = AuctionPeriod.objects.filter(region=current.region, name=terms.name)
    if same_named.exclude(pk=current.pk).exists():
        raise _taken()
    _refuse_left_out(current, terms)
    for name, value in asdict(terms).items():
        setattr(current, name, value)
    _save(current)
    _record(seat, current, "changed", at, before=asdict(before), after=asdict(terms))
    return current


@transaction.atomic
def close_period(*, seat: Seat, period: AuctionPeriod, at: datetime) -> AuctionPeriod:
    """Close a period in which every lot has found its end; a repeat is harmless."""
    if can_plan(seat) and is_own_region(seat, period):
        closed = AuctionPeriod.objects.filter(pk=period.pk).exclude(closed_at=None).first()
        if closed is not None:
            return closed
    current = lock_period(seat, period)
    count = Lot.objects.filter(period=current, state__in=UNFINISHED).count()
    if count:
        text = ngettext(
            "Masih ada %(count)s lot yang belum selesai. Selesaikan atau tarik dulu.",
            "Masih ada %(count)s lot yang belum selesai. Selesaikan atau tarik dulu.",
            count,
        )  # fmt: skip
        raise ValidationError(text % {"count": number(count)})
    current.closed_at = at
    _save(current)
    _record(seat, current, "closed", at, after={"closed_at": at})
    return current


@transaction.atomic
def set_missions(
    *,
    seat: Seat,
    period: AuctionPeriod,
    missions: Sequence[MissionTerms],
    version: int,
    at: datetime,
) -> AuctionPeriod:
    """Put these missions in the place of those a period has; one that has lots must stay.

    Raises Stale when somebody was faster, ValidationError for a number given twice.
    """
    current = lock_period(seat, period)
    before = {each.number: each.text for each in current.missions.all()}
    after = _numbered(missions)
    if before == after:
        return current
    _refuse_stale(current, version)
    gone = current.missions.exclude(number__in=after)
    if held := gone.filter(lots__isnull=False).first():
        text = _("Misi %(number)s masih punya lot. Pindahkan lotnya dulu.")
        raise ValidationError(text % {"number": held.number})
    gone.delete()
    for each in missions:
        row = {"text": each.text}
        Mission.objects.update_or_create(period=current, number=each.number, defaults=row)
    _save(current)
    _record(seat, current, "missions_changed", at, before=_keyed(before), after=_keyed(after))
    return current


@transaction.atomic
def set_rounds(
    *,
    seat: Seat,
    period: AuctionPeriod,
    rounds: Sequence[RoundTerms],
    version: int,
    at: datetime,
) -> AuctionPeriod:
    """Put this calendar in the place of the one a period has; a round with lots must stay.

    Raises Stale when somebody was faster; ValidationError beyond the number of rounds, on a day
    outside the period and the year before it, or not later than the round before.
    """
    current = lock_period(seat, period)
    before, after = _calendar_of(current), {each.number: each for each in rounds}
    if before == after:
        return current
    _refuse_stale(current, version)
    _check_rounds(current, rounds)
    _refuse_lost_rounds(current, before, after)
    current.rounds.exclude(number__in=after).delete()
    for each in rounds:
        values = asdict(each)
        Round.objects.update_or_create(
            period=current, number=values.pop("number"), defaults=values
        )  # fmt: skip
    _save(current)
    _record(
        seat, current, "rounds_changed", at,
        before={str(key): asdict(each) for key, each in before.items()},
        after={str(key): asdict(each) for key, each in after.items()},
    )  # fmt: skip
    return current


def terms_of(period: AuctionPeriod) -> PeriodTerms:
    """Return what a stored period says, in the words of the acts."""
    return PeriodTerms(**{name: getattr(period, name) for name in PeriodTerms.__slots__})


def lock_period(seat: Seat, period: AuctionPeriod) -> AuctionPeriod:
    """Return the period locked until the end of the transaction; raise PermissionDenied."""
    rows = AuctionPeriod.objects.select_for_update(no_key=True, of=("self",))
    current = rows.select_related("region").get(pk=period.pk)
    if not can_change_period(seat, current):
        raise PermissionDenied
    return current


def lock_for_lots(period: AuctionPeriod) -> AuctionPeriod:
    """Return the period locked, so that two new lots never get the same number."""
    rows = AuctionPeriod.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("region").get(pk=period.pk)


def _check(terms: PeriodTerms) -> None:
    if terms.ends_on <= terms.starts_on:
        text = _("Hari terakhir harus sesudah hari pertama, %s.") % day(terms.starts_on)
        raise ValidationError({"ends_on": text})
    if terms.ends_on - terms.starts_on > LONGEST:
        raise ValidationError({"ends_on": _("Satu periode paling lama sepuluh tahun.")})
    if not 1 <= terms.round_count <= MOST_ROUNDS:
        raise ValidationError({"round_count": _("Jumlah putaran 1 sampai 9.")})
    if terms.quorum < 1:
        raise ValidationError({"quorum": _("Kuorum paling sedikit 1 anggota.")})
    if terms.book not in known_books():
        raise ValidationError({"book": _("Buku aturan ini tidak dikenal.")})


def _taken() -> ValidationError:
    return ValidationError({"name": _("Sudah ada periode dengan nama ini.")})


def _refuse_left_out(period: AuctionPeriod, terms: PeriodTerms) -> None:
    """Refuse terms that would leave a promise or a round outside."""
    alive = Lot.objects.filter(period=period).exclude(state__in=GONE)
    days = [*alive.values_list("end_on", flat=True), *alive.values_list("decision__day", flat=True)]
    late = max((each for each in days if each), default=None)
    if late is not None and late > terms.ends_on:
        text = _("Ada lot yang berjanji sampai %s. Hari terakhir tidak boleh lebih awal.")
        raise ValidationError({"ends_on": text % day(late)})
    last = period.rounds.order_by("-number").first()
    if last is not None and last.number > terms.round_count:
        text = _("Kalender sudah memuat putaran %s. Hapus dulu dari kalender.")
        raise ValidationError({"round_count": text % last.number})
    for each in period.rounds.all():
        if _outside(terms.starts_on, terms.ends_on, each.held_on):
            text = _("Putaran %(number)s pada %(day)s akan berada di luar periode.")
            words = {"number": each.number, "day": day(each.held_on)}
            raise ValidationError({"starts_on": text % words})


def _outside(first: date, last: date, held_on: date) -> bool:
    return not first - EARLIEST_ROUND <= held_on <= last


def _numbered(missions: Iterable[MissionTerms]) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in missions:
        if each.number in found:
            raise ValidationError(_("Nomor misi %s ditulis dua kali.") % each.number)
        found[each.number] = each.text
    if not found:
        raise ValidationError(_("Isi paling sedikit satu misi."))
    return found


def _calendar_of(period: AuctionPeriod) -> dict[int, RoundTerms]:
    return {
        each.number: RoundTerms(each.number, each.held_on, each.starts_at, each.place)
        for each in period.rounds.all()
    }


def _check_rounds(period: AuctionPeriod, rounds: Sequence[RoundTerms]) -> None:
    before: RoundTerms | None = None
    for each in sorted(rounds, key=lambda row: row.number):
        words = {"number": each.number, "day": day(each.held_on), "count": period.round_count}
        if not 1 <= each.number <= period.round_count:
            text = _("Periode ini hanya punya %(count)s putaran; putaran %(number)s tidak ada.")
            raise ValidationError(text % words)
        if _outside(period.starts_on, period.ends_on, each.held_on):
            text = _(
                "Putaran %(number)s pada %(day)s di luar kalender periode. Isi hari dalam periode"
                " atau paling lama setahun sebelumnya."
            )
            raise ValidationError(text % words)
        if before is not None and each.held_on <= before.held_on:
            text = _("Putaran %(number)s harus sesudah putaran sebelumnya, %(before)s.")
            raise ValidationError(text % {**words, "before": day(before.held_on)})
        before = each


def _refuse_lost_rounds(
    period: AuctionPeriod, before: Mapping[int, RoundTerms], after: Mapping[int, RoundTerms]
) -> None:
    """Refuse to take away a round that has lots, or to move one in which offers were made."""
    for row in period.rounds.all():
        kept = after.get(row.number)
        if kept is None and (row.lots.exists() or row.presences.exists()):
            text = _("Putaran %s sudah dipakai, jadi tidak dapat dihapus dari kalender.")
            raise ValidationError(text % row.number)
        is_moved = kept is not None and kept.held_on != before[row.number].held_on
        if (kept is None or is_moved) and Offer.objects.filter(round=row).exists():
            text = _("Dalam putaran %s sudah ada tawaran, jadi harinya tidak dapat diubah.")
            raise ValidationError(text % row.number)


def _refuse_stale(period: AuctionPeriod, version: int) -> None:
    if period.version != version:
        raise Stale(version=period.version, stored={})


def _save(period: AuctionPeriod) -> None:
    period.version += 1
    period.save()


def _keyed(values: Mapping[int, str]) -> dict[str, str]:
    return {str(key): value for key, value in values.items()}


def _record(
    seat: Seat, period: AuctionPeriod, act: str, at: datetime, **values: dict[str, Any]
) -> None:
    record(
        actor=seat.actor,
        act=f"auctions.period.{act}",
        target=period,
        at=at,
        region_code=period.region_id,
        before=values.get("before"),
        after=values.get("after"),
    )
