"""The auditor's page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.audit.actions import record_export, record_reading
from prakarsa.audit.actors import ActingRequest
from prakarsa.audit.checkpoints import last_checkpoint
from prakarsa.audit.forms import IN_ADDRESS, FilterForm
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.queries import entries_of, lines_of
from prakarsa.audit.tables import entry_columns, entry_rows
from prakarsa.formats.responses import make_table
from prakarsa.foundation.access import roles
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import EXPORTS, take, visitor_of
from prakarsa.foundation.roles import Role
from prakarsa.foundation.time import now


@roles(Role.AUDITOR)
@require_safe
def entry_list(request: ActingRequest) -> HttpResponse:
    """List the entries of the auditor's region, and record that they were read."""
    code, form = _region_code(request), FilterForm(request.GET)
    page = page_of(_chosen(form, code), request.GET, IN_ADDRESS.values())
    context = {"form": form, "page": page, "lines": lines_of(page), "last": last_checkpoint()}
    response = render(request, "audit/entries.html", context)
    record_reading(actor=request.seat.actor, at=now(), region_code=code, criteria=form.as_asked())
    return response


@roles(Role.AUDITOR)
@require_safe
def entry_export(request: ActingRequest, kind: str) -> HttpResponseBase:
    """Send the entries of the list, with its filters, and record that they were taken."""
    code, form, at = _region_code(request), FilterForm(request.GET), now()
    take(EXPORTS, visitor=visitor_of(request), at=at)
    response, count = make_table(
        kind, name=_("jejak-audit"), title=_("Jejak audit"), columns=entry_columns(),
        rows=entry_rows(_chosen(form, code)),
    )  # fmt: skip
    taken = {**form.as_asked(), "kind": kind}
    record_export(
        actor=request.seat.actor, what="audit:export", at=at, region_code=code,
        filters={name: value for name, value in taken.items() if value}, rows=count,
    )  # fmt: skip
    return response


def _region_code(request: ActingRequest) -> str:
    if request.seat.region is None:
        raise PermissionDenied
    return request.seat.region.code


def _chosen(form: FilterForm, code: str) -> QuerySet[AuditEntry]:
    """Return the entries asked for; none when a day cannot be read, as the form then says."""
    form.refuse_unknown()
    if not form.is_valid():
        return AuditEntry.objects.none()
    return entries_of(region_code=code, **form.criteria())
