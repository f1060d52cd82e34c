"""Load the 552 regions that the project ships (Kemendagri codes of 2025)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from prakarsa.foundation.time import zone_of
from prakarsa.organisations.models import Region

FILE = Path(__file__).parent / "data" / "regions.csv"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new, changed and the same."""

    new: int
    changed: int
    same: int


def read_regions() -> list[Region]:
    """Return the regions of the shipped file, provinces first so that parents exist."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        rows = [
            Region(
                code=row["code"],
                name=row["name"],
                slug=slugify(row["name"]),
                kind=row["kind"],
                parent_id=row["parent"] or None,
                zone=zone_of(row["code"]),
            )
            for row in csv.DictReader(handle)
        ]
    return sorted(rows, key=lambda region: (len(region.code), region.code))


@transaction.atomic
def load_regions() -> Loaded:
    """Write what is new or changed; a second run writes nothing."""
    fields = ("name", "slug", "kind", "parent_id", "zone")
    known = {region.code: region for region in Region.objects.all()}
    new = [region for region in read_regions() if region.code not in known]
    changed = [
        region
        for region in read_regions()
        if region.code in known
        and any(getattr(known[region.code], name) != getattr(region, name) for name in fields)
    ]
    Region.objects.bulk_create(new)
    Region.objects.bulk_update(changed, ["name", "slug", "kind", "parent", "zone"])
    return Loaded(len(new), len(changed), len(known) - len(changed))
