"""Agencies in and out as tables."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.formats.tables import Column, ColumnKind
from prakarsa.formats.workbooks import read_uploaded_table
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.filters import NAMES, AgencyFilter
from prakarsa.organisations.forms import UploadForm
from prakarsa.organisations.importing import (
    COLUMNS,
    Outcome,
    PlannedAgency,
    plan_agencies,
    write_agencies,
)
from prakarsa.organisations.queries import managed_regions, visible_agencies
from prakarsa.organisations.roles import Role

LARGEST_TABLE = 5 * 1024 * 1024


@require_safe
@roles(*SIGNED_IN)
def export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the agency list with the filters of the page."""
    chosen = AgencyFilter.from_query(request.GET).apply(visible_agencies(request.seat))
    columns = [Column(name) for name in COLUMNS]
    columns += [Column("valid_from", ColumnKind.DAY), Column("valid_until", ColumnKind.DAY)]
    rows = (
        (each.region.name, each.name, each.kind, each.parent.name if each.parent else "",
         each.source, each.valid_from, each.valid_until)
        for each in chosen.select_related("region", "parent").iterator()
    )  # fmt: skip
    return export_table(
        request,
        kind,
        name=_("perangkat-daerah"),
        title=_("Perangkat daerah"),
        columns=columns,
        rows=rows,
        filters=NAMES,
    )


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
@limited(UPLOADS, method="POST")
def import_table(request: SeatedRequest) -> HttpResponse:
    """Preview a table of agencies, then import it as a whole or not at all."""
    form = UploadForm(request.POST or None, request.FILES or None)
    plan: list[PlannedAgency] = []
    if form.is_valid():
        try:
            plan = _read_plan(request, form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error("file", explain(refusal))
    errors = sum(row.outcome is Outcome.ERROR for row in plan)
    if plan and not errors and request.POST.get("step") == "import":
        count = write_agencies(plan, actor=request.seat.actor, at=now())
        messages.success(request, _("%d unit disimpan.") % count)
        return redirect("organisations:agencies")
    counts = {outcome.value: sum(row.outcome is outcome for row in plan) for outcome in Outcome}
    context = {"form": form, "plan": plan, "counts": counts, "is_ready": plan and not errors}
    return render(request, "organisations/import.html", context)


def _read_plan(request: SeatedRequest, upload: UploadedFile[bytes]) -> list[PlannedAgency]:
    table = read_uploaded_table(upload, limit_bytes=LARGEST_TABLE)
    return plan_agencies(table.records(), allowed=managed_regions(request.seat))
