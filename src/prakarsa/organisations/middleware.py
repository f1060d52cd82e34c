"""Seat the visitor, then refuse what the view does not open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from prakarsa.accounts.models import Person
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import local_day, now
from prakarsa.organisations.access import Access
from prakarsa.organisations.models import Membership
from prakarsa.organisations.seats import Seat, public_seat, seat_of

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
    """
    address = client_address(request)
    if not isinstance(request.user, Person):
        return public_seat(address)
    # The day differs between the zones, so each membership is asked on its own region's day.
    rows = Membership.objects.filter(person=request.user).select_related("region", "agency")
    rows = rows.order_by("valid_from", "pk")
    valid = [row for row in rows if _is_valid(row)]
    chosen = request.session.get(CHOSEN)
    for row in [row for row in valid if row.key == chosen] or valid:
        row.person = request.user
        return seat_of(row, address=address)
    return Seat(role=public_seat().role, person=request.user, address=address)


def _is_valid(row: Membership) -> bool:
    day = local_day(now(), row.region.zone if row.region else "Asia/Jakarta")
    return row.valid_from <= day and (row.valid_until is None or day < row.valid_until)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page; a part of a page that asks for itself leads the whole page."""
    answer = redirect_to_login(page_of(request))
    return HttpResponseClientRedirect(answer.url) if "HX-Request" in request.headers else answer


def page_of(request: HttpRequest) -> str:
    """Return where to go after signing in: a form's address may take no visitors, its page does."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    is_own = page.netloc == request.get_host()
    path = own_path(page._replace(scheme="", netloc="").geturl()) if is_own else None
    return path or resolve_url(settings.LOGIN_REDIRECT_URL)


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
        if seat.role not in access.roles:
            raise PermissionDenied(access)
        return None
