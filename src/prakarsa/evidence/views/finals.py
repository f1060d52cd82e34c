"""Import the ministry's final levels: upload, preview, then one import."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.calendars.queries import current_edition_year
from prakarsa.evidence.finals import FinalsPlan, plan_finals, read_finals
from prakarsa.evidence.forms import FinalsForm
from prakarsa.evidence.queries import source_for
from prakarsa.evidence.refusals import CannotAct
from prakarsa.files.actions import keep_prepared
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import prepare_upload
from prakarsa.files.storage import path_of
from prakarsa.formats.explaining import explain
from prakarsa.formats.kinds import TABLES
from prakarsa.formats.reasons import Refused
from prakarsa.formats.tables import Column
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.jobs.actions import TooManyJobs, enqueue
from prakarsa.organisations.access import SeatedRequest, asks_again, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.roles import Role
from prakarsa.rules.index.edition import known_years


@asks_again
@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
@limited(UPLOADS, method="POST")
def upload(request: SeatedRequest) -> HttpResponse:
    """Take the table and go to its preview."""
    at = now()
    year = current_edition_year(request.seat.region, at)
    form = FinalsForm(request.POST or None, request.FILES or None, initial={"edition_year": year})
    if form.is_valid():
        try:
            key = keep(request, form).key
            return redirect("evidence:finals-preview", form.cleaned_data["edition_year"], key)
        except Refused as refusal:
            form.add_error("file", explain(refusal))
        except CannotAct as problem:
            form.add_error("file", problem.sentence)
    return render(request, "evidence/finals.html", {"form": form})


@asks_again
@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def preview(request: SeatedRequest, year: int, key: str) -> HttpResponse:
    """Show what each row would change; a table without errors can be imported."""
    stored, plan = planned(request, year, key)
    if request.method == "POST" and not plan.problems:
        try:
            job = enqueue(
                kind="evidence.finals",
                seat=request.seat,
                parameters={"file": stored.key, "edition_year": year},
                idempotency_key=stored.key,
                at=now(),
            )
            return redirect("jobs:detail", job.key)
        except TooManyJobs as problem:
            messages.error(request, str(problem))
    return render(
        request, "evidence/finals_preview.html", {"stored": stored, "plan": plan, "year": year}
    )


@require_safe
@roles(Role.SECRETARIAT)
def errors(request: SeatedRequest, year: int, key: str) -> HttpResponseBase:
    """Send the wrong rows with their reasons as a workbook."""
    _stored, plan = planned(request, year, key)
    heads = (_("Baris"), _("Inovasi"), _("Indikator"), _("Tingkat"), _("Masalah"))
    name = _("Kesalahan nilai akhir")
    return export_table(
        request,
        "xlsx",
        name=name,
        title=name,
        columns=[Column(head) for head in heads],
        rows=[each.cells for each in plan.problems],
    )


def keep(request: SeatedRequest, form: FinalsForm) -> StoredFile:
    """Store the table once it was seen to have the needed columns."""
    prepared = prepare_upload(
        form.cleaned_data["file"], allowed=TABLES, limit_bytes=settings.PRAKARSA_UPLOAD_BYTES
    )
    try:
        read_finals(prepared.path)
        return keep_prepared(
            seat=request.seat,
            prepared=prepared,
            purpose=StoredFile.Purpose.SOURCE,
            region=request.seat.region,
            agency=None,
            at=now(),
        )
    except BaseException:
        prepared.discard()
        raise


def planned(request: SeatedRequest, year: int, key: str) -> tuple[StoredFile, FinalsPlan]:
    """Return the stored table and what it would do; another person's is not found."""
    if year not in known_years():
        raise Http404
    stored = source_for(request.seat, key)
    try:
        rows = read_finals(path_of(stored.key))
        return stored, plan_finals(request.seat, rows, edition_year=year)
    except (CannotAct, Refused, FileNotFoundError) as problem:
        raise Http404 from problem
