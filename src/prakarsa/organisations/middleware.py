"""Seat the visitor, then refuse what the view does not open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from prakarsa.accounts.doors import ask_for_second_step, ask_to_prove, ask_to_sign_in
from prakarsa.accounts.models import Person
from prakarsa.accounts.sessions import is_recently_proved, owes_second_step
from prakarsa.foundation.access import Again, Held
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.time import local_day, now
from prakarsa.organisations.access import Access
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import demands_second_factor
from prakarsa.organisations.seats import Seat, held_seat, public_seat, seat_of

CHOSEN = "membership"


class SeatMiddleware:
    """Set `request.seat` from the memberships valid today in the region's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        vars(request)["seat"] = find_seat(request)
        return self.get_response(request)


def find_seat(request: HttpRequest) -> Seat:
    """Return the chosen seat, else the oldest valid one, else the public seat.

    The oldest, so that a role somebody else gives never moves a person out of their own seat.
    Who owes the second step sits nowhere yet: one role that demands it is enough.
    """
    address = client_address(request)
    if not isinstance(request.user, Person):
        return public_seat(address)
    # The day differs between the zones, so each membership is asked on its own region's day.
    rows = Membership.objects.filter(person=request.user).select_related("region", "agency")
    rows = rows.order_by("valid_from", "pk")
    valid = [row for row in rows if _is_valid(row)]
    is_demanded = any(demands_second_factor(row.role) for row in valid)
    if owes_second_step(request, request.user, is_demanded=is_demanded):
        return held_seat(request.user, address)
    chosen = request.session.get(CHOSEN)
    for row in [row for row in valid if row.key == chosen] or valid:
        row.person = request.user
        return seat_of(row, address=address)
    return Seat(role=public_seat().role, person=request.user, address=address)


def _is_valid(row: Membership) -> bool:
    day = local_day(now(), row.region.zone if row.region else "Asia/Jakarta")
    return row.valid_from <= day and (row.valid_until is None or day < row.valid_until)


class AccessMiddleware:
    """Deny by default: only a view that declares its access can be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        access: Access | None = getattr(view, "access", None)
        seat: Seat = vars(request)["seat"]
        if access is None:
            raise PermissionDenied
        if access.needs_account and seat.is_anonymous:
            return ask_to_sign_in(request)
        if seat.is_held and seat.person and not _opens_to_held(access, seat.person):
            return ask_for_second_step(request, seat.person)
        if seat.role not in access.roles:
            raise PermissionDenied(access)
        if _asks_again(access, seat) and not is_recently_proved(request, at=now()):
            return ask_to_prove(request)
        return None


def _opens_to_held(access: Access, person: Person) -> bool:
    """Say whether a view opens before the second step; enrolling is for those without a factor."""
    may_enrol = access.held is Held.ENROLS and not person.has_second_factor
    return may_enrol or access.held is Held.OPEN


def _asks_again(access: Access, seat: Seat) -> bool:
    person = seat.person
    is_asked = person is not None and (person.has_second_factor or not person.has_usable_password())
    return access.again is Again.ALWAYS or (access.again is Again.FACTOR and is_asked)
