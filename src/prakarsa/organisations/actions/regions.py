"""Acts on a region."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.foundation.versions import Stale
from prakarsa.organisations.models import Region, RegionCluster
from prakarsa.organisations.permissions import can_manage_region
from prakarsa.organisations.queries import cluster_version
from prakarsa.organisations.seats import Seat


@transaction.atomic
def set_cluster(
    *, seat: Seat, region: Region, year: int, cluster: str, source: str, version: int, at: datetime
) -> RegionCluster:
    """State the ministry's cluster of a region for a year, with its source.

    `version` is what `cluster_version` said of the page; raises Stale when it says another now.
    """
    if not can_manage_region(seat, region):
        raise PermissionDenied
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    row = RegionCluster.objects.filter(region=region, year=year).first()
    before = {"cluster": row.cluster, "source": row.source} if row else {}
    present = cluster_version(region)
    if present != version:
        raise Stale(version=present, stored=before)
    row = row or RegionCluster(region=region, year=year, version=0)
    row.cluster, row.source, row.version = cluster, source, row.version + 1
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
