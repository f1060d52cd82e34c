"""The list of contracts and its export."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.contracts.permissions import FOLLOWERS
from prakarsa.contracts.queries import visible_contracts
from prakarsa.contracts.queries.filters import NAMES, Filters, choices_in, state_chips
from prakarsa.contracts.showing.contracts import contract_lines, listed
from prakarsa.contracts.showing.ways import ways_for
from prakarsa.contracts.tables import contract_columns, contract_rows
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_table


@require_safe
@roles(*FOLLOWERS)
@limited(SEARCHES, parameter="cari")
def contract_list(request: SeatedRequest) -> HttpResponse:
    """List the contracts the seat follows, narrowed by the filters of the address."""
    filters, visible = Filters.from_query(request.GET), visible_contracts(request.seat)
    page = page_of(listed(filters.apply(visible)), request.GET, NAMES.values())
    context = {
        "page": page,
        "lines": list(contract_lines(page, today=request.seat.today(now()))),
        "filters": filters,
        "chips": state_chips(visible, filters),
        "choices": choices_in(visible),
        "is_filtered": filters != Filters(),
        "query": filters.address(),
        "ways": list(ways_for(request.seat)),
    }
    return render(request, "contracts/list.html", context)


@require_safe
@roles(*FOLLOWERS)
def export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the same rows as the list, with its filters, as XLSX or CSV."""
    filters = Filters.from_query(request.GET)
    rows = listed(filters.apply(visible_contracts(request.seat)))
    return export_table(
        request,
        kind,
        name=_("kontrak-kinerja"),
        title=_("Kontrak kinerja"),
        columns=contract_columns(),
        rows=contract_rows(rows, today=request.seat.today(now())),
        filters=NAMES.values(),
    )
