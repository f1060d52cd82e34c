"""The verifier's queue, and one answer to decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.calendars.queries import current_edition_year
from prakarsa.evidence.actions import Verdict, decide_level
from prakarsa.evidence.forms import VerdictForm
from prakarsa.evidence.queries import (
    agencies_in,
    answer_for,
    groups_in,
    narrowed,
    queue_in,
    ready_in,
    submission_of,
)
from prakarsa.evidence.showing.cases import Case
from prakarsa.evidence.showing.lines import FILTERS, Line, queue_chips, read_filter, waiting_groups
from prakarsa.evidence.showing.sheets import Sheet
from prakarsa.evidence.views.answers import is_done, shown_version
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.roles import Role

READY = 10


@require_safe
@roles(Role.VERIFIER)
def queue(request: SeatedRequest) -> HttpResponse:
    """List what waits, longest first, by unit and age."""
    at = now()
    wanted = read_filter(request.GET, current_edition_year(request.seat.region, at))
    everything = queue_in(request.seat, wanted.edition_year)
    rows = narrowed(everything, wanted, at=at)
    page = page_of(groups_in(rows), request.GET, FILTERS)
    context: dict[str, Any] = {
        "page": page,
        "groups": waiting_groups(rows, list(page), wanted, at=at),
        "wanted": wanted,
        "chips": queue_chips(everything, wanted, at=at),
        "agencies": agencies_in(narrowed(everything, replace(wanted, agency_key=""), at=at)),
    }
    ready = ready_in(request.seat, wanted)
    context |= {"ready": ready[:READY], "ready_count": ready.count()}
    context["total"] = next(chip.count for chip in context["chips"] if chip.is_current)
    return render(request, "evidence/queue.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.VERIFIER)
def verify(request: SeatedRequest, key: str, indicator: str) -> HttpResponse:
    """Show claim, evidence and history side by side, and decide."""
    at = now()
    case = Case(request.seat, answer_for(request.seat, key, indicator, at=at), at)
    if case.answer._state.adding:
        raise Http404
    line = Line(case, read_filter(request.GET, case.answer.edition_year))
    form = VerdictForm(request.POST or None)
    if request.method == "POST":
        following = line.following_url
        if is_done(form, lambda: decide(request, case, form)):
            messages.success(request, line.done_words(request.POST.get("verdict", "")))
            return redirect(ready_url(request, case) or following)
    context = {"case": case, "line": line, "form": form}
    context["version"] = shown_version(request, case, form)
    context["picks"] = case.picks(form["level"].value())
    return render(request, "evidence/verify.html", context)


def ready_url(request: SeatedRequest, case: Case) -> str:
    """Return where the innovation itself is verified, once the last of its proof is decided."""
    if case.innovation is None:
        return ""
    submission = submission_of(request.seat, case.key, at=case.at)
    if not Sheet(request.seat, submission, case.at).is_ready:
        return ""
    return reverse("evidence:detail", args=[case.innovation.key])


def decide(request: SeatedRequest, case: Case, form: VerdictForm) -> None:
    """Record the verdict of the button that was pressed."""
    decide_level(
        seat=request.seat,
        answer=case.answer,
        verdict=Verdict(form.cleaned_data["verdict"]),
        level=form.cleaned_data["level"],
        reason=form.cleaned_data["reason"],
        version=posted_version(request.POST),
        at=case.at,
    )
