"""What public sources name: the units of three cities, 153 innovations, reported campaigns.

Everything goes the way `prakarsa import …` goes. No person, proof or score is made for a real
region.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import system_actor
from prakarsa.demo.words import FOLDER
from prakarsa.formats.workbooks import Row, Table, read_table
from prakarsa.organisations.importing import plan_agencies, write_agencies
from prakarsa.organisations.models import Region
from prakarsa.registry.actions.imports import import_innovations
from prakarsa.registry.importing.plan import plan_innovations
from prakarsa.targets.models import Campaign, Quota

ACTOR = system_actor("demo")
INDONESIAN = "description_id"
KEY = ("region", "agency", "name")


@transaction.atomic
def load_published(*, at: datetime) -> None:
    """Load units, innovations and campaigns of real regions; a second time changes nothing."""
    regions = list(Region.objects.filter(is_example=False))
    agencies = read_table(FOLDER / "agencies.csv")
    write_agencies(plan_agencies(agencies.records(), allowed=regions), actor=ACTOR, at=at)
    plan = plan_innovations(published_table(), allowed=regions)
    import_innovations(plan=plan, actor=ACTOR, at=at)
    for words in tomllib.loads((FOLDER / "campaigns.toml").read_text("utf-8"))["campaigns"]:
        make_campaign(words, at=at)


def published_table() -> Table:
    """Return the list of public sources with our Indonesian wording as one more column."""
    table = read_table(FOLDER / "innovations_east_java.csv")
    wording = {
        tuple(texts[name] for name in KEY): texts[INDONESIAN]
        for _number, texts in read_table(FOLDER / "descriptions_id.csv").records()
    }
    rows = [
        Row(number, [*texts.values(), wording[tuple(texts[name] for name in KEY)]])
        for number, texts in table.records()
    ]
    return replace(table, header=[*table.header, INDONESIAN], rows=rows)


def make_campaign(words: Mapping[str, Any], *, at: datetime) -> None:
    """State a reported campaign as it was reported: unconfirmed, with its source."""
    campaign, is_new = Campaign.objects.get_or_create(
        region=Region.objects.get(name=words["region"]),
        name=words["name"],
        starts_on=words["valid_from"],
        defaults={
            "ends_on": words["valid_until"] - timedelta(days=1),
            "counts": words["counts"],
            "only_new": words["new_in_period"],
            "source": words["source"],
            "source_link": words["source_url"],
            "is_confirmed": words["confirmed"],
            "remark": f"{notice()} {words.get('figures', '')}".rstrip(),
            "is_reported": True,
            "created_at": at,
        },
    )
    if not is_new:
        return
    Quota.objects.bulk_create(
        Quota(campaign=campaign, agency_kind=each["kind"], needed=each["quota"])
        for each in words["quotas"]
    )
    record(
        actor=ACTOR,
        act="demo.campaign.reported",
        target=campaign,
        at=at,
        region_code=campaign.region_id,
        after={"name": campaign.name, "source": campaign.source},
    )


def notice() -> str:
    """Return what every page of a reported campaign says, and how it is counted here."""
    words = tomllib.loads((FOLDER / "campaigns.toml").read_text("utf-8"))
    return f"{words['notice']} {words['counting_note']}"
