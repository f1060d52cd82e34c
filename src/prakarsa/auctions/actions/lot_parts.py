"""The parts of a draft: agencies with their shares, segments, values known of past and peers.

Each act puts new rows in the place of all old ones; the same rows again change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.auctions.actions.lots import lock_draft, refuse_agency
from prakarsa.auctions.actions.moves import move
from prakarsa.auctions.models import KnownValue, Lot, LotAgency, LotEvent, Segment
from prakarsa.auctions.refusals import TooLate
from prakarsa.auctions.states import Act
from prakarsa.audit.actions import record
from prakarsa.foundation.writing import day, sentence
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.shares import refuse_segments, refuse_shares


@dataclass(frozen=True, slots=True)
class Share:
    """An agency that answers for a lot, with its part in hundredths of a percent."""

    agency: Agency
    share_hundredths: int
    is_lead: bool


@dataclass(frozen=True, slots=True)
class SegmentTerms:
    """A part of the baseline, in the unit of the lot."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """A value known for a day, of a peer or (empty) of the own past, with its source."""

    peer: str
    day: date
    value: Decimal
    source: str


@transaction.atomic
def set_agencies(
    *, seat: Seat, lot: Lot, shares: Sequence[Share], version: int, at: datetime
) -> Lot:
    """Say which agencies answer for a lot, one of them first; shares add up to the whole.

    Raises ValidationError when they do not, an agency stands twice, or an agency's seat gives
    the lead away; TooLate when somebody was faster.
    """
    current = lock_draft(seat, lot)
    before = [Share(each.agency, each.share_hundredths, each.is_lead) for each in _rows(current)]
    if set(before) == set(shares) and len(before) == len(shares):
        return current
    _refuse_stale(current, version)
    _check_shares(seat, before, shares, at)
    current.agencies.all().delete()
    LotAgency.objects.bulk_create(LotAgency(lot=current, **_columns(each)) for each in shares)
    facts = {"agencies": {each.agency.key: each.share_hundredths for each in shares}}
    return move(seat=seat, lot=current, act=Act.CHANGE, at=at, after=facts)


@transaction.atomic
def set_segments(
    *,
    seat: Seat,
    lot: Lot,
    segments: Sequence[SegmentTerms],
    note: str,
    version: int,
    at: datetime,
) -> Lot:
    """Divide the baseline; segments that do not add up to it need a reason in the note."""
    current = lock_draft(seat, lot)
    before = [SegmentTerms(each.name, each.value) for each in current.segments.all()]
    if before == list(segments) and current.segments_note == note:
        return current
    _refuse_stale(current, version)
    parts = {each.name: Fraction(each.value) for each in segments}
    if len(parts) != len(segments):
        raise ValidationError(_("Satu segmen ditulis dua kali. Gabungkan atau ganti namanya."))
    if parts and current.baseline is not None and not note:
        refusal = refuse_segments(whole=Fraction(current.baseline), segments=parts)
        if refusal is not None:
            raise ValidationError({"note": sentence(refusal.reason) + " " + _("Tulis alasannya.")})
    current.segments.all().delete()
    Segment.objects.bulk_create(
        Segment(lot=current, name=each.name, value=each.value) for each in segments
    )
    current.segments_note = note
    facts = {"segments": {each.name: each.value for each in segments}, "note": note}
    return move(seat=seat, lot=current, act=Act.CHANGE, at=at, after=facts)


@transaction.atomic
def set_known_values(
    *, seat: Seat, lot: Lot, values: Sequence[KnownTerms], version: int, at: datetime
) -> Lot:
    """Write down what is known of own past years and of peers, each with its source."""
    current = lock_draft(seat, lot)
    rows = current.known_values.all()
    before = [KnownTerms(each.peer, each.day, each.value, each.source) for each in rows]
    if set(before) == set(values) and len(before) == len(values):
        return current
    _refuse_stale(current, version)
    _check_values(values, seat.today(at))
    rows.delete()
    KnownValue.objects.bulk_create(KnownValue(lot=current, **asdict(each)) for each in values)
    return note_change(
        seat=seat, lot=current, act="values_changed", at=at, after={"values": len(values)}
    )


def note_change(*, seat: Seat, lot: Lot, act: str, at: datetime, after: dict[str, object]) -> Lot:
    """Count a change of a draft that has a name of its own in the audit trail; write its event."""
    lot.version += 1
    lot.changed_at = at
    lot.save()
    LotEvent.objects.create(
        lot=lot, act=Act.CHANGE, state_before=lot.state, state_after=lot.state,
        actor_key=seat.actor.key, role=seat.role.value, at=at,
    )  # fmt: skip
    record(
        actor=seat.actor, act=f"auctions.lot.{act}", target=lot, at=at,
        region_code=lot.period.region_id, after=after,
    )  # fmt: skip
    return lot


def _rows(lot: Lot) -> Sequence[LotAgency]:
    return list(lot.agencies.select_related("agency"))


def _columns(share: Share) -> dict[str, object]:
    """Return the columns by name; `asdict` would take the agency apart."""
    return {
        "agency": share.agency,
        "share_hundredths": share.share_hundredths,
        "is_lead": share.is_lead,
    }


def _check_shares(
    seat: Seat, before: Sequence[Share], shares: Sequence[Share], at: datetime
) -> None:
    parts = {each.agency.name: each.share_hundredths for each in shares}
    if len(parts) != len(shares):
        raise ValidationError(_("Satu perangkat daerah ditulis dua kali. Gabungkan bagiannya."))
    if refusal := refuse_shares(parts):
        raise ValidationError(sentence(refusal.reason))
    leads = [each for each in shares if each.is_lead]
    if len(leads) != 1:
        raise ValidationError(_("Pilih satu perangkat daerah sebagai penanggung jawab."))
    if seat.role in AGENCY_ROLES and leads[0].agency.pk not in seat.agency_ids:
        raise ValidationError(_("Penanggung jawab harus perangkat daerah Anda."))
    known = {each.agency for each in before}
    for each in shares:
        if each.agency not in known:
            refuse_agency(seat, each.agency, at, may_be_other=True)


def _check_values(values: Sequence[KnownTerms], today: date) -> None:
    seen: set[tuple[str, date]] = set()
    for each in values:
        place = (each.peer, each.day)
        if place in seen:
            text = _("Nilai %(who)s untuk %(day)s ditulis dua kali.")
            who = each.peer or _("perangkat daerah ini")
            raise ValidationError(text % {"who": who, "day": day(each.day)})
        seen.add(place)
        if each.day > today:
            text = _("Nilai untuk %s belum dapat diketahui hari ini.")
            raise ValidationError(text % day(each.day))


def _refuse_stale(lot: Lot, version: int) -> None:
    if lot.version != version:
        raise TooLate(lot)
