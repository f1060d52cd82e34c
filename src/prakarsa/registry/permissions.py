"""Who may do what with an innovation: the state table, and whose innovation it is."""

from __future__ import annotations

from django.db.models import Q

from prakarsa.foundation.privacy import DataClass
from prakarsa.foundation.time import local_day
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import AGENCY_ROLES, RIGHTS, Reach, Role
from prakarsa.organisations.seats import Seat, agencies_and_below
from prakarsa.registry.models import Innovation, Revision
from prakarsa.registry.states import Act, roles_for, transition

READERS = tuple(role for role in Role if RIGHTS[role][DataClass.INTERNAL] > Reach.NOTHING)
CREATORS = roles_for(Act.CREATE)
IMPORTERS = roles_for(Act.IMPORT)


def reachable_innovations(seat: Seat) -> Q:
    """Return the one filter that says which innovations a seat reaches."""
    reach = seat.reach(DataClass.INTERNAL)
    if reach is Reach.REGION and seat.region is not None:
        return Q(region=seat.region)
    if reach is Reach.AGENCY:
        return Q(agency_id__in=seat.agency_ids)
    return Q(state=Innovation.State.PUBLISHED)


def reaches(seat: Seat, innovation: Innovation) -> bool:
    """Say whether an innovation lies in the seat's region or agencies."""
    if seat.role in AGENCY_ROLES:
        return innovation.agency_id in seat.agency_ids
    return seat.region is not None and innovation.region_id == seat.region.pk


def can_create(seat: Seat) -> bool:
    """Say whether a seat may record a new innovation."""
    return seat.role in CREATORS and seat.region is not None


def can_import(seat: Seat) -> bool:
    """Say whether a seat may import a list of innovations."""
    return seat.role in IMPORTERS and seat.region is not None


def can_edit(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may change the profile and its proof now."""
    return _may(seat, innovation, Act.CHANGE) and (
        seat.role is not Role.EMPLOYEE or innovation.created_by_key == seat.actor.key
    )


def can_submit(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may submit; whether it is complete is another question."""
    return _may(seat, innovation, Act.SUBMIT)


def can_return(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may return the innovation with notes."""
    return _may(seat, innovation, Act.RETURN) and not has_hand_in(seat, innovation)


def can_verify(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may verify; nobody verifies what they or their agency wrote."""
    return _may(seat, innovation, Act.VERIFY) and not has_hand_in(seat, innovation)


def can_publish(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may publish."""
    return _may(seat, innovation, Act.PUBLISH)


def can_retire(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may end the innovation."""
    return _may(seat, innovation, Act.RETIRE)


def can_carry_over(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may carry the innovation over to a new edition."""
    return _may(seat, innovation, Act.CARRY_OVER)


def can_withdraw(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may call off the draft of a later edition: carried over, not submitted."""
    return _may(seat, innovation, Act.WITHDRAW) and is_carried_draft(innovation)


def is_carried_draft(innovation: Innovation) -> bool:
    """Say whether nothing but changes happened since the innovation was carried over."""
    rows = Revision.objects.filter(innovation=innovation).exclude(act__in=[Act.CHANGE, Act.IMPORT])
    newest = rows.order_by("-number").first()
    return newest is not None and newest.act == Act.CARRY_OVER


CHECKS = {
    Act.CHANGE: can_edit,
    Act.SUBMIT: can_submit,
    Act.RETURN: can_return,
    Act.VERIFY: can_verify,
    Act.PUBLISH: can_publish,
    Act.RETIRE: can_retire,
    Act.CARRY_OVER: can_carry_over,
    Act.WITHDRAW: can_withdraw,
}


def acts_for(seat: Seat, innovation: Innovation) -> frozenset[Act]:
    """Return the acts a seat may do with an innovation now."""
    return frozenset(act for act, check in CHECKS.items() if check(seat, innovation))


def has_hand_in(seat: Seat, innovation: Innovation) -> bool:
    """Say whether the person wrote the innovation, or sat in its agency when it last changed.

    Whoever sits in an agency sits in the units below it too, as everywhere else.
    """
    if seat.person is None:
        return False
    wrote = Revision.objects.filter(
        innovation=innovation,
        actor_key=seat.actor.key,
        act__in=[Act.CREATE, Act.CHANGE, Act.SUBMIT, Act.CARRY_OVER],
    )
    changed_on = local_day(innovation.changed_at, innovation.region.zone)
    memberships = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=changed_on),
        person=seat.person,
        agency__isnull=False,
    )
    own = memberships.values_list("agency_id", flat=True)
    return wrote.exists() or innovation.agency_id in agencies_and_below(
        pk for pk in own if pk is not None
    )


def _may(seat: Seat, innovation: Innovation, act: Act) -> bool:
    row = transition(innovation.state, act)
    return row is not None and seat.role in row.roles and reaches(seat, innovation)
