"""Answers that carry tables and papers we made: always to be saved, never shown as a page."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from prakarsa.formats.kinds import MEDIA_TYPES, Kind
from prakarsa.formats.tables import Column, Value, csv_pieces, write_csv, write_xlsx

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def send_table(
    kind: str,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> HttpResponseBase:
    """Send rows as `xlsx` or `csv` under `name` without extension; the rows are read as they go."""
    response: HttpResponseBase
    if kind == Kind.CSV.value:
        pieces = csv_pieces(columns=columns, rows=rows)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    elif kind == Kind.XLSX.value:
        with ExitStack() as closed_on_failure:
            book = closed_on_failure.enter_context(tempfile.TemporaryFile())
            write_xlsx(book, columns=columns, rows=rows, title=title)
            book.seek(0)
            closed_on_failure.pop_all()
        response = FileResponse(book, content_type=MEDIA_TYPES[Kind.XLSX])
    else:
        raise Http404
    return confined(_named(response, f"{name}.{kind}"))


def make_table(
    kind: str,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> tuple[HttpResponseBase, int]:
    """Make a table whole, and return the answer that sends it with its number of rows.

    Whoever must write down what leaves needs the number before the first byte.
    """
    if kind not in (Kind.CSV.value, Kind.XLSX.value):
        raise Http404
    numbers = itertools.count()
    counted = (row for row, _number in zip(rows, numbers, strict=False))
    with ExitStack() as closed_on_failure:
        book = closed_on_failure.enter_context(tempfile.TemporaryFile())
        if kind == Kind.CSV.value:
            write_csv(book, columns=columns, rows=counted)
        else:
            write_xlsx(book, columns=columns, rows=counted, title=title)
        book.seek(0)
        closed_on_failure.pop_all()
    media_type = "text/csv; charset=utf-8" if kind == Kind.CSV.value else MEDIA_TYPES[Kind.XLSX]
    response = FileResponse(book, content_type=media_type)
    return confined(_named(response, f"{name}.{kind}")), next(numbers)


def send_paper(paper: bytes, *, name: str) -> HttpResponseBase:
    """Send a PDF we made under `name` without extension."""
    response = HttpResponse(paper, content_type=MEDIA_TYPES[Kind.PDF])
    return confined(_named(response, f"{name}.pdf"))


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def confined(response: HttpResponseBase) -> HttpResponseBase:
    """Let no browser guess another type or run anything, should it be opened in a window."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    return response
