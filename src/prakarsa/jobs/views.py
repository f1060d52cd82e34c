"""Pages of one's own jobs: find them again, watch, stop, repeat, fetch the result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prakarsa.files.responses import send_file
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.jobs import actions
from prakarsa.jobs.kinds import JobRefused, label_of
from prakarsa.jobs.models import Job
from prakarsa.jobs.permissions import can_download, can_repeat
from prakarsa.jobs.queries import has_expired, job_for, jobs_of
from prakarsa.jobs.showing import show
from prakarsa.jobs.tables import job_columns, job_rows
from prakarsa.organisations.access import SeatedRequest, signed_in
from prakarsa.organisations.exporting import export_table


@require_safe
@signed_in
def job_list(request: SeatedRequest) -> HttpResponse:
    """List the person's jobs of the last 30 days."""
    at = now()
    page = page_of(jobs_of(request.seat, at=at), request.GET)
    context = {"page": page, "shown": [show(job, at=at) for job in page]}
    return render(request, "jobs/list.html", context)


@require_safe
@signed_in
def export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the person's jobs of the last 30 days."""
    return export_table(
        request,
        kind,
        name=_("pekerjaan"),
        title=_("Pekerjaan"),
        columns=job_columns(),
        rows=job_rows(jobs_of(request.seat, at=now())),
    )


@require_safe
@signed_in
def detail(request: SeatedRequest, key: str) -> HttpResponse:
    """Show how far a job is, and what it made."""
    return render(request, "jobs/detail.html", _context(request, key))


@require_safe
@signed_in
def progress(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the moving part of the page of a job."""
    return render(request, "jobs/_progress.html", _context(request, key))


def _context(request: SeatedRequest, key: str) -> dict[str, Any]:
    job, at = job_for(request.seat, key), now()
    is_short = job.state in (Job.State.FAILED, Job.State.CANCELLED)
    return {
        "shown": show(job, at=at),
        "can_download": not job.is_open and can_download(request.seat, job, at=at),
        "can_repeat": is_short and can_repeat(request.seat, job, at=at),
    }


@require_POST
@signed_in
def cancel(request: SeatedRequest, key: str) -> HttpResponse:
    """Stop a job at once or at its next step."""
    job = actions.cancel(seat=request.seat, job=job_for(request.seat, key), at=now())
    words = {
        Job.State.CANCELLED: _("%s dibatalkan."),
        Job.State.RUNNING: _("%s akan berhenti pada langkah berikutnya."),
    }
    text = words.get(Job.State(job.state), _("%s sudah berakhir sebelum dibatalkan."))
    messages.info(request, text % label_of(job.kind))
    return redirect("jobs:detail", key=key)


@require_POST
@signed_in
def retry(request: SeatedRequest, key: str) -> HttpResponse:
    """Put a failed or cancelled job back into the queue."""
    job = job_for(request.seat, key)
    try:
        actions.retry(seat=request.seat, job=job, at=now())
        messages.info(request, _("%s dijalankan lagi.") % label_of(job.kind))
    except JobRefused as problem:
        messages.error(request, str(problem))
    return redirect("jobs:detail", key=key)


@require_safe
@signed_in
def download(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send what the job made to its person, if the right still holds and the file still lives."""
    job, at = job_for(request.seat, key), now()
    if can_repeat(request.seat, job, at=at) and has_expired(job, at=at):
        shown = show(job, at=at)
        return render(request, "jobs/expired.html", {"shown": shown}, status=410)
    if job.result_file is None or not can_download(request.seat, job, at=at):
        raise Http404
    actions.record_download(seat=request.seat, job=job, at=at)
    return send_file(job.result_file)
