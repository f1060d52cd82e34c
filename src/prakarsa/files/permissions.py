"""Who may put a file into the store, and who may fetch a finished export."""

from __future__ import annotations

from datetime import datetime

from prakarsa.files.models import StoredFile
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat


def can_keep(seat: Seat, region: Region | None, agency: Agency | None) -> bool:
    """Keep a file for one's own region, and for one's own agency when the role has one."""
    if seat.person is None or seat.membership is None or region != seat.region:
        return False
    if agency is None:
        return True
    return agency.region == region and (
        seat.role not in AGENCY_ROLES or agency.pk in seat.agency_ids
    )


def can_upload(seat: Seat) -> bool:
    """Begin an upload: everybody who sits somewhere."""
    return seat.person is not None and seat.membership is not None


def can_fetch_export(seat: Seat, stored: StoredFile, at: datetime) -> bool:
    """Fetch an export before it ends: its person, still in the seat it was made in."""
    is_own = seat.person is not None and stored.owner == seat.person
    is_same_seat = stored.membership is None or stored.membership == seat.membership
    is_fresh = stored.expires_at is not None and at < stored.expires_at
    return is_own and is_same_seat and is_fresh
