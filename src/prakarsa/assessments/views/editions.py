"""Pages of the editions: every value with its source and whether it is confirmed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.assessments.permissions import READERS
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.roles import Role
from prakarsa.rules.index.edition import known_years, open_edition, read_known_parts
from prakarsa.rules.working import Refusal

RULE_READERS = (*READERS, Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD, Role.PLATFORM_ADMIN)


@require_safe
@roles(*RULE_READERS)
def edition(request: SeatedRequest, year: int) -> HttpResponse:
    """Show the rulebook of an edition."""
    if year not in known_years():
        raise Http404
    found = open_edition(year)
    is_refused = isinstance(found, Refusal)
    context = {
        "known": read_known_parts(year),
        "years": known_years(),
        "edition": None if is_refused else found,
        "refusal": found if is_refused else None,
    }
    return render(request, "assessments/edition.html", context)
