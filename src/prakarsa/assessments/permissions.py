"""Who may see a region's index: the seats that read what is internal to the whole region."""

from __future__ import annotations

from prakarsa.foundation.privacy import DataClass
from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import RIGHTS, Reach, Role
from prakarsa.organisations.seats import Seat

READERS = tuple(role for role in Role if RIGHTS[role][DataClass.INTERNAL] is Reach.REGION)


def can_see_index(seat: Seat, region: Region) -> bool:
    """Say whether a seat may see the index of a region: its own, and no other."""
    return seat.role in READERS and seat.region == region
