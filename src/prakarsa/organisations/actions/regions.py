"""Acts on a region."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.organisations.models import Region, RegionCluster
from prakarsa.organisations.permissions import can_manage_region
from prakarsa.organisations.seats import Seat


@transaction.atomic
def set_cluster(
    *, seat: Seat, region: Region, year: int, cluster: str, source: str, at: datetime
) -> RegionCluster:
    """State the ministry's cluster of a region for a year, with its source."""
    if not can_manage_region(seat, region):
        raise PermissionDenied
    row = RegionCluster.objects.filter(region=region, year=year).first()
    before = {"cluster": row.cluster, "source": row.source} if row else {}
    row = row or RegionCluster(region=region, year=year)
    row.cluster, row.source = cluster, source
    row.save()
    record(
        actor=seat.actor,
        act="organisations.cluster.set",
        target=region,
        at=at,
        region_code=region.code,
        before=before,
        after={"year": year, "cluster": cluster, "source": source},
    )
    return row
