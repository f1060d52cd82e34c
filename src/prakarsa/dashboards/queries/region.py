"""The homes of those who see a whole region: verifier, secretariat, mayor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from prakarsa.assessments.queries import Advice, Assessment, advice_of, assessment_of
from prakarsa.calendars.queries import current_opening
from prakarsa.evidence.queries.queues import (
    AgencyShare,
    QueueFilter,
    agencies_in,
    queue_of,
    ready_in,
)
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.rules.target.coverage import Coverage, Tally, tally
from prakarsa.targets.models import Campaign
from prakarsa.targets.queries import coverage_of, open_campaigns

FIRST_AGENCIES = 6
FIRST_READY = 6


@dataclass(frozen=True, slots=True)
class VerifierHome:
    """What waits for a verifier: proof, and innovations of which no proof waits any more."""

    waiting: int
    ready: tuple[Submission, ...]
    ready_count: int
    agencies: tuple[AgencyShare, ...]
    edition_year: int
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A campaign that runs, with its coverage."""

    campaign: Campaign
    coverage: Coverage

    @property
    def by_kind(self) -> list[tuple[str, Tally]]:
        """The units by kind, the largest kind first."""
        groups = tally(self.coverage.units, by=lambda each: each.unit.kind)
        named = [(str(Agency.Kind(kind).label), counts) for kind, counts in groups.items()]
        return sorted(named, key=lambda pair: -pair[1].total)


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many innovations are in a state; shown with the mark of that state."""

    state: str
    count: int

    def get_state_display(self) -> str:
        """Return the words of the state."""
        return str(Innovation.State(self.state).label)


@dataclass(frozen=True, slots=True)
class RegionHome:
    """The year of a region at one moment."""

    assessment: Assessment | None
    advice: tuple[Advice, ...]
    progress: Progress | None
    state_rows: tuple[StateCount, ...]
    edition_year: int
    deadline: datetime | None


def verifier_home(seat: Seat, *, at: datetime) -> VerifierHome:
    """Read how much waits for this verifier, by unit, the longest wait first."""
    assert seat.region is not None
    opening = current_opening(region=seat.region, agency=None, at=at)
    wanted = QueueFilter(edition_year=opening.edition_year)
    queue, ready = queue_of(seat, wanted, at=at), ready_in(seat, wanted)
    shares = agencies_in(queue)
    return VerifierHome(
        waiting=queue.count(),
        ready=tuple(ready[:FIRST_READY]),
        ready_count=ready.count(),
        agencies=tuple(shares[:FIRST_AGENCIES]),
        edition_year=opening.edition_year,
        deadline=opening.deadline,
    )


def region_home(seat: Seat, *, at: datetime) -> RegionHome:
    """Read index, advice, coverage and states of the seat's region."""
    assert seat.region is not None
    opening = current_opening(region=seat.region, agency=None, at=at)
    edition = open_edition(opening.edition_year)
    assessment = None
    if isinstance(edition, Edition):
        assessment = assessment_of(region=seat.region, edition=edition)
    return RegionHome(
        assessment=assessment,
        advice=tuple(advice_of(assessment)) if assessment else (),
        progress=_progress(seat.region, at),
        state_rows=states_of(seat.region),
        edition_year=opening.edition_year,
        deadline=opening.deadline,
    )


def _progress(region: Region, at: datetime) -> Progress | None:
    campaigns = open_campaigns(region, at)
    return Progress(campaigns[0], coverage_of(campaigns[0], at)) if campaigns else None


def states_of(region: Region) -> tuple[StateCount, ...]:
    """Return how many innovations of a region are in each state, in the order of a life."""
    rows = Innovation.objects.filter(region=region).order_by().values_list("state")
    counts = dict(rows.annotate(Count("pk")))
    return tuple(
        StateCount(state, counts[state]) for state in Innovation.State.values if state in counts
    )
