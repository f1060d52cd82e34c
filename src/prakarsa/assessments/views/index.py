"""The index page, its downloads and the list of what is not counted."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.assessments import showing
from prakarsa.assessments.permissions import READERS
from prakarsa.assessments.queries import Assessment, advice_of, assessment_of
from prakarsa.assessments.tables import (
    COLUMNS,
    EXCLUDED_COLUMNS,
    excluded_table,
    working_table,
)
from prakarsa.assessments.views.scope import FILTERS, edition_for, region_for, year_for
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.rules.index.edition import open_edition, read_known_parts
from prakarsa.rules.working import Refusal


@require_safe
@roles(*READERS)
def own_index(request: SeatedRequest) -> HttpResponse:
    """Lead to the index of the seat's own region."""
    assert request.seat.region is not None
    return redirect("assessments:region", slug=request.seat.region.slug)


@require_safe
@roles(*READERS)
def region_index(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show a region's index with its working, or why an edition refuses to score."""
    region = region_for(request, slug)
    year = year_for(request, region)
    edition = open_edition(year)
    if isinstance(edition, Refusal):
        context = {"region": region, "refusal": edition, "known": read_known_parts(year)}
        return render(request, "assessments/refused.html", context)
    assessment = assessment_of(region=region, edition=edition)
    context = {"assessment": assessment, "computed_at": now(), **picture(assessment)}
    return render(request, "assessments/index.html", context)


def picture(assessment: Assessment) -> dict[str, object]:
    """Return what the pictures of the page need."""
    advice = advice_of(assessment)
    scale, bars = showing.waterfall(assessment, advice)
    verified = assessment.verified.value
    return {
        "bands": showing.band_marks(assessment.edition),
        "lowest_band": showing.lowest_band(assessment.edition),
        "verified_width": showing.index_width(verified.index_hundredths),
        "claimed_width": showing.index_width(assessment.claimed.value.index_hundredths),
        "next_band": showing.next_band(assessment.edition, verified.index_hundredths),
        "segments": showing.segments(assessment),
        "scale": scale,
        "steps": bars,
        "working": showing.working_rows(assessment.verified, assessment.claimed),
        "total_points": Fraction(assessment.edition.values.maximum_total_hundredths, 100),
        "next_number": len(assessment.counted) + 1,
    }


@require_safe
@roles(*READERS)
def excluded(request: SeatedRequest, slug: str) -> HttpResponse:
    """List the innovations that the edition does not count, by reason."""
    region = region_for(request, slug)
    edition = edition_for(request, region)
    context = {"assessment": assessment_of(region=region, edition=edition)}
    return render(request, "assessments/excluded.html", context)


@require_safe
@roles(*READERS)
def export_working(request: SeatedRequest, slug: str, kind: str) -> HttpResponseBase:
    """Send the working and the counted innovations as a table."""
    region = region_for(request, slug)
    edition = edition_for(request, region)
    rows = working_table(assessment_of(region=region, edition=edition))
    name = f"indeks-{region.slug}-{edition.year}"
    title = _("Rincian indeks")
    return export_table(
        request, kind, name=name, title=title, columns=COLUMNS, rows=rows, filters=FILTERS
    )


@require_safe
@roles(*READERS)
def export_excluded(request: SeatedRequest, slug: str, kind: str) -> HttpResponseBase:
    """Send the innovations that the edition does not count, with the reasons."""
    region = region_for(request, slug)
    edition = edition_for(request, region)
    rows = excluded_table(assessment_of(region=region, edition=edition))
    name = f"tidak-dihitung-{region.slug}-{edition.year}"
    title = _("Tidak dihitung")
    return export_table(
        request, kind, name=name, title=title, columns=EXCLUDED_COLUMNS, rows=rows, filters=FILTERS
    )
