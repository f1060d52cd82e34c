"""Kota Contoh as a whole, made once, in one transaction, from a fixed seed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import system_actor
from prakarsa.demo.example_auction import make_auction
from prakarsa.demo.example_history import keep_notes
from prakarsa.demo.example_innovations import make_innovations
from prakarsa.demo.example_offers import make_offers
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
from prakarsa.demo.example_succession import make_succession
from prakarsa.demo.example_traffic import make_traffic
from prakarsa.demo.example_year import make_year
from prakarsa.demo.words import SEED
from prakarsa.organisations.models import Region
from prakarsa.organisations.seats import seat_of
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
    period = make_auction(region, seats, agencies, innovations, at)
    make_offers(period, seats, at)
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
