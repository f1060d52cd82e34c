"""The auction of Kota Malang in 2018 as public sources report it; nothing is added to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from prakarsa.auctions.models import AuctionPeriod, ReportedFact
from prakarsa.demo.words import FOLDER
from prakarsa.formats.workbooks import read_table
from prakarsa.organisations.models import Agency, Region
from prakarsa.rules.text import normalise_name

# What the sources say, and our Indonesian wording of it.
TABLE, WORDING = "lelang_kinerja_2018.csv", "lelang_kinerja_2018_id.csv"
Facts = Mapping[str, str]


def load_reported_auction(*, at: datetime) -> None:
    """Load the reported auction once; a second time changes nothing.

    Its length is that of the contracts the sources call five-year ones; which target each agency
    signed was not reported, so there are no lots.
    """
    rows = [facts for _number, facts in read_table(FOLDER / TABLE).records()]
    region = Region.objects.get(name=rows[0]["region"])
    rounds = [facts for facts in rows if facts["kind"] == "round"]
    signing = next(facts for facts in rows if facts["kind"] == "signing")
    signed = date.fromisoformat(signing["date"])
    period, is_new = AuctionPeriod.objects.get_or_create(
        region=region,
        name=f"Lelang kinerja {signed.year}",
        defaults={
            "starts_on": date.fromisoformat(rounds[0]["date"]),
            "ends_on": signed.replace(year=signed.year + 5),
            "round_count": len(rounds),
            "quorum": 1,
            "basis": signing["source"],
            "is_reported": True,
            "created_at": at,
        },
    )
    if is_new:
        ReportedFact.objects.bulk_create(_facts(period, region, rows))


def _facts(period: AuctionPeriod, region: Region, rows: Iterable[Facts]) -> Iterable[ReportedFact]:
    wording = {
        (each["kind"], each["name"]): each
        for _number, each in read_table(FOLDER / WORDING).records()
    }
    agencies = {row.normalised_name: row for row in Agency.objects.filter(region=region)}
    for facts in rows:
        is_signatory = facts["kind"] == "signatory"
        words = wording[facts["kind"], facts["name"]]
        yield ReportedFact(
            period=period,
            kind=facts["kind"],
            name=words["name_id"],
            happened_on=date.fromisoformat(facts["date"]) if facts["date"] else None,
            detail=words["detail_id"],
            agency=agencies.get(normalise_name(facts["name"])) if is_signatory else None,
            source=facts["source"],
        )
