"""Ask for an export pack of one innovation, or of all eligible ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from prakarsa.calendars.queries import current_edition_year
from prakarsa.evidence.forms import PackForm
from prakarsa.evidence.permissions import PACKERS
from prakarsa.evidence.queries.packs import offer_for_pack
from prakarsa.foundation.filters import asked, words_in
from prakarsa.foundation.keys import new_key
from prakarsa.foundation.time import now
from prakarsa.jobs.actions import TooManyJobs, enqueue
from prakarsa.jobs.models import Job
from prakarsa.organisations.access import SeatedRequest, roles

CHOSEN, SEARCH = "inovasi", "cari"


@require_http_methods(["GET", "POST"])
@roles(*PACKERS)
def pack(request: SeatedRequest) -> HttpResponse:
    """Choose what goes into a pack, and start making it."""
    year = current_edition_year(request.seat.region, now())
    words = asked(request.GET, (CHOSEN, SEARCH))
    text, named = words_in(words[SEARCH]), {words[CHOSEN], request.POST.get("submission", "")}
    offer = offer_for_pack(request.seat, year, text=text, named=named)
    initial = {"token": new_key(), "submission": words[CHOSEN]}
    form = PackForm(request.POST or None, offered=offer.choices, initial=initial)
    if form.is_valid():
        try:
            return redirect("jobs:detail", begin(request, form, year).key)
        except TooManyJobs as problem:
            messages.error(request, str(problem))
    context = {"form": form, "year": year, "text": text, "offer": offer}
    return render(request, "evidence/pack.html", context)


def begin(request: SeatedRequest, form: PackForm, year: int) -> Job:
    """Ask for the pack; the same form sent twice is one job."""
    return enqueue(
        kind="evidence.pack",
        seat=request.seat,
        parameters={"submission": form.cleaned_data["submission"], "edition_year": year},
        idempotency_key=form.cleaned_data["token"],
        at=now(),
    )
