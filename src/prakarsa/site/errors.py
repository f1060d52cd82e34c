"""What people read when something goes wrong: what, for whom, and what to do."""

from __future__ import annotations

import http
import logging
import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from prakarsa.audit.actions import LIMITED, record_refusal
from prakarsa.foundation.access import SIGNED_IN, Access
from prakarsa.foundation.fullness import is_disk_full
from prakarsa.foundation.limits import MINUTE, REFUSALS, TooMany, take, visitor_of
from prakarsa.foundation.logs import request_id
from prakarsa.foundation.problems import asks_as_program, plain_problem
from prakarsa.foundation.roles import Role
from prakarsa.foundation.time import now
from prakarsa.foundation.writing import enumeration
from prakarsa.organisations.seats import Seat, public_seat

log = logging.getLogger(__name__)
NAMED_AT_MOST = 4
RETRY_SECONDS = 30
BUSY = ("locked", "busy", "unable to open", "disk i/o error")


def bad_request(request: HttpRequest, *_args: object, **_details: object) -> HttpResponse:
    """Answer a request that cannot be understood."""
    if asks_as_program(request):
        return plain_problem(400)
    return render(request, "site/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say for whom the page is and who you are; say nothing about any record."""
    access = exception.args[0] if exception.args else None
    seat: Seat = getattr(request, "seat", None) or public_seat()
    allowed = access.roles & SIGNED_IN if isinstance(access, Access) else frozenset()
    names = [str(role.label).lower() for role in Role if role in allowed]
    if request.resolver_match and _is_worth_a_line(request):
        record_refusal(
            actor=seat.actor,
            view_name=request.resolver_match.view_name,
            at=now(),
            region_code=seat.region.code if seat.region else "",
        )
    if asks_as_program(request):
        return plain_problem(403)
    context = {
        "roles": enumeration(names) if len(names) <= NAMED_AT_MOST else "",
        "place": seat.agency or seat.region,
        "is_administrator": seat.role is Role.PLATFORM_ADMIN,
        "is_secretariat": seat.role is Role.SECRETARIAT,
    }
    return render(request, "site/403.html", context, status=403)


def _is_worth_a_line(request: HttpRequest) -> bool:
    """Say whether a refusal is written down: a flood of them may not fill the chain."""
    try:
        take(REFUSALS, visitor=visitor_of(request), at=now())
    except TooMany as flood:
        if flood.is_first:
            log.warning("A visitor is refused again and again; no more of it this minute.")
        return False
    return True


def too_many(request: HttpRequest, refused: TooMany) -> HttpResponse:
    """Answer who asked too often, and say when to come back; a person's first is written down."""
    seat: Seat = getattr(request, "seat", None) or public_seat()
    if refused.is_first and seat.person and request.resolver_match:
        record_refusal(
            actor=seat.actor,
            view_name=request.resolver_match.view_name,
            at=now(),
            region_code=seat.region.code if seat.region else "",
            act=LIMITED,
        )
    context = {"minutes": -(-refused.seconds // MINUTE)}
    page = render(request, "site/429.html", context, status=429)
    page.headers["Retry-After"] = str(refused.seconds)
    return page


def csrf_failure(request: HttpRequest, **_details: object) -> HttpResponse:
    """Answer a form that was too old or came from elsewhere."""
    if asks_as_program(request):
        return plain_problem(403)
    return render(request, "site/csrf.html", status=403)


def not_found(request: HttpRequest, *_args: object, **_details: object) -> HttpResponse:
    """Answer an address that leads nowhere, or nowhere for you: the same words for both."""
    if asks_as_program(request):
        return plain_problem(404)
    return render(request, "site/404.html", status=404)


def method_not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Answer a visit to an address that takes only forms; Django's own answer is a blank page."""
    page = render(request, "site/405.html", status=refused.status_code)
    page.headers["Allow"] = refused.headers["Allow"]
    return page


def is_database_away(problem: BaseException | None) -> bool:
    """Tell a busy or missing database from a wrong query.

    PostgreSQL reports wrong queries as other errors; SQLite reports both as operational ones.
    """
    if isinstance(problem, InterfaceError):
        return True
    if not isinstance(problem, OperationalError):
        return False
    return connection.vendor != "sqlite" or any(word in str(problem).lower() for word in BUSY)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own fault with a code to quote; this page needs no database.

    What fails before a view is reached, such as looking up the session, comes here as well.
    """
    problem = sys.exception()
    if is_disk_full(problem):
        return no_room(request)
    if is_database_away(problem):
        return unavailable(request)
    if asks_as_program(request):
        return plain_problem(500, code=request_id.get())
    return HttpResponse(render_to_string("site/500.html", {"code": request_id.get()}), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer while the database is busy or away, and say when to come back."""
    if asks_as_program(request):
        answer = plain_problem(503, code=request_id.get())
    else:
        page = render_to_string("site/503.html", {"code": request_id.get()})
        answer = HttpResponse(page, status=503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def no_room(request: HttpRequest) -> HttpResponse:
    """Answer while a disk is full: nothing was saved, reading goes on."""
    if asks_as_program(request):
        return plain_problem(http.HTTPStatus.INSUFFICIENT_STORAGE, code=request_id.get())
    page = render_to_string("site/507.html", {"code": request_id.get()})
    status = http.HTTPStatus.INSUFFICIENT_STORAGE
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
