"""The list of innovations and its export."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.registry.models import Innovation
from prakarsa.registry.permissions import READERS, can_create, can_import
from prakarsa.registry.queries import (
    Filters,
    choices_for,
    listed,
    state_chips,
    visible_innovations,
)
from prakarsa.registry.queries.filters import NAMES
from prakarsa.registry.tables import columns, export_rows


@require_safe
@roles(*READERS)
@limited(SEARCHES, parameter="cari")
def innovation_list(request: SeatedRequest) -> HttpResponse:
    """List the innovations the seat sees, narrowed by the filters of the address."""
    filters = Filters.from_query(request.GET)
    visible = visible_innovations(request.seat)
    rows = listed(filters.apply(visible))
    context = {
        "page": page_of(rows, request.GET, NAMES.values()),
        "filters": filters,
        "chips": state_chips(visible, filters),
        "choices": choices_for(request.seat),
        "kinds": Innovation.Kind.choices,
        "can_create": can_create(request.seat),
        "can_import": can_import(request.seat),
        "is_filtered": filters != Filters(),
        "query": filters.address(),
    }
    return render(request, "registry/list.html", context)


@require_safe
@roles(*READERS)
def export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the same rows as the list, with its filters, as XLSX or CSV."""
    filters = Filters.from_query(request.GET)
    rows = listed(filters.apply(visible_innovations(request.seat)))
    return export_table(
        request,
        kind,
        name=_("inovasi"),
        title=_("Inovasi"),
        columns=columns(),
        rows=export_rows(rows),
        filters=NAMES.values(),
    )
