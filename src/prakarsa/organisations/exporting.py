"""What a seat takes away as a table or a paper: so often, counted, and written down first.

Open data is for everybody and leaves by `catalogue`; nothing else leaves by another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.http.response import HttpResponseBase

from prakarsa.audit.actions import record_export
from prakarsa.formats.responses import make_table, send_paper
from prakarsa.formats.tables import Column, Value
from prakarsa.foundation.filters import asked
from prakarsa.foundation.limits import EXPORTS, PAPERS, take, visitor_of
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest

MOST_FILTERS, LONGEST_FILTER = 20, 100


def export_table(
    request: SeatedRequest,
    kind: str,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    filters: Iterable[str] = (),
) -> HttpResponseBase:
    """Send rows as `xlsx` or `csv` and record who took how many of what; raise TooMany or Http404.

    Whoever calls has chosen the rows by what the seat may read, and names the filters its list
    has: any other in the address is a BadRequest.
    """
    asked(request.GET, filters)
    take(EXPORTS, visitor=visitor_of(request), at=now())
    response, count = make_table(kind, name=name, title=title, columns=columns, rows=rows)
    _record(request, kind, rows=count)
    return response


def export_paper(
    request: SeatedRequest, *, name: str, rows: int, make: Callable[[], bytes]
) -> HttpResponseBase:
    """Send a PDF with so many rows, made when the seat may still ask; raise TooMany."""
    take(PAPERS, visitor=visitor_of(request), at=now())
    paper = make()
    _record(request, "pdf", rows=rows)
    return send_paper(paper, name=name)


def filters_of(query: Mapping[str, str]) -> dict[str, str]:
    """Return what an export was narrowed by, as far as it fits into an entry."""
    pairs = list(query.items())[:MOST_FILTERS]
    return {name[:LONGEST_FILTER]: value[:LONGEST_FILTER] for name, value in pairs if value}


def _record(request: SeatedRequest, kind: str, *, rows: int) -> None:
    seat = request.seat
    assert request.resolver_match is not None
    record_export(
        actor=seat.actor,
        what=request.resolver_match.view_name,
        at=now(),
        region_code=seat.region.code if seat.region else "",
        filters={**filters_of(request.GET), **_parts(request), "kind": kind},
        rows=rows,
    )


def _parts(request: SeatedRequest) -> dict[str, str]:
    """Return the parts of the address that name a record, a region or a year."""
    assert request.resolver_match is not None
    return {name: str(value) for name, value in request.resolver_match.kwargs.items()}
