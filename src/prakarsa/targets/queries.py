"""Named reads: which targets a seat follows, their coverage, the own unit's standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from prakarsa.foundation.time import local_day
from prakarsa.organisations.models import Agency, Membership, Region
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, valid_on
from prakarsa.rules.target.counting import Facts, Milestone, Terms
from prakarsa.rules.target.coverage import Coverage, Quota, Standing, UnitCoverage, cover
from prakarsa.targets.facts import RegionFacts, read_facts
from prakarsa.targets.models import Campaign, Reminder
from prakarsa.targets.permissions import FOLLOWERS
from prakarsa.targets.wording import goal_sentence


def visible_campaigns(seat: Seat) -> QuerySet[Campaign]:
    """Return the targets a seat follows with their quotas: those of its own region."""
    if seat.role not in FOLLOWERS or seat.region is None:
        return Campaign.objects.none()
    rows = Campaign.objects.filter(region=seat.region).select_related("region")
    return rows.prefetch_related("quotas")


def campaign_for(seat: Seat, key: str) -> Campaign:
    """Return one target; out of scope and missing are the same Http404."""
    campaign = visible_campaigns(seat).filter(key=key).first()
    if campaign is None:
        raise Http404
    return campaign


def reported_campaigns() -> QuerySet[Campaign]:
    """Return the targets that public sources report, with their quotas: open to everybody."""
    rows = Campaign.objects.filter(is_reported=True).select_related("region")
    return rows.prefetch_related("quotas")


def open_campaigns(region: Region, at: datetime) -> list[Campaign]:
    """Return the targets that run now, the one that ends first in front."""
    today = local_day(at, region.zone)
    rows = Campaign.objects.filter(
        region=region, starts_on__lte=today, ends_on__gte=today, closed_at=None
    )
    return list(rows.select_related("region").prefetch_related("quotas").order_by("ends_on", "pk"))


def terms_of(campaign: Campaign, at: datetime) -> Terms:
    """Return what a campaign asks, in the rule's words; one set up after its period looks back."""
    zone = campaign.region.zone
    return Terms(
        first=campaign.starts_on,
        last=campaign.ends_on,
        as_of=local_day(at, zone),
        milestone=Milestone(campaign.counts),
        only_new=campaign.only_new,
        is_retrospective=local_day(campaign.created_at, zone) > campaign.ends_on,
    )


@dataclass(frozen=True)
class Answer:
    """The coverage of one campaign with the facts it was computed from."""

    campaign: Campaign
    terms: Terms
    facts: RegionFacts
    coverage: Coverage

    @property
    def is_running(self) -> bool:
        """Say whether the period has begun and not ended, and the target is not closed."""
        is_in_period = self.terms.first <= self.terms.as_of <= self.terms.last
        return is_in_period and self.campaign.closed_at is None

    @cached_property
    def by_agency(self) -> dict[int, UnitCoverage]:
        """Return the units by the id of their agency."""
        return {each.unit.key: each for each in self.coverage.units}


def answer_from(facts: RegionFacts, campaign: Campaign, at: datetime) -> Answer:
    """Compute one campaign from facts already read."""
    return _answer(facts, campaign, terms_of(campaign, at))


def public_answer(campaign: Campaign, public: Iterable[Facts], at: datetime) -> Answer:
    """Compute a reported campaign from what is public of innovations, and from nothing else."""
    facts = read_facts(campaign.region, [campaign], only=())
    terms = replace(terms_of(campaign, at), is_retrospective=True)
    return _answer(replace(facts, innovations={each.key: each for each in public}), campaign, terms)


def _answer(facts: RegionFacts, campaign: Campaign, terms: Terms) -> Answer:
    quotas = {
        each.agency_kind: Quota(each.needed, each.per_service) for each in campaign.quotas.all()
    }
    coverage = cover(
        units=facts.units(terms),
        successions=facts.successions,
        innovations=facts.innovations.values(),
        quotas=quotas,
        terms=terms,
    )
    return Answer(campaign, terms, facts, coverage)


def answer_for(campaign: Campaign, at: datetime) -> Answer:
    """Read and compute one campaign."""
    return answer_from(read_facts(campaign.region, [campaign]), campaign, at)


def answers_for(seat: Seat, at: datetime) -> list[Answer]:
    """Compute every target a seat follows from one reading of its region, the newest first."""
    campaigns = list(visible_campaigns(seat))
    if seat.region is None or not campaigns:
        return []
    facts = read_facts(seat.region, campaigns)
    return [answer_from(facts, campaign, at) for campaign in campaigns]


def coverage_of(campaign: Campaign, at: datetime) -> Coverage:
    """Return the coverage of a campaign at a moment; `tally` has the counts and the exact share."""
    return answer_for(campaign, at).coverage


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """One unit's standing in a campaign that runs, with the goal in a sentence."""

    campaign: Campaign
    agency: Agency
    unit: UnitCoverage
    sentence: str

    @property
    def is_met(self) -> bool:
        """Say whether the unit owes nothing any more."""
        return self.unit.standing is Standing.MET


def own_targets(seat: Seat, at: datetime) -> list[OwnTarget]:
    """Return where the seat's own unit stands in each running target that asks something of it."""
    if seat.agency is None or seat.region is None:
        return []
    campaigns = open_campaigns(seat.region, at)
    if not campaigns:
        return []
    facts = read_facts(seat.region, campaigns, only=seat.agency_ids)
    found = []
    for campaign in campaigns:
        unit = answer_from(facts, campaign, at).by_agency.get(seat.agency.pk)
        if unit is not None:
            found.append(OwnTarget(campaign, seat.agency, unit, goal_sentence(campaign, unit.owed)))
    return found


def own_target(seat: Seat, at: datetime) -> OwnTarget | None:
    """Return the own unit's running target: one not met yet first, then the one that ends first."""
    return next(iter(sorted(own_targets(seat, at), key=lambda each: each.is_met)), None)


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator of a unit, and when they last signed in."""

    agency_id: int
    person_id: int
    name: str
    signed_in_at: datetime | None


def operators_of(
    region: Region, at: datetime, *, only: Iterable[int] | None = None
) -> dict[int, list[Operator]]:
    """Return the active operators by the id of their agency."""
    rows = Membership.objects.filter(
        valid_on(local_day(at, region.zone)),
        agency__region=region,
        role=Role.OPERATOR,
        person__is_active=True,
    ).order_by("person__name")
    if only is not None:
        rows = rows.filter(agency_id__in=list(only))
    found: dict[int, list[Operator]] = {}
    for row in rows.values_list("agency_id", "person_id", "person__name", "person__last_login"):
        operator = Operator(*row)
        found.setdefault(operator.agency_id, []).append(operator)
    return found


def last_reminders(campaign: Campaign) -> dict[int, datetime]:
    """Return when each unit was last reminded of a campaign, by the id of its agency."""
    rows = Reminder.objects.filter(campaign=campaign).order_by()
    return dict(rows.values_list("agency_id").annotate(last=Max("sent_at")))


def campaign_before(campaign: Campaign, others: Iterable[Campaign]) -> Campaign | None:
    """Return the target before this one: of the same name first, else the latest to have ended."""
    earlier = [each for each in others if each.ends_on < campaign.starts_on]
    return max(
        earlier, key=lambda each: (each.name == campaign.name, each.ends_on, each.pk), default=None
    )
