"""The auditor's page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.audit.actions import record_reading
from prakarsa.audit.actors import ActingRequest
from prakarsa.audit.checkpoints import last_checkpoint
from prakarsa.audit.forms import FilterForm
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.queries import entries_of, lines_of
from prakarsa.foundation.access import roles
from prakarsa.foundation.roles import Role
from prakarsa.foundation.time import now

PAGE = 25


@roles(Role.AUDITOR)
@require_safe
def entry_list(request: ActingRequest) -> HttpResponse:
    """List the entries of the auditor's region, and record that they were read."""
    if request.seat.region is None:
        raise PermissionDenied
    code = request.seat.region.code
    form = FilterForm(request.GET)
    rows = (
        entries_of(region_code=code, **form.criteria())
        if form.is_valid()
        else AuditEntry.objects.none()
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines_of(page), "last": last_checkpoint()}
    response = render(request, "audit/entries.html", context)
    record_reading(actor=request.seat.actor, at=now(), region_code=code, criteria=form.cleaned_data)
    return response
