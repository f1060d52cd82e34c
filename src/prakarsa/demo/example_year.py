"""The year of Kota Contoh: its reporting window, campaigns and regional rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from prakarsa.audit.actors import system_actor
from prakarsa.calendars.models import ReportingWindow
from prakarsa.demo.example_files import make_file
from prakarsa.demo.example_proof import WEIGHER, weigh
from prakarsa.demo.example_region import Actors
from prakarsa.demo.words import dice, example_words
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.actions.weighing import reason_of
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.files.models import StoredFile
from prakarsa.organisations.models import Agency, Region, RegionCluster
from prakarsa.rules.evidence import Support
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import Indicator
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
    """Answer every regional row: numbers where the rule is numeric, papers elsewhere."""
    moment = at - timedelta(days=20)
    histories = [_row(region, indicator, edition, actors, moment) for indicator in edition.spd]
    files = [proof.file for history in histories for proof in history.proofs if proof.file]
    StoredFile.objects.bulk_create(files)
    load_answers(actor=system_actor("demo"), region=region, histories=histories, at=at)


def _row(
    region: Region, indicator: Indicator, edition: Edition, actors: Actors, at: datetime
) -> AnswerHistory:
    chance = dice(f"row {indicator.code}")
    number = Decimal(NUMBERS[indicator.code]) if indicator.code in NUMBERS else None
    claimed = chance.choice([1, 2, 2, 3])
    if number is not None and indicator.numeric is not None:
        claimed = numeric_level(number, indicator.numeric).level
    is_verified = chance.random() < 0.85
    year = edition.year - 1
    answer = Answer(
        region=region,
        edition_year=edition.year,
        indicator=indicator.code,
        state=Answer.State.VERIFIED if is_verified else Answer.State.WAITING,
        number=number,
        evidence_year=year,
        waiting_since=None if is_verified else at,
        changed_at=at,
    )
    proofs = []
    if number is None:
        file = make_file(region, indicator, year, at)
        proofs = [Proof(file=file, added_by_key=actors.secretariat, added_at=at, year=year)]
    support = weigh(answer, proofs, claimed, edition)
    entries = _entries(claimed, support, actors, at)
    return AnswerHistory(answer, entries if is_verified else entries[:2], proofs)


def _entries(claimed: int, support: Support, actors: Actors, at: datetime) -> list[LevelEntry]:
    kind = LevelEntry.Kind
    steps = (
        (kind.CLAIMED, claimed, "Diisi sekretariat.", actors.secretariat, "secretariat"),
        (kind.SUPPORTED, support.level, reason_of(support), WEIGHER, "system"),
        (kind.VERIFIED, support.level, "Sesuai dokumen.", actors.verifier, "verifier"),
    )
    return [
        LevelEntry(kind=each, level_after=level, reason=reason, actor_key=key, role=role, at=at)
        for each, level, reason, key, role in steps
    ]
