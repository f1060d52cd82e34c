"""The first page after signing in, per role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from prakarsa.assessments.showing import band_marks, index_width, next_band
from prakarsa.contracts.showing.due import due_of
from prakarsa.dashboards.queries.operator import operator_home
from prakarsa.dashboards.queries.region import region_home, verifier_home
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles, signed_in
from prakarsa.organisations.queries import offers_to
from prakarsa.organisations.roles import AGENCY_ROLES, Role

LEADERS = (Role.MAYOR, Role.SECRETARY)
ELSEWHERE = {Role.MAYOR: "dashboards:summary", Role.SECRETARY: "dashboards:summary",
             Role.AUDITOR: "audit:list"}  # fmt: skip


@require_safe
@signed_in
def home(request: SeatedRequest) -> HttpResponse:
    """Lead each role to its own first page."""
    role, person = request.seat.role, request.seat.person
    if role in ELSEWHERE:
        return redirect(ELSEWHERE[role])
    if role is Role.PUBLIC and person is not None and offers_to(person).exists():
        return redirect("organisations:offers")
    page: Callable[[SeatedRequest], HttpResponse] = _plain_home
    if role in AGENCY_ROLES:
        page = _operator_home
    elif role in (Role.VERIFIER, Role.SECRETARIAT):
        page = _verifier_home if role is Role.VERIFIER else _secretariat_home
    return page(request)


def _operator_home(request: SeatedRequest) -> HttpResponse:
    at = now()
    page = operator_home(request.seat, at=at)
    is_head = request.seat.role is Role.AGENCY_HEAD
    context = {
        "page": page,
        "at": at,
        "days_left": _days_left(request, page.deadline),
        "due": due_of(request.seat, at=at) if is_head else [],
    }
    return render(request, "dashboards/operator.html", context)


def _days_left(request: SeatedRequest, deadline: datetime | None) -> int | None:
    if deadline is None:
        return None
    return (request.seat.today(deadline) - request.seat.today(now())).days


def _verifier_home(request: SeatedRequest) -> HttpResponse:
    at = now()
    page = verifier_home(request.seat, at=at)
    context = {
        "page": page,
        "at": at,
        "days_left": _days_left(request, page.deadline),
        "due": due_of(request.seat, at=at),
    }
    return render(request, "dashboards/verifier.html", context)


def _secretariat_home(request: SeatedRequest) -> HttpResponse:
    at = now()
    page = region_home(request.seat, at=at)
    context = {
        "page": page,
        "at": at,
        "days_left": _days_left(request, page.deadline),
        "due": due_of(request.seat, at=at),
    }
    return render(request, "dashboards/secretariat.html", context)


def _plain_home(request: SeatedRequest) -> HttpResponse:
    at = now()
    due = due_of(request.seat, at=at) if request.seat.role is Role.PANEL else []
    return render(request, "dashboards/plain.html", {"at": at, "due": due})


@require_safe
@roles(*LEADERS, Role.SECRETARIAT)
def summary(request: SeatedRequest) -> HttpResponse:
    """Show the mayor's one page."""
    at = now()
    page = region_home(request.seat, at=at)
    context: dict[str, object] = {"page": page, "at": at, "due": due_of(request.seat, at=at)}
    if page.assessment:
        result = page.assessment.verified.value
        claimed = page.assessment.claimed.value.index_hundredths
        band = next_band(page.assessment.edition, result.index_hundredths)
        context |= {
            "next_band": band,
            "missing": band.low_hundredths - result.index_hundredths if band else 0,
            "bands": band_marks(page.assessment.edition),
            "verified_width": index_width(result.index_hundredths),
            "claimed_width": index_width(claimed),
        }
    return render(request, "dashboards/summary.html", context)
