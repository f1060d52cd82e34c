"""The year of Kota Contoh: its reporting window, campaigns and regional rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from prakarsa.audit.actors import system_actor
from prakarsa.calendars.models import ReportingWindow
from prakarsa.demo.example_proof import Actors
from prakarsa.demo.words import dice, example_words
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.organisations.models import Agency, Region, RegionCluster
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.numeric import numeric_level
from prakarsa.targets.models import Campaign, Quota

DAYS_LEFT = 17
DAYS_OPEN = 110
# Invented figures for the numeric rows, as a city might report them.
NUMBERS = {
    "3": "6.20", "4": "4.10", "5a": "0.28", "5b": "4.75", "6": "41.30", "7": "18.90",
    "10a": "0.92", "10b": "7.64", "11a": "0.81", "11b": "79.40",
}  # fmt: skip
KINDS = {"hospital": Agency.Kind.HOSPITAL.value, "school": Agency.Kind.SCHOOL.value}


def make_year(region: Region, edition: Edition, actors: Actors, at: datetime) -> None:
    """Open the window, state the campaigns and fill the regional rows."""
    zone = ZoneInfo(region.zone)
    closes = (at + timedelta(days=DAYS_LEFT)).astimezone(zone)
    ReportingWindow.objects.create(
        region=region,
        edition_year=edition.year,
        opens_at=at - timedelta(days=DAYS_OPEN),
        closes_at=closes.replace(hour=16, minute=0, second=0, microsecond=0),
        source="Surat Sekretariat Inovasi Kota Contoh (contoh)",
    )
    RegionCluster.objects.create(
        region=region, year=edition.year, cluster="Perkotaan", source="Contoh"
    )
    make_campaigns(region, at)
    make_region_rows(region, edition, actors, at)


def make_campaigns(region: Region, at: datetime) -> None:
    """State the campaign of last year and of this year."""
    year = at.astimezone(ZoneInfo(region.zone)).year
    words = example_words()["campaigns"]
    for each, starts in zip(words, (year - 1, year), strict=True):
        campaign = Campaign.objects.create(
            region=region,
            name=each["name"],
            starts_on=date(starts, 1, 1),
            ends_on=date(starts, 12, 31),
            counts=each["counts"],
            only_new=each["new_in_period"],
            source=each["source"],
            is_confirmed=True,
            created_at=datetime(starts, 1, 1, tzinfo=ZoneInfo(region.zone)),
        )
        Quota.objects.bulk_create(
            Quota(
                campaign=campaign,
                agency_kind=KINDS.get(quota["kind"], quota["kind"]),
                needed=quota["quota"],
            )
            for quota in each["quotas"]
        )


def make_region_rows(region: Region, edition: Edition, actors: Actors, at: datetime) -> None:
    """Answer every regional row: numbers where the rule is numeric, levels elsewhere."""
    histories = [
        AnswerHistory(answer, [_entry(kind, level, actors, at) for kind, level in levels])
        for answer, levels in _rows(region, edition, at)
    ]
    load_answers(actor=system_actor("demo"), region=region, histories=histories, at=at)


def _entry(kind: LevelEntry.Kind, level: int, actors: Actors, at: datetime) -> LevelEntry:
    is_verdict = kind is LevelEntry.Kind.VERIFIED
    return LevelEntry(
        kind=kind,
        level_after=level,
        reason="Sesuai dokumen." if is_verdict else "Diisi sekretariat.",
        actor_key=actors.verifier if is_verdict else actors.secretariat,
        role="verifier" if is_verdict else "secretariat",
        at=at - timedelta(days=20),
    )


def _rows(
    region: Region, edition: Edition, at: datetime
) -> Iterator[tuple[Answer, list[tuple[LevelEntry.Kind, int]]]]:
    for indicator in edition.spd:
        chance = dice(f"row {indicator.code}")
        number = Decimal(NUMBERS[indicator.code]) if indicator.code in NUMBERS else None
        claimed = chance.choice([1, 2, 2, 3])
        if number is not None and indicator.numeric is not None:
            claimed = numeric_level(number, indicator.numeric).level
        is_verified = chance.random() < 0.85
        answer = Answer(
            region=region,
            edition_year=edition.year,
            indicator=indicator.code,
            state=Answer.State.VERIFIED if is_verified else Answer.State.WAITING,
            number=number,
            evidence_year=edition.year - 1,
            waiting_since=None if is_verified else at - timedelta(days=20),
            changed_at=at - timedelta(days=20),
        )
        kinds = list(LevelEntry.Kind)[: 3 if is_verified else 2]
        yield answer, [(kind, claimed) for kind in kinds]
