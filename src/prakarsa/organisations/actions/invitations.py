"""Acts on invitations: a role is offered, and counts once the invited person accepts it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from prakarsa.accounts.actions import (
    end_invitation_letters,
    open_account,
    remove_unopened,
    send_invitation,
)
from prakarsa.accounts.letters import ask_for
from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import is_opened, normalised_address
from prakarsa.audit.actions import record
from prakarsa.foundation.time import WIB, local_day
from prakarsa.organisations.actions.people import keep_membership, refuse_wrong_agency
from prakarsa.organisations.models import Agency, Invitation, Membership, Region
from prakarsa.organisations.permissions import can_answer, can_grant, can_manage_invitation
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of, valid_on

COUNTS_FOR = timedelta(days=7)
KEPT = timedelta(days=30)
State = Invitation.State


@transaction.atomic
def invite_member(
    *,
    seat: Seat,
    email: str,
    person_name: str,
    role: str,
    valid_from: date,
    at: datetime,
    region: Region | None = None,
    agency: Agency | None = None,
    valid_until: date | None = None,
) -> Invitation:
    """Offer a role to whoever reads an address; it counts once they accept.

    An offer looks the same whether or not the address has an account: what the inviter typed,
    and nothing of the person until then. Nobody offers a role to themselves: the duties that the
    law keeps apart would meet in one hand.
    """
    region = region if seat.role is Role.PLATFORM_ADMIN else seat.region
    given = Role(role)
    if not can_grant(seat, given, region, agency):
        raise PermissionDenied
    refuse_wrong_agency(given, agency)
    code = region.code if region else ""
    person = open_account(actor=seat.actor, email=email, name=person_name, at=at, region_code=code)
    if person == seat.person:
        raise ValidationError(_("Peran bagi Anda sendiri diberikan oleh orang lain."))
    invitation = Invitation(
        person=person, email=normalised_address(email), name=person_name, role=given,
        region=None if given is Role.PLATFORM_ADMIN else region, agency=agency,
        valid_from=valid_from, valid_until=valid_until, offered_in=seat.membership,
        created_at=at, expires_at=at + COUNTS_FOR,
    )  # fmt: skip
    return _offer(seat, invitation, at=at)


def _offer(seat: Seat, invitation: Invitation, *, at: datetime) -> Invitation:
    open_one = Invitation.objects.filter(
        person=invitation.person, role=invitation.role, region=invitation.region,
        agency=invitation.agency, state=State.OPEN,
    )  # fmt: skip
    if open_one.exists():
        raise ValidationError(_("Undangan ini sudah ada. Kirim lagi dari daftar undangan."))
    invitation.save(force_insert=True)
    _send_letter(seat, invitation, at=at)
    after = {"role": invitation.role, "from": invitation.valid_from}
    _record(seat, invitation, "sent", at=at, after=after)
    return invitation


@transaction.atomic
def resend_invitation(*, seat: Seat, invitation: Invitation, at: datetime) -> Invitation:
    """Send an unanswered invitation again; it counts for another week, and is one's own now.

    What nobody stands behind any more is not revived by a click: it is withdrawn and offered anew.
    """
    row = _locked(invitation)
    if not can_manage_invitation(seat, row):
        raise PermissionDenied
    if row.state != State.OPEN:
        raise ValidationError(_("Undangan ini sudah dijawab atau ditarik."))
    if not _is_still_offered(row, on=local_day(at, row.region.zone if row.region else WIB)):
        text = _("Pengundangnya tidak lagi bertugas. Tarik undangan ini, lalu undang lagi.")
        raise ValidationError(text)
    row.expires_at, row.offered_in = at + COUNTS_FOR, seat.membership
    row.save(update_fields=["expires_at", "offered_in"])
    _send_letter(seat, row, at=at)
    _record(seat, row, "sent_again", at=at)
    return row


@transaction.atomic
def withdraw_invitation(*, seat: Seat, invitation: Invitation, at: datetime) -> Invitation:
    """Take an invitation back; a letter that opens an account for nothing else dies with it."""
    row = _locked(invitation)
    if not can_manage_invitation(seat, row):
        raise PermissionDenied
    _close(row, State.WITHDRAWN, at=at)
    if not _is_wanted_elsewhere(row.person):
        end_invitation_letters(person=row.person, at=at)
    _record(seat, row, "withdrawn", at=at)
    return row


@transaction.atomic
def accept_invitation(*, seat: Seat, invitation: Invitation, at: datetime) -> Membership:
    """Take the offered role: from its first day, and never before the day it is accepted."""
    row = _locked(invitation)
    if not can_answer(seat, row):
        raise PermissionDenied
    today = local_day(at, row.region.zone if row.region else WIB)
    starts_on = max(row.valid_from, today)
    is_past = row.valid_until is not None and row.valid_until <= starts_on
    if row.expires_at <= at or is_past or not _is_still_offered(row, on=today):
        raise ValidationError(_("Undangan ini sudah kedaluwarsa. Minta pengundang mengirim lagi."))
    _close(row, State.ACCEPTED, at=at)
    _record(seat, row, "accepted", at=at)
    membership = Membership(
        person=row.person, role=row.role, region=row.region, agency=row.agency,
        valid_from=starts_on, valid_until=row.valid_until,
    )  # fmt: skip
    return keep_membership(seat=seat, membership=membership, at=at)


@transaction.atomic
def decline_invitation(*, seat: Seat, invitation: Invitation, at: datetime) -> Invitation:
    """Refuse the offered role; the inviter learns that it was declined and no more."""
    row = _locked(invitation)
    if not can_answer(seat, row):
        raise PermissionDenied
    _close(row, State.DECLINED, at=at)
    _record(seat, row, "declined", at=at)
    return row


@transaction.atomic
def sweep_invitations(*, at: datetime) -> int:
    """Remove invitations 30 days after they were closed or expired, and accounts never opened."""
    is_closed = Q(closed_at__lt=at - KEPT)
    is_expired = Q(state=State.OPEN, expires_at__lt=at - KEPT)
    ended = list(Invitation.objects.filter(is_closed | is_expired).select_related("person"))
    for invitation in ended:
        invitation.delete()
    for person in {invitation.person for invitation in ended}:
        if not is_opened(person) and not _is_wanted_elsewhere(person):
            remove_unopened(person=person, at=at)
    return len(ended)


def _is_still_offered(invitation: Invitation, *, on: date) -> bool:
    """Say whether whoever offered it still sits where it could be offered.

    Offers of the first release do not name their seat; they count for their week.
    """
    if invitation.offered_in_id is None:
        return True
    rows = Membership.objects.filter(valid_on(on), person__is_active=True)
    # Held until we are done: an ending that comes at the same moment waits, or was first.
    locked = rows.select_for_update(no_key=True, of=("self",)).select_related("person")
    behind = locked.filter(pk=invitation.offered_in_id).first()
    return behind is not None and can_manage_invitation(seat_of(behind), invitation)


def _send_letter(seat: Seat, invitation: Invitation, *, at: datetime) -> None:
    person, code = invitation.person, invitation.region_id or ""
    if is_opened(person):
        ask_for("role_offered", to=person.email, person=person, at=at)
    else:
        send_invitation(actor=seat.actor, person=person, at=at, region_code=code)


def _is_wanted_elsewhere(person: Person) -> bool:
    others = Invitation.objects.filter(person=person, state=State.OPEN)
    return others.exists() or person.memberships.exists()


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person", "region", "agency").get(pk=invitation.pk)


def _close(invitation: Invitation, state: Invitation.State, *, at: datetime) -> None:
    if invitation.state != State.OPEN:
        raise ValidationError(_("Undangan ini sudah dijawab atau ditarik."))
    invitation.state, invitation.closed_at = state, at
    invitation.save(update_fields=["state", "closed_at"])


def _record(
    seat: Seat,
    invitation: Invitation,
    act: str,
    *,
    at: datetime,
    after: dict[str, object] | None = None,
) -> None:
    record(
        actor=seat.actor,
        act=f"organisations.invitation.{act}",
        target=invitation,
        at=at,
        region_code=invitation.region_id or "",
        after=after,
    )
