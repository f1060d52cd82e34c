"""What public sources report of auctions held before there was a system, for everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, Q
from django.http import Http404

from prakarsa.auctions.models import AuctionPeriod, ReportedFact
from prakarsa.auctions.queries.periods import reported_periods

Kind = ReportedFact.Kind


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A reported auction in the list, with how much is known of it."""

    period: AuctionPeriod
    facts: int
    signatories: int


@dataclass(frozen=True, slots=True)
class FactLine:
    """One reported fact with its source; only web addresses become links."""

    fact: ReportedFact

    @property
    def link(self) -> str:
        """Return the address of the source, or nothing."""
        return link_of(self.fact.source)

    @property
    def source_name(self) -> str:
        """Return the site of the source, or the source as it is written."""
        return site_of(self.fact.source)


@dataclass(frozen=True, slots=True)
class FactGroup:
    """All reported facts of one kind."""

    kind: str
    label: str
    lines: list[FactLine]


@dataclass(frozen=True, slots=True)
class ReportedPage:
    """One reported auction: its facts by kind."""

    period: AuctionPeriod
    groups: list[FactGroup]
    signatories: int
    sources: int

    @property
    def basis_link(self) -> str:
        """Return the address that the period rests on, or nothing."""
        return link_of(self.period.basis)

    @property
    def basis_name(self) -> str:
        """Return the site of that address."""
        return site_of(self.period.basis)


def link_of(source: str) -> str:
    """Return a source that is a web address, else nothing."""
    return source if urlsplit(source).scheme in ("http", "https") else ""


def site_of(source: str) -> str:
    """Return the site of a web address, or the source as it is written."""
    return urlsplit(source).hostname or source


def reported_lines() -> list[ReportedLine]:
    """Return every reported auction by region, the newest first, in one query."""
    rows = reported_periods().annotate(
        facts=Count("reported"),
        signatories=Count("reported", filter=Q(reported__kind=Kind.SIGNATORY)),
    )
    return [
        ReportedLine(each, each.facts, each.signatories)
        for each in rows.order_by("region__name", "-starts_on")
    ]


def reported_page(key: str) -> ReportedPage:
    """Return one reported auction; raise Http404 for any other."""
    period = reported_periods().filter(key=key).first()
    if period is None:
        raise Http404
    by_kind: defaultdict[str, list[FactLine]] = defaultdict(list)
    for fact in period.reported.select_related("agency").order_by("happened_on", "pk"):
        by_kind[fact.kind].append(FactLine(fact))
    groups = [
        FactGroup(kind.value, str(kind.label), by_kind[kind.value])
        for kind in Kind
        if kind.value in by_kind
    ]
    sources = {line.fact.source for lines in by_kind.values() for line in lines}
    return ReportedPage(period, groups, len(by_kind[Kind.SIGNATORY.value]), len(sources))
