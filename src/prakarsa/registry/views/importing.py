"""The import wizard: upload, preview of each row, then one atomic import as a job."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.files.actions import store_upload
from prakarsa.files.models import StoredFile
from prakarsa.formats.explaining import explain
from prakarsa.formats.kinds import MEGABYTE, TABLES
from prakarsa.formats.reasons import Refused
from prakarsa.formats.tables import Column, ColumnKind
from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import one_of, page_of
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.jobs.actions import TooManyJobs, enqueue
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.importing import Outcome
from prakarsa.registry.forms.importing import ConfirmForm, ImportForm
from prakarsa.registry.importing.layouts import OFFICIAL, SOURCES, WrongHeader
from prakarsa.registry.importing.notes import note_text
from prakarsa.registry.importing.plan import Plan
from prakarsa.registry.permissions import IMPORTERS
from prakarsa.registry.queries.imports import import_file_for, plan_of

LARGEST = 10 * MEGABYTE


@require_http_methods(["GET", "POST"])
@roles(*IMPORTERS)
@limited(UPLOADS, method="POST")
def upload(request: SeatedRequest) -> HttpResponse:
    """Take the file; step 1 of 3."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            stored = store_upload(
                seat=request.seat, upload=form.cleaned_data["file"], allowed=TABLES,
                purpose=StoredFile.Purpose.SOURCE, region=request.seat.region, agency=None,
                limit_bytes=LARGEST, at=now(),
            )  # fmt: skip
            plan_of(request.seat, stored)
        except Refused as refusal:
            form.add_error("file", explain(refusal))
        except WrongHeader as wrong:
            form.add_error("file", _("Kolom tidak ada: %s.") % ", ".join(wrong.missing))
        else:
            return redirect("registry:import-preview", key=stored.key)
    layouts = [list(OFFICIAL.columns.values())[:14], list(SOURCES.columns.values())]
    return render(request, "registry/import.html", {"form": form, "layouts": layouts})


@require_http_methods(["GET", "POST"])
@roles(*IMPORTERS)
def preview(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what each row would do; step 2 of 3. Confirming makes the job."""
    stored = import_file_for(request.seat, key)
    form = ConfirmForm(request.POST or None)
    problem = ""
    if form.is_valid():
        try:
            job = enqueue(
                kind="registry.import", seat=request.seat, at=now(), idempotency_key=key,
                parameters={"file": key, "skip_errors": form.cleaned_data["skip_errors"]},
            )  # fmt: skip
        except TooManyJobs as refusal:
            problem = str(refusal)
        else:
            return redirect("jobs:detail", job.key)
    wish = request.GET.get("akibat", "")
    context = preview_of(plan_of(request.seat, stored), one_of(wish, Outcome.values))
    page = page_of(context["rows"], request.GET, ["akibat"])
    context |= {"file": stored, "page": page, "problem": problem}
    return render(request, "registry/import_preview.html", context)


def preview_of(plan: Plan, chosen: str) -> dict[str, Any]:
    """Return the rows of one outcome (all at first) with the chips to choose by."""
    counts = plan.counts
    chips = [Chip(_("Semua"), "?", len(plan.rows), is_current=chosen not in counts)]
    chips += [
        Chip(str(outcome.label), f"?akibat={outcome}", counts[outcome.value], outcome == chosen)
        for outcome in Outcome
        if counts[outcome.value]
    ]
    rows = [row for row in plan.rows if row.outcome == chosen] if chosen in counts else plan.rows
    return {
        "plan": plan,
        "counts": counts,
        "chips": chips,
        "rows": rows,
        "due": len(plan.due),
        "remarks": [note_text(note) for note in plan.notes],
    }


@require_safe
@roles(*IMPORTERS)
def errors(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send the wrong rows with their reasons as a workbook."""
    plan = plan_of(request.seat, import_file_for(request.seat, key))
    columns = [
        Column(_("Baris"), ColumnKind.WHOLE, 8),
        Column("Judul Inovasi", width=40),
        Column("Pemda", width=24),
        Column("Admin OPD", width=32),
        Column(_("Masalah"), width=80),
    ]
    rows = ((row.number, row.name, row.region, row.unit, row.reason) for row in plan.errors)
    name = _("galat-impor")
    return export_table(request, "xlsx", name=name, title=_("Galat"), columns=columns, rows=rows)
