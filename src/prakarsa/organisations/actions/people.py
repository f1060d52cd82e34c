"""Acts on people: given a role, taken out of it, set under a superior, deactivated."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.accounts.actions import open_account, send_invitation
from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import is_opened
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.foundation.time import WIB, local_day
from prakarsa.foundation.versions import Stale
from prakarsa.organisations.models import Agency, Membership, Region, Supervision
from prakarsa.organisations.permissions import can_end, can_grant
from prakarsa.organisations.queries import superior_version
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.organisations.seats import Seat, not_ended_on, valid_on


@transaction.atomic
def grant_membership(
    *,
    seat: Seat,
    person: Person,
    role: Role,
    region: Region | None,
    agency: Agency | None,
    valid_from: date,
    valid_until: date | None,
    at: datetime,
) -> Membership:
    """Give another person a role from a day on; raise ValidationError when they hold it already.

    Nobody gives a role to themselves: the duties that the law keeps apart would meet in one hand.
    """
    if not can_grant(seat, role, region, agency):
        raise PermissionDenied
    if person == seat.person:
        raise ValidationError(_("Peran bagi Anda sendiri diberikan oleh orang lain."))
    refuse_wrong_agency(role, agency)
    membership = Membership(
        person=person,
        role=role,
        region=region,
        agency=agency,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return keep_membership(seat=seat, membership=membership, at=at)


def refuse_wrong_agency(role: Role, agency: Agency | None) -> None:
    """Refuse a role of an agency without one, and the reverse."""
    if role in AGENCY_ROLES and agency is None:
        raise ValidationError({"agency": _("Peran ini memerlukan unit kerja. Pilih unitnya.")})
    if role not in AGENCY_ROLES and agency is not None:
        text = _("Peran ini berlaku untuk seluruh daerah. Pilih tingkat daerah.")
        raise ValidationError({"agency": text})


def keep_membership(*, seat: Seat, membership: Membership, at: datetime) -> Membership:
    """Store a new membership and record it; refuse one that the person holds already."""
    row = membership
    held = Membership.objects.filter(
        valid_on(row.valid_from),
        person=row.person, role=row.role, region=row.region, agency=row.agency,
    )  # fmt: skip
    if held.exists():
        raise ValidationError(_("%s sudah memegang peran ini pada tanggal itu.") % row.person.name)
    row.save(force_insert=True)
    after = {
        "person": row.person.key, "role": row.role, "from": row.valid_from,
        "until": row.valid_until,
    }  # fmt: skip
    _record(seat, row, "organisations.membership.granted", at, after)
    return row


@transaction.atomic
def open_first_seat(
    *, actor: Actor, email: str, name: str, role: Role, region: Region | None, at: datetime
) -> Membership:
    """Invite an administrator or a secretariat from the command line; a held role is kept."""
    code = region.code if region else ""
    person = open_account(actor=actor, email=email, name=name, at=at, region_code=code)
    if not is_opened(person):
        send_invitation(actor=actor, person=person, at=at, region_code=code)
    day = local_day(at, region.zone if region else WIB)
    held = Membership.objects.filter(valid_on(day), person=person, role=role, region=region).first()
    if held is not None:
        return held
    membership = Membership.objects.create(person=person, role=role, region=region, valid_from=day)
    record(
        actor=actor,
        act="organisations.membership.granted",
        target=membership,
        at=at,
        region_code=code,
        after={"person": person.key, "role": role, "from": day},
    )
    return membership


@transaction.atomic
def end_membership(
    *, seat: Seat, membership: Membership, version: int, on: date, reason: str, at: datetime
) -> Membership:
    """End a membership from a day on; the very next request no longer has its rights.

    Raises Stale when it is no longer the one the person saw.
    """
    if not can_end(seat, membership):
        raise PermissionDenied
    rows = Membership.objects.select_for_update(no_key=True, of=("self",))
    membership = rows.get(pk=membership.pk)
    if membership.version != version:
        stored = {"until": membership.valid_until, "reason": membership.ended_because}
        raise Stale(version=membership.version, stored=stored)
    # A membership that has not begun ends where it would begin, and so never counts.
    membership.valid_until = max(on, membership.valid_from)
    membership.ended_because = reason
    membership.version += 1
    membership.save(update_fields=["valid_until", "ended_because", "version"])
    after = {"until": membership.valid_until, "reason": reason}
    _record(seat, membership, "organisations.membership.ended", at, after)
    return membership


@transaction.atomic
def set_superior(
    *, seat: Seat, person: Person, superior: Person, valid_from: date, version: int, at: datetime
) -> Supervision:
    """Set the direct superior from a day on; the one before ends that day.

    `version` is what `superior_version` said of the page; raises Stale when it says another now.
    """
    if seat.role not in (Role.SECRETARIAT, Role.HR) or seat.region is None:
        raise PermissionDenied
    for each in (person, superior):
        if not each.memberships.filter(region=seat.region).exists():
            raise PermissionDenied
    if person == superior:
        raise ValidationError({"superior": _("Seseorang tidak dapat menjadi atasannya sendiri.")})
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = Supervision.objects.filter(person=person, valid_until__isnull=True).first()
    _refuse_other_superior(person, current, version)
    if current and current.valid_from >= valid_from:
        raise ValidationError({"valid_from": _("Isi tanggal setelah atasan sebelumnya mulai.")})
    if current:
        current.valid_until = valid_from
        current.save(update_fields=["valid_until"])
    row = Supervision.objects.create(person=person, superior=superior, valid_from=valid_from)
    record(
        actor=seat.actor,
        act="organisations.superior.set",
        target=person,
        at=at,
        region_code=seat.region.code,
        after={"superior": superior.key, "from": valid_from},
    )
    return row


def _refuse_other_superior(person: Person, current: Supervision | None, version: int) -> None:
    present = superior_version(person)
    if present != version:
        stored = {"superior": current.superior, "valid_from": current.valid_from} if current else {}
        raise Stale(version=present, stored=stored)


@transaction.atomic
def deactivate_person(
    *, seat: Seat, person: Person, heir: Person | None, reason: str, on: date, at: datetime
) -> None:
    """Close an account; the heir takes over the agencies whose only operator this person was.

    Roles that begin later end too. Drafts belong to the agency, so nothing is lost; raise
    ValidationError when an agency would be left without an operator and no heir of its own people
    is named: anybody else would get a role that they never accepted.
    """
    memberships = list(Membership.objects.filter(not_ended_on(on), person=person))
    if not memberships or not all(can_end(seat, each) for each in memberships):
        raise PermissionDenied
    orphaned = [each.agency for each in memberships if each.agency and _is_last_operator(each, on)]
    without = [agency for agency in orphaned if not _belongs_to(heir, agency, on)]
    if without:
        names = ", ".join(agency.name for agency in without)
        raise ValidationError({"heir": _("Pilih penerus draf untuk: %s.") % names})
    for each in memberships:
        end_membership(
            seat=seat, membership=each, version=each.version, on=on, reason=reason, at=at
        )
    for agency in orphaned:
        assert heir is not None
        grant_membership(
            seat=seat, person=heir, role=Role.OPERATOR, region=agency.region, agency=agency,
            valid_from=on, valid_until=None, at=at,
        )  # fmt: skip
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(
        actor=seat.actor,
        act="accounts.person.deactivated",
        target=person,
        at=at,
        region_code=seat.region.code if seat.region else "",
        after={"reason": reason, "heir": heir.key if heir else None},
    )


def _belongs_to(person: Person | None, agency: Agency, on: date) -> bool:
    if person is None or not person.is_active:
        return False
    return Membership.objects.filter(valid_on(on), person=person, agency=agency).exists()


def _is_last_operator(membership: Membership, on: date) -> bool:
    if membership.role != Role.OPERATOR or membership.valid_from > on:
        return False
    others = Membership.objects.filter(
        valid_on(on), agency=membership.agency, role=Role.OPERATOR, person__is_active=True
    )
    return not others.exclude(person=membership.person).exists()


def _record(
    seat: Seat, membership: Membership, act: str, at: datetime, after: dict[str, object]
) -> None:
    record(
        actor=seat.actor,
        act=act,
        target=membership,
        at=at,
        region_code=membership.region_id or "",
        after=after,
    )
