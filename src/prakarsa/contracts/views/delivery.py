"""Pages of what a contract delivers: its line and quarters, the year's agreement, the targets."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.contracts.actions.delivery import link_year, set_targets
from prakarsa.contracts.forms.delivery import TargetsForm, YearForm
from prakarsa.contracts.permissions import (
    FOLLOWERS,
    LINKERS,
    PLANNERS,
    can_link_year,
    can_set_targets,
)
from prakarsa.contracts.queries.delivery import Delivery, delivery_for, quarters_of
from prakarsa.contracts.showing.delivery import delivery_page
from prakarsa.contracts.showing.watching import signals_for
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.rules.contract.quarters import Quarter


@require_safe
@roles(*FOLLOWERS)
def delivery(request: SeatedRequest, key: str) -> HttpResponse:
    """Show how far a contract is: the line of promise and delivery, years and quarters."""
    found, today = delivery_for(request.seat, key), request.seat.today(now())
    page = delivery_page(request.seat, found, today)
    signals = signals_for(request.seat, found.contract)
    return render(request, "contracts/delivery.html", {"page": page, "signals": signals})


@require_http_methods(["GET", "POST"])
@roles(*LINKERS)
def year_link(request: SeatedRequest, key: str, year: int) -> HttpResponse:
    """Name the perjanjian kinerja and the budget line of a year."""
    at, found = now(), delivery_for(request.seat, key)
    _quarters(found, year)
    if not can_link_year(request.seat, found.contract, on=request.seat.today(at)):
        raise PermissionDenied
    form = YearForm(request.POST or None, year=year, link=found.link_of(year))
    act = partial(link_year, seat=request.seat, contract=found.contract, at=at)
    if form.runs(lambda terms: act(terms=terms, version=form.cleaned_data["version"])):
        messages.success(request, _("Perjanjian kinerja %d ditautkan.") % year)
        return redirect("contracts:delivery", key=key)
    title = _("Perjanjian kinerja %d") % year
    return render(request, "contracts/year.html", _context(found, form, title))


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def targets(request: SeatedRequest, key: str, year: int) -> HttpResponse:
    """Set the targets of the quarters of a year, with their due days."""
    at, found = now(), delivery_for(request.seat, key)
    quarters = _quarters(found, year)
    if not can_set_targets(request.seat, found.contract):
        raise PermissionDenied
    stored = [each for each in found.targets if each.year == year]
    form = TargetsForm(request.POST or None, quarters=quarters, targets=stored)
    act = partial(set_targets, seat=request.seat, contract=found.contract, year=year, at=at)
    if form.runs(lambda terms: act(targets=terms, seen=form.cleaned_data["seen"])):
        messages.success(request, _("Target triwulan %d disimpan.") % year)
        return redirect(reverse("contracts:delivery", args=[key]) + "#target")
    title = _("Target triwulan %d") % year
    return render(request, "contracts/targets.html", _context(found, form, title))


def _quarters(found: Delivery, year: int) -> list[Quarter]:
    """Return the quarters of a year of a contract; raise Http404 where it has none."""
    quarters = quarters_of(found.terms) if found.terms else ()
    own = [each for each in quarters if each.year == year]
    if not own:
        raise Http404
    return own


def _context(found: Delivery, form: object, title: str) -> dict[str, object]:
    return {"delivery": found, "contract": found.contract, "form": form, "title": title}
