"""The panel of a period: who sits on it, what ties them, and who is there in a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person
from prakarsa.auctions.models import AuctionPeriod, PanelMember, Presence, Round, Tie
from prakarsa.auctions.permissions import (
    can_add_tie,
    can_change_period,
    can_end_tie,
    can_record_presence,
)
from prakarsa.auctions.queries.panel import ROLES_BY_CAPACITY, candidates_of, has_passed
from prakarsa.audit.actions import record
from prakarsa.foundation.writing import day
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat

Capacity = PanelMember.Capacity
# There is one of each in a region.
SINGLE = (Capacity.MAYOR, Capacity.SECRETARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieTerms:
    """What binds a member to an agency, from one day until (not including) another."""

    agency: Agency
    kind: str
    valid_from: date | None = None
    valid_until: date | None = None


@transaction.atomic
def add_member(
    *, seat: Seat, period: AuctionPeriod, person: Person, capacity: str, at: datetime
) -> PanelMember:
    """Seat a person on the panel; who sits there already in that capacity stays as they are.

    Raises PermissionDenied; ValidationError for oneself, when the person has no seat of that kind
    in the region, sits in another capacity, or the one place of a capacity is taken.
    """
    locked = _lock(period)
    if not can_change_period(seat, locked):
        raise PermissionDenied
    member = PanelMember.objects.filter(period=locked, person=person).first()
    if member is not None and member.left_at is None:
        if member.capacity == capacity:
            return member
        text = _("%s sudah duduk dalam panel. Akhiri dulu keanggotaannya.")
        raise ValidationError({"person": text % person.name})
    if seat.person is not None and seat.person.pk == person.pk:
        text = _("Tidak ada yang mendudukkan dirinya sendiri; minta rekan sekretariat.")
        raise ValidationError({"person": text})
    _refuse_unfit(seat, locked, person, Capacity(capacity), at)
    member = member or PanelMember(period=locked, person=person)
    member.capacity, member.left_at = capacity, None
    member.save()
    _record(seat, member, "member_added", at, after={"capacity": capacity})
    return member


@transaction.atomic
def end_membership(*, seat: Seat, member: PanelMember, at: datetime) -> PanelMember:
    """Let a member leave the panel; what they said stays, a repeat is harmless."""
    locked = _lock(member.period)
    if not can_change_period(seat, locked):
        raise PermissionDenied
    current = PanelMember.objects.get(pk=member.pk)
    if current.left_at is None:
        current.left_at = at
        current.save(update_fields=["left_at"])
        _record(seat, current, "member_left", at, before={"capacity": current.capacity})
    return current


@transaction.atomic
def add_tie(*, seat: Seat, member: PanelMember, terms: TieTerms, at: datetime) -> Tie:
    """Record what ties a member to an agency; the very same tie again gives the first one.

    The member may do it themselves. Raises PermissionDenied; ValidationError when the agency is
    of another region, or the tie ends before it begins.
    """
    locked = _lock(member.period)
    if not can_add_tie(seat, member):
        raise PermissionDenied
    if terms.agency.region_id != locked.region_id:
        raise ValidationError({"agency": _("Pilih perangkat daerah dari daerah ini.")})
    if terms.valid_from and terms.valid_until and terms.valid_until <= terms.valid_from:
        raise ValidationError({"valid_until": _("Isi tanggal sesudah hari pertama.")})
    values = asdict(terms) | {"agency": terms.agency}
    known = Tie.objects.filter(member=member, **values).first()
    if known is not None:
        return known
    tie = Tie.objects.create(
        member=member, recorded_by_key=seat.actor.key, recorded_at=at, **values
    )
    _record(seat, member, "tie_added", at, after=_facts(tie))
    return tie


@transaction.atomic
def end_tie(*, seat: Seat, tie: Tie, at: datetime) -> Tie:
    """Let a tie end today; only the secretariat does, so that nobody frees themselves.

    A tie that has not begun lasts its first day, for a row without a day would say nothing.
    """
    _lock(tie.member.period)
    if not can_end_tie(seat, tie.member):
        raise PermissionDenied
    current = Tie.objects.select_related("member__period", "agency").get(pk=tie.pk)
    today, begins = seat.today(at), current.valid_from
    ends = today if begins is None or begins < today else begins + timedelta(days=1)
    if current.valid_until is not None and current.valid_until <= ends:
        return current
    before = _facts(current)
    current.valid_until = ends
    current.save(update_fields=["valid_until"])
    _record(seat, current.member, "tie_ended", at, before=before, after=_facts(current))
    return current


@transaction.atomic
def record_presence(
    *, seat: Seat, round_held: Round, member: PanelMember, is_present: bool, at: datetime
) -> Presence:
    """Note that a member is there in a round, or is not; the last word counts.

    A member notes only themselves, the secretariat everybody. Raises PermissionDenied;
    ValidationError before the day of the round, and for a member once the next one has begun.
    """
    _lock(member.period)
    if not can_record_presence(seat, member) or round_held.period_id != member.period_id:
        raise PermissionDenied
    if member.left_at is not None:
        raise ValidationError(_("Anggota ini sudah keluar dari panel."))
    _refuse_other_day(seat, round_held, at)
    found = Presence.objects.filter(round=round_held, member=member).first()
    if found is not None and found.is_present == is_present:
        return found
    if found is None:
        found = Presence(round=round_held, member=member)
    found.is_present, found.recorded_by_key, found.recorded_at = is_present, seat.actor.key, at
    found.save()
    facts = {"round": round_held.number, "is_present": is_present}
    _record(seat, member, "presence", at, after=facts)
    return found


def _lock(period: AuctionPeriod) -> AuctionPeriod:
    """Return the period as it is now; whoever changes its panel waits for the other."""
    rows = AuctionPeriod.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("region").get(pk=period.pk)


def _refuse_unfit(
    seat: Seat, period: AuctionPeriod, person: Person, capacity: Capacity, at: datetime
) -> None:
    role = ROLES_BY_CAPACITY[capacity]
    if person not in candidates_of(period, on=seat.today(at), roles=[role]):
        words = {"name": person.name, "role": role.label, "region": period.region.name}
        text = _("%(name)s tidak punya peran “%(role)s” di %(region)s.")
        raise ValidationError({"person": text % words})
    taken = PanelMember.objects.filter(period=period, capacity=capacity, left_at=None)
    if capacity in SINGLE and taken.exists():
        text = _("Panel sudah punya “%s”. Akhiri dulu keanggotaannya.")
        raise ValidationError({"capacity": text % capacity.label})


def _refuse_other_day(seat: Seat, round_held: Round, at: datetime) -> None:
    today = seat.today(at)
    if today < round_held.held_on:
        text = _("Kehadiran dicatat mulai hari putarannya, %s.")
        raise ValidationError(text % day(round_held.held_on))
    if not can_change_period(seat, round_held.period) and has_passed(round_held, today):
        raise ValidationError(_("Putaran ini sudah lewat. Sekretariat dapat membetulkannya."))


def _facts(tie: Tie) -> dict[str, Any]:
    """Return what the audit keeps of a tie; what kind it is stays with the record itself."""
    days = {"valid_from": tie.valid_from, "valid_until": tie.valid_until}
    return {"tie": tie.key, "agency": tie.agency.key, **days}


def _record(
    seat: Seat,
    member: PanelMember,
    act: str,
    at: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    record(
        actor=seat.actor,
        act=f"auctions.panel.{act}",
        target=member,
        at=at,
        region_code=member.period.region_id,
        before=before,
        after=after,
    )
