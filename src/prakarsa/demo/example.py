"""Kota Contoh as a whole, made once, in one transaction, from a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import system_actor
from prakarsa.demo.example_auction import make_auction
from prakarsa.demo.example_changes import make_addenda, make_endings, make_transfers
from prakarsa.demo.example_contracts import make_contracts
from prakarsa.demo.example_delivery import make_delivery
from prakarsa.demo.example_history import keep_notes
from prakarsa.demo.example_innovations import make_innovations
from prakarsa.demo.example_offers import heads_of, make_offers
from prakarsa.demo.example_proof import make_proof
from prakarsa.demo.example_region import (
    CODE,
    Actors,
    first_memberships,
    make_agencies,
    make_people,
    make_region,
    operators_of,
)
from prakarsa.demo.example_succession import SPLIT, make_heads, make_succession
from prakarsa.demo.example_traffic import make_traffic
from prakarsa.demo.example_year import make_year
from prakarsa.demo.words import SEED
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.models import Innovation
from prakarsa.rules.index.edition import require_edition

EDITION = 2026


def has_example() -> bool:
    """Say whether Kota Contoh is in the database."""
    return Region.objects.filter(pk=CODE).exists()


@transaction.atomic
def make_example(*, at: datetime) -> Region:
    """Make Kota Contoh with its people, innovations, proof and year."""
    edition = require_edition(EDITION)
    region = make_region()
    agencies = make_agencies(region)
    people = make_people(region, agencies, at)
    actors = Actors(
        secretariat=str(people["Nadia Anggraini"].key),
        verifier=str(people["Dimas Prayoga"].key),
    )
    seats = {name: seat_of(row) for name, row in first_memberships(region).items()}
    former = make_succession(seats["Nadia Anggraini"], agencies, at)
    innovations = make_innovations(region, agencies, operators_of(region), actors, former, at)
    make_proof(innovations, edition, actors, at)
    keep_notes(innovations, actors)
    make_year(region, edition, actors, at)
    _hold_auction(region, seats, agencies, former, innovations, at)
    make_traffic(seats, agencies, innovations, at)
    record(
        actor=system_actor("demo"),
        act="demo.example.made",
        target=region,
        at=at,
        region_code=region.code,
        after={"seed": SEED, "innovations": len(innovations), "people": len(people)},
    )
    return region


def _hold_auction(
    region: Region,
    seats: dict[str, Seat],
    agencies: dict[str, Agency],
    former: list[Agency],
    innovations: Sequence[Innovation],
    at: datetime,
) -> None:
    """Hold the auction, sign what was agreed, and deliver."""
    heads = heads_of(seats) | make_heads(former, [agencies[name] for name in SPLIT.heirs], at)
    known = {**agencies, **{unit.name: unit for unit in former}}
    period = make_auction(region, seats, known, innovations, at)
    lots = make_offers(period, seats, heads, at)
    contracts = make_contracts(lots, seats, heads, at)
    make_transfers(contracts, seats, heads, at)
    make_delivery(contracts, heads, seats["Dimas Prayoga"], at)
    make_addenda(contracts, seats, heads, at)
    make_endings(contracts, seats, heads, at)
