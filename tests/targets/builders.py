"""Targets, units and innovations for these tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.text import normalise_name
from prakarsa.targets.actions import CampaignTerms, QuotaTerms, create_campaign
from prakarsa.targets.models import Campaign
from tests.worlds import World, make_agency, make_person

State = Innovation.State


def terms(**changes: Any) -> CampaignTerms:
    """Return one new verified innovation per kelurahan and office in 2026."""
    given: dict[str, Any] = {
        "name": "Satu Unit Satu Inovasi",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "counts": "verified",
        "only_new": True,
        "source": "Instruksi Wali Kota Contoh Nomor 2 Tahun 2026",
        "source_link": "https://contoh.invalid/instruksi",
        "is_confirmed": True,
        "remark": "",
        "quotas": (QuotaTerms("kelurahan", 1), QuotaTerms("opd", 1)),
    }
    return CampaignTerms(**given | changes)


def make_campaign(
    world: World, at: datetime, *, region: Region | None = None, **changes: Any
) -> Campaign:
    """Set a target, by default as if at the start of its period."""
    seat = world.seat(Role.SECRETARIAT, region=region)
    made_at = at - timedelta(days=190)
    return create_campaign(seat=seat, terms=terms(**changes), at=made_at)


def make_innovation(
    agency: Agency | None, at: datetime, *, state: str = State.VERIFIED, **changes: Any
) -> Innovation:
    """Write an innovation row as it would stand after its acts, with its submission."""
    region = changes.pop("region", None) or (agency.region if agency else None)
    name = changes.pop("name", f"INOVASI {Innovation.objects.count() + 1}")
    is_handed_in = state in (State.SUBMITTED, State.RETURNED, State.VERIFIED, State.PUBLISHED)
    is_verified = state in (State.VERIFIED, State.PUBLISHED)
    row = Innovation.objects.create(
        region=region,
        agency=agency,
        name=name,
        normalised_name=normalise_name(name),
        state=state,
        created_by_key="tes",
        created_at=at,
        changed_at=at,
        submitted_at=at if is_handed_in else None,
        verified_at=at if is_verified else None,
        published_at=at if state == State.PUBLISHED else None,
        **changes,
    )
    if is_handed_in:
        Submission.objects.create(
            key=f"{row.key}-{at.year}",
            innovation=row,
            edition_year=at.year,
            created_at=at,
            submitted_at=at,
            verified_at=at if is_verified else None,
        )
    return row


def make_wards(world: World, count: int) -> list[Agency]:
    """Make wards of the home region with an operator each."""
    wards = []
    for number in range(count):
        ward = make_agency(world.home, f"Kelurahan {number:03d}", Agency.Kind.WARD, world.district)
        make_person(f"Operator {number:03d}", Role.OPERATOR, world.home, ward)
        wards.append(ward)
    return wards
