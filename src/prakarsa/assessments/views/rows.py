"""The regional rows (SPD): what is filled in, what waits, what each is worth."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.assessments.permissions import READERS
from prakarsa.assessments.queries import region_rows
from prakarsa.assessments.tables import ROW_COLUMNS, region_row_table
from prakarsa.assessments.views.scope import FILTERS, edition_for, region_for
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.roles import Role


@require_safe
@roles(*READERS)
def rows(request: SeatedRequest, slug: str) -> HttpResponse:
    """List the regional rows of an edition."""
    region = region_for(request, slug)
    edition = edition_for(request, region)
    found = region_rows(region, edition)
    context = {
        "region": region,
        "edition": edition,
        "rows": found,
        "rows_key": f"{region.pk}-{edition.year}",
        "verified": sum(row.verified_hundredths for row in found),
        "claimed": sum(row.claimed_hundredths for row in found),
        "filled": sum(row.answer is not None for row in found),
        "can_fill": request.seat.role is Role.SECRETARIAT,
    }
    return render(request, "assessments/rows.html", context)


@require_safe
@roles(*READERS)
def export_rows(request: SeatedRequest, slug: str, kind: str) -> HttpResponseBase:
    """Send the regional rows of an edition as a table."""
    region = region_for(request, slug)
    edition = edition_for(request, region)
    name = f"baris-daerah-{region.slug}-{edition.year}"
    title = _("Baris pemerintah daerah")
    rows = region_row_table(region_rows(region, edition))
    return export_table(
        request, kind, name=name, title=title, columns=ROW_COLUMNS, rows=rows, filters=FILTERS
    )
