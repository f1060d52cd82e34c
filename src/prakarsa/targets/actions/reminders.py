"""Remind units: who would be asked and who would not, the work, and one unit at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.foundation.time import local_day
from prakarsa.jobs.actions import enqueue
from prakarsa.jobs.models import Job
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat
from prakarsa.rules.target.coverage import Standing, UnitCoverage
from prakarsa.targets.facts import AgencyLine
from prakarsa.targets.models import Campaign, Reminder
from prakarsa.targets.permissions import can_remind
from prakarsa.targets.queries import Operator, answer_for, last_reminders, operators_of

KIND = "targets.remind"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit that would be reminded, and the people who would read it."""

    agency: AgencyLine
    operators: tuple[Operator, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A choice that is not reminded, by the name of the unit where there is one, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reminder to some chosen units would do."""

    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def people(self) -> int:
        """Count the people who would read it."""
        return len({each.person_id for unit in self.recipients for each in unit.operators})


def plan_reminders(campaign: Campaign, keys: Collection[str], at: datetime) -> Plan:
    """Check each chosen unit: a unit of this target that misses it, has an operator and was not
    reminded today. Everything else is left out by name.
    """
    answer = answer_for(campaign, at)
    units = {answer.facts.agencies[each.unit.key].key: each for each in answer.coverage.units}
    operators, reminded = operators_of(campaign.region, at), last_reminders(campaign)
    recipients, left_out = [], []
    for key in dict.fromkeys(keys):
        unit = units.get(key)
        if unit is None:
            left_out.append(LeftOut(_("Satu pilihan"), _("bukan unit dalam target ini")))
            continue
        agency, people = answer.facts.agencies[unit.unit.key], operators.get(unit.unit.key, [])
        last = reminded.get(agency.pk)
        last_on = local_day(last, campaign.region.zone) if last else None
        if reason := _reason_against(unit, people, last_on, answer.terms.as_of):
            left_out.append(LeftOut(agency.name, reason))
        else:
            recipients.append(Recipient(agency, tuple(people)))
    return Plan(tuple(recipients), tuple(left_out))


def _reason_against(
    unit: UnitCoverage, operators: Sequence[Operator], last_on: date | None, today: date
) -> str:
    if unit.standing is Standing.MET:
        return _("sudah memenuhi")
    if not operators:
        return _("operator belum ditunjuk")
    return _("sudah diingatkan hari ini") if last_on == today else ""


@transaction.atomic
def ask_reminders(
    *, seat: Seat, campaign: Campaign, keys: Sequence[str], text: str, token: str, at: datetime
) -> Job:
    """Have the chosen units reminded as a job; the same token again gives the same job.

    Raises PermissionDenied, ValidationError when nobody would be reminded, jobs.TooManyJobs.
    """
    if not can_remind(seat, campaign, at=at):
        raise PermissionDenied
    parameters = {"campaign": campaign.key, "units": list(keys), "text": text}
    if not plan_reminders(campaign, keys, at).recipients:
        raise ValidationError(_("Tidak ada unit terpilih yang dapat diingatkan sekarang."))
    return enqueue(
        kind=KIND,
        seat=seat,
        parameters=parameters,
        idempotency_key=f"{campaign.key}:{token}",
        at=at,
        total=len(keys),
    )


@transaction.atomic
def remind_unit(
    *,
    seat: Seat,
    campaign: Campaign,
    agency: Agency,
    operators: Sequence[Operator],
    text: str,
    at: datetime,
) -> int:
    """Remind the operators of one unit, at most once a day; return how many people were told."""
    if not can_remind(seat, campaign, at=at) or agency.region_id != campaign.region_id:
        raise PermissionDenied
    today = local_day(at, campaign.region.zone)
    _reminder, is_first = Reminder.objects.get_or_create(
        campaign=campaign,
        agency=agency,
        sent_on=today,
        defaults={
            "text": text, "sent_at": at, "sent_by_key": seat.actor.key, "people": len(operators),
        },
    )  # fmt: skip
    if not is_first:
        return 0
    _tell(campaign, agency, operators, text, at)
    record(
        actor=seat.actor,
        act="targets.reminder.sent",
        target=agency,
        at=at,
        region_code=campaign.region_id,
        after={"campaign": campaign.key, "people": len(operators)},
    )
    return len(operators)


def _tell(
    campaign: Campaign, agency: Agency, operators: Sequence[Operator], text: str, at: datetime
) -> None:
    day = local_day(at, campaign.region.zone).isoformat()
    for person in Person.objects.filter(pk__in=[each.person_id for each in operators]):
        notify(
            person=person,
            topic=Topic.TARGET,
            title=format_lazy(gettext_lazy("Pengingat: {name}"), name=campaign.name),
            body=text,
            link=reverse("targets:unit", args=[campaign.key, agency.key]),
            event_key=f"target:{campaign.key}:{agency.key}:{day}",
            at=at,
        )
