"""Where a verifier stands in the queue: what comes next, what lies beside, how much is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries import (
    QueueFilter,
    QueuePlace,
    ages_in,
    indicator_of,
    key_of,
    narrowed,
    place_of,
    queue_in,
    row_answers,
)
from prakarsa.evidence.showing.cases import Case
from prakarsa.evidence.states import Verdict
from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, key_in, one_of
from prakarsa.foundation.marks import KINDS, STATES
from prakarsa.foundation.writing import law_name
from prakarsa.rules.index.edition import known_years

AGES = (0, 3, 7)
FILTERS = ("edisi", "unit", "lama")
_LISTED = (Answer.State.WAITING, Answer.State.VERIFIED, Answer.State.RETURNED)
_ICONS = {str(state): KINDS[STATES[state]] for state in _LISTED[1:]}


def read_filter(query: Mapping[str, str], default_year: int) -> QueueFilter:
    """Return what the address asks for; raise BadRequest for names and values we do not know."""
    words = asked(query, FILTERS)
    year = one_of(words["edisi"], [str(each) for each in known_years()])
    return QueueFilter(
        edition_year=int(year or default_year),
        agency_key=key_in(words["unit"]),
        days=int(one_of(words["lama"], [str(age) for age in AGES]) or 0),
    )


def query_of(wanted: QueueFilter) -> str:
    """Return the filter as it stands in an address."""
    parts = {"edisi": wanted.edition_year, "unit": wanted.agency_key, "lama": wanted.days}
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def queue_chips(queue: QuerySet[Answer], wanted: QueueFilter, *, at: datetime) -> list[Chip]:
    """Return the ages to filter a unit's queue by, with how many wait that long."""
    labels = {0: _("Semua"), 3: _("3 hari atau lebih"), 7: _("7 hari atau lebih")}
    counts = ages_in(narrowed(queue, replace(wanted, days=0), at=at), AGES, at=at)
    return [
        Chip(labels[days], query_of(replace(wanted, days=days)), counts[days], days == wanted.days)
        for days in AGES
    ]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another answer of the same innovation, as a link."""

    number: str
    name: str
    url: str
    icon: str
    css: str
    state: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """What waits of one innovation, or of the region itself, in the list of the queue."""

    title: str
    unit: str
    numbers: list[str]
    waiting_words: str
    url: str


def title_of(answer: Answer) -> str:
    """Return what stands over an answer: whose it is, its number and its name."""
    indicator = indicator_of(answer)
    values = {"number": indicator.code, "indicator": law_name(indicator.name)}
    if answer.submission is None:
        return _("%(region)s, No. %(number)s %(indicator)s") % {
            **values,
            "region": answer.region.name,
        }
    name = answer.submission.innovation.name
    return _("%(name)s, No. %(number)s %(indicator)s") % {**values, "name": name}


def waiting_words(since: datetime | None, at: datetime) -> str:
    """Return how long something has waited, in days."""
    if since is None:
        return ""
    days = (localdate(at) - localdate(since)).days
    if days < 1:
        return _("diajukan hari ini")
    return ngettext("menunggu %(count)s hari", "menunggu %(count)s hari", days) % {"count": days}


def waiting_groups(
    queue: QuerySet[Answer], keys: Sequence[int | None], wanted: QueueFilter, *, at: datetime
) -> list[WaitingGroup]:
    """Return the groups of one page of a queue, in the order of their keys: one query."""
    here = Q(submission__in=[key for key in keys if key is not None])
    if None in keys:
        here |= Q(submission=None)
    members: dict[int | None, list[_Waiting]] = {key: [] for key in keys}
    # In this order the index of a region's queue is read, not that of all that wait.
    found = queue.filter(here).order_by("submission", "waiting_since", "indicator")
    for values in found.values_list(*_COLUMNS):
        row = _Waiting._make(values)
        members[row.submission].append(row)
    return [_group(rows, query_of(wanted), at) for rows in members.values() if rows]


class _Waiting(NamedTuple):
    """What a group shows of one answer: a page holds hundreds of them."""

    submission: int | None
    submission_key: str | None
    indicator: str
    since: datetime | None
    innovation: str | None
    agency: str | None
    region: str
    region_code: str
    edition_year: int


_COLUMNS = (
    "submission", "submission__key", "indicator", "waiting_since", "submission__innovation__name",
    "submission__innovation__agency__name", "region__name", "region", "edition_year",
)  # fmt: skip


def _group(rows: list[_Waiting], query: str, at: datetime) -> WaitingGroup:
    first = rows[0]
    key = first.submission_key or f"{first.region_code}-{first.edition_year}"
    return WaitingGroup(
        title=first.innovation or _("Baris daerah (SPD)"),
        unit=first.agency or "" if first.innovation else first.region,
        numbers=[row.indicator for row in rows],
        waiting_words=waiting_words(first.since, at),
        url=reverse("evidence:verify", args=[key, first.indicator]) + query,
    )


@dataclass(frozen=True)
class Line:
    """The queue around one answer."""

    case: Case
    wanted: QueueFilter

    @cached_property
    def place(self) -> QueuePlace:
        """The place of this answer among those that wait."""
        case, year = self.case, self.wanted.edition_year
        own = case.own_agency_ids if year == case.answer.edition_year else None
        queue = queue_in(case.seat, year, own=own)
        return place_of(case.answer, narrowed(queue, self.wanted, at=case.at))

    @property
    def may_decide(self) -> bool:
        """Say whether this seat may decide: what stands in its queue it may."""
        return self.place.place > 0 or self.case.may_decide

    @property
    def waiting_words(self) -> str:
        """How long this answer has waited."""
        return waiting_words(self.case.answer.waiting_since, self.case.at)

    @property
    def title(self) -> str:
        """What is decided: the innovation or region, number and name of the indicator."""
        return title_of(self.case.answer)

    @cached_property
    def items(self) -> list[Beside]:
        """The submitted answers of this innovation or region, what waits first."""
        rows = sorted(self._siblings, key=lambda row: row.state != Answer.State.WAITING)
        return [self._beside(row) for row in rows]

    @cached_property
    def _siblings(self) -> list[Answer]:
        """The listed answers of the same innovation or region by number."""
        answer = self.case.answer
        rows: Iterable[Answer]
        if answer.submission is None:
            rows = row_answers(answer.region, answer.edition_year).values()
        else:
            rows = answer.submission.answers.all()
        return sorted((row for row in rows if row.state in _LISTED), key=lambda row: row.indicator)

    def _beside(self, row: Answer) -> Beside:
        url = reverse("evidence:verify", args=[self.case.key, row.indicator])
        return Beside(
            number=row.indicator,
            name=law_name(self.case.edition.indicators[row.indicator].name),
            url=url + self.query,
            icon=_ICONS.get(row.state, ("", ""))[0],
            css=_ICONS.get(row.state, ("", ""))[1],
            state=row.get_state_display(),
            is_current=row.pk == self.case.answer.pk,
        )

    @property
    def query(self) -> str:
        """The filter, to be kept in links."""
        return query_of(self.wanted)

    @cached_property
    def following_url(self) -> str:
        """Where to go after this one: the next that waits, the first again, or the queue."""
        following = self.place.next_pk or self.place.first_pk
        if following is None or following == self.case.answer.pk:
            return reverse("evidence:queue") + self.query
        beside = next((row for row in self._siblings if row.pk == following), None)
        if beside is not None:
            args = [self.case.key, beside.indicator]
        else:
            answer = Answer.objects.select_related("submission").get(pk=following)
            args = [key_of(answer), answer.indicator]
        return reverse("evidence:verify", args=args) + self.query

    def done_words(self, verdict: str) -> str:
        """Return the message after a verdict, naming what was decided."""
        innovation = self.case.innovation
        what = {
            "number": self.case.answer.indicator,
            "name": innovation.name if innovation else self.case.answer.region.name,
        }
        if verdict == Verdict.RETURN:
            return _("No. %(number)s %(name)s dikembalikan.") % what
        return _("No. %(number)s %(name)s diverifikasi.") % what
