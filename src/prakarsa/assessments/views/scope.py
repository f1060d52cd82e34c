"""Find the region and edition that an address names, within the seat's reach."""

from __future__ import annotations

from django.http import Http404

from prakarsa.assessments.permissions import can_see_index
from prakarsa.calendars.queries import current_edition_year
from prakarsa.foundation.filters import one_of
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest
from prakarsa.organisations.models import Region
from prakarsa.rules.index.edition import Edition, known_years, open_edition
from prakarsa.rules.working import Refusal

FILTERS = ("edisi",)


def region_for(request: SeatedRequest, slug: str) -> Region:
    """Return the seat's own region by its slug; raise Http404 for any other."""
    region = request.seat.region
    if region is None or region.slug != slug or not can_see_index(request.seat, region):
        raise Http404
    return region


def year_for(request: SeatedRequest, region: Region) -> int:
    """Return the edition asked for, else the region's current one.

    Raises BadRequest when none of that year is known, Http404 when the current one is not.
    """
    asked = one_of(request.GET.get("edisi", ""), [str(each) for each in known_years()])
    year = int(asked or current_edition_year(region, now()))
    if year not in known_years():
        raise Http404
    return year


def edition_for(request: SeatedRequest, region: Region) -> Edition:
    """Return the edition asked for; raise Http404 for one that cannot score."""
    edition = open_edition(year_for(request, region))
    if isinstance(edition, Refusal):
        raise Http404
    return edition
