"""The public pages: what exists, one innovation, open data, and what search engines read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from prakarsa.catalogue import open_data, sitemap
from prakarsa.catalogue.needs import BY_KEY
from prakarsa.catalogue.queries import (
    Card,
    Filters,
    cards_of,
    current_edition,
    entries_of,
    find,
    groups,
    kin_of,
    overview,
    publish,
    published,
    whole,
)
from prakarsa.catalogue.queries.filters import NAMES
from prakarsa.catalogue.reported import has_reported, reported_of
from prakarsa.catalogue.showing import all_menus, first_menus, orders
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import OPEN_DATA, SEARCHES, limited
from prakarsa.organisations.access import SeatedRequest, public

XML = "application/xml; charset=utf-8"


@require_safe
@public
@limited(SEARCHES, parameter="q")
def home(request: SeatedRequest) -> HttpResponse:
    """Show what exists, grouped by need; or the list that was asked for."""
    filters = Filters.from_query(request.GET)
    edition = current_edition()
    seen = overview(edition)
    context: dict[str, Any] = {"filters": filters, "overview": seen}
    if filters.is_empty and "page" not in request.GET:
        by_need = groups(edition)
        shown = by_need.cards()
        context |= {"groups": shown, "other_needs": by_need.others}
        context |= {"menus": first_menus(filters, seen), "has_reported": has_reported()}
        cards = [card for _need, group in shown for card in group]
        return _with_strip(request, "catalogue/home.html", context, cards)
    found = find(filters, edition=edition)
    page = page_of(found.hits, request.GET, NAMES.values())
    cards = list(cards_of(page.object_list).values())
    context |= {"found": found, "page": page, "cards": cards, "orders": orders(filters)}
    context |= {"menus": all_menus(filters, seen), "need": BY_KEY.get(filters.need)}
    context["reported"] = reported_of(filters.region) if filters.region else []
    return _with_strip(request, "catalogue/list.html", context, cards)


def _with_strip(
    request: SeatedRequest, template: str, context: dict[str, Any], cards: list[Card]
) -> HttpResponse:
    """Render a page; a strip names the invented region when one of its cards is shown."""
    context["sample_region"] = next((card.sample for card in cards if card.sample), None)
    return render(request, template, context)


@require_safe
@public
def detail(request: SeatedRequest, key: str, slug: str) -> HttpResponse:
    """Show everything that is public of one innovation; what is not published is not found."""
    row = whole(published()).filter(key=key).first()
    if row is None:
        raise Http404
    innovation = publish(row)
    if slug != innovation.slug:
        return redirect("catalogue:detail", key, innovation.slug, permanent=True)
    kin = kin_of(innovation, row.pk, edition=current_edition())
    context = {"innovation": innovation, "kin": kin, "sample_region": innovation.sample}
    return render(request, "catalogue/detail.html", context)


@require_safe
@public
def old_home(_request: SeatedRequest) -> HttpResponse:
    """Lead from the folder of the innovations to the first page."""
    return redirect("catalogue:home", permanent=True)


@require_safe
@public
def data(request: SeatedRequest) -> HttpResponse:
    """Explain open data: what it holds, column by column, and how it may be used."""
    seen = overview(current_edition())
    context = {"overview": seen, "columns": open_data.COLUMNS, "terms": open_data.TERMS}
    return render(request, "catalogue/data.html", context)


@require_safe
@public
@limited(OPEN_DATA)
def data_file(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the catalogue, or what the filters leave of it; any site may read it."""
    if kind not in ("csv", "json"):
        raise Http404
    filters = Filters.from_query(request.GET)
    found = find(filters, edition=current_edition())
    return open_data.answer(kind, entries_of(filters, found))


@require_safe
@public
def sitemap_index(_request: SeatedRequest) -> HttpResponse:
    """Tell search engines where the addresses stand."""
    return HttpResponse(sitemap.index_text(), content_type=XML)


@require_safe
@public
def sitemap_piece(_request: SeatedRequest, number: int) -> HttpResponseBase:
    """Tell search engines some of the addresses."""
    if not 1 <= number <= sitemap.piece_count():
        raise Http404
    return StreamingHttpResponse(sitemap.piece_lines(number), content_type=XML)
