"""The administrator's page about the installation, and what machines ask."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.foundation.filters import page_of
from prakarsa.foundation.keys import new_key
from prakarsa.foundation.time import now
from prakarsa.jobs.actions import enqueue
from prakarsa.jobs.kinds import JobRefused
from prakarsa.operations import requests
from prakarsa.operations.examinations import ASKED, is_under_way, last_examination
from prakarsa.operations.forms import AnswerForm, RequestForm
from prakarsa.operations.metrics import exposition
from prakarsa.operations.permissions import may_read_metrics
from prakarsa.operations.readings import take_reading
from prakarsa.operations.schema import is_ready
from prakarsa.operations.showing import installation_facts, show_requests
from prakarsa.organisations.access import SeatedRequest, asks_again, public, roles
from prakarsa.organisations.roles import Role

PLAIN = "text/plain; charset=utf-8"
METRICS = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@roles(Role.PLATFORM_ADMIN)
def home(request: SeatedRequest) -> HttpResponse:
    """Show what the last examination found, what waits, and how old the backups are."""
    at = now()
    context = {
        "last": last_examination(),
        "is_under_way": is_under_way(),
        "state": take_reading(at),
        "facts": installation_facts(),
        "folder": settings.PRAKARSA_BACKUPS,
        "asked": requests.open_requests(),
    }
    return render(request, "operations/home.html", context)


@require_POST
@roles(Role.PLATFORM_ADMIN)
def examine(request: SeatedRequest) -> HttpResponse:
    """Ask for an examination; one that is under way is enough."""
    if not is_under_way():
        try:
            enqueue(
                kind=ASKED, seat=request.seat, parameters={}, idempotency_key=new_key(), at=now()
            )
            messages.info(request, _("Pemeriksaan dimulai. Muat ulang halaman ini sebentar lagi."))
        except JobRefused as problem:
            messages.error(request, str(problem))
    return redirect("operations:home")


@require_safe
@public
def live(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; it asks nobody else."""
    return _said(is_well=True)


@require_safe
@public
def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether visitors can be sent here: the database answers and has this version's tables."""
    try:
        return _said(is_well=is_ready())
    except Error:
        connection.close()
        return _said(is_well=False)


@require_safe
@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the numbers to Prometheus; to anybody else there is nothing here."""
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(exposition(), content_type=METRICS, headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "POST"])
@roles(Role.PLATFORM_ADMIN)
def request_list(request: SeatedRequest) -> HttpResponse:
    """List what people asked about their own data and by when it is due; record a new request."""
    at = now()
    form = RequestForm(request.POST or None)
    if form.runs(lambda values: requests.take_request(seat=request.seat, at=at, **values)):
        messages.success(request, _("Permintaan dicatat. Jawab dalam 3 x 24 jam."))
        return redirect("operations:request", number=form.result.number)
    page = page_of(requests.open_requests(), request.GET)
    requests.record_requests_read(seat=request.seat, at=at)
    context = {"form": form, "page": page, "shown": show_requests(list(page), at=at)}
    return render(request, "operations/requests.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.PLATFORM_ADMIN)
def request_detail(request: SeatedRequest, number: int) -> HttpResponse:
    """Show one request with what is to be done, and close it with an answer."""
    asked, at = _asked(number), now()
    form = AnswerForm(request.POST or None)
    if form.runs(
        lambda values: requests.close_request(seat=request.seat, request=asked, at=at, **values)
    ):
        messages.success(request, _("Permintaan %d dijawab.") % number)
        return redirect("operations:requests")
    requests.record_requests_read(seat=request.seat, at=at, request=asked)
    (shown,) = show_requests([asked], at=at)
    return render(request, "operations/request.html", {"form": form, "each": shown})


@asks_again
@require_POST
@roles(Role.PLATFORM_ADMIN)
def request_copy(request: SeatedRequest, number: int) -> HttpResponse:
    """Have the copy made for whoever asked; twice is once."""
    asked = _asked(number)
    if asked.wish != requests.Wish.COPY:
        raise Http404
    try:
        job = enqueue(
            kind=requests.COPYING, seat=request.seat, parameters={"request": number},
            idempotency_key=f"request-{number}", at=now(),
        )  # fmt: skip
    except JobRefused as problem:
        messages.error(request, str(problem))
        return redirect("operations:request", number=number)
    return redirect("jobs:detail", job.key)


def _asked(number: int) -> requests.Request:
    found = requests.find_request(number)
    if found is None:
        raise Http404
    return found


def _said(*, is_well: bool) -> HttpResponse:
    return HttpResponse(
        "ok\n" if is_well else "no\n",
        status=200 if is_well else 503,
        content_type=PLAIN,
        headers={"Cache-Control": "no-store"},
    )
