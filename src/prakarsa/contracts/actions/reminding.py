"""Remind an agency of the due day of a quarter: once for each day the book names."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, override

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.contracts.models import SentReminder
from prakarsa.contracts.permissions import REPORTERS
from prakarsa.contracts.queries.reminders import DueReminder
from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import day
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.queries import people_of

BEFORE = gettext_lazy("Laporan triwulan {quarter} {year} jatuh tempo {due}: {title}")
AFTER = gettext_lazy("Laporan triwulan {quarter} {year} lewat tenggat {due}: {title}")
BODY = gettext_lazy("Tulis capaiannya, tambahkan bukti, lalu ajukan untuk diverifikasi.")


@transaction.atomic
def send_reminder(*, actor: Actor, due: DueReminder, at: datetime) -> int:
    """Tell the people of one agency; return to how many, 0 when it was done before."""
    _reminder, is_first = SentReminder.objects.get_or_create(
        target=due.target,
        agency=due.agency,
        offset_days=due.offset_days,
        defaults={"sent_at": at},
    )
    if not is_first:
        return 0
    count = _tell(due, at)
    contract = due.target.contract
    facts = {
        "year": due.target.year, "quarter": due.target.quarter, "agency": due.agency.key,
        "offset_days": due.offset_days, "people": count,
    }  # fmt: skip
    record(
        actor=actor,
        act="contracts.reminder.sent",
        target=contract,
        at=at,
        region_code=contract.region_id,
        after=facts,
    )
    return count


def _tell(due: DueReminder, at: datetime) -> int:
    target, contract = due.target, due.target.contract
    people = list(people_of(due.agency, REPORTERS, local_day(at, contract.region.zone)))
    for person in people:
        with override(person.language):
            written = day(target.due_on)
        notify(
            person=person,
            topic=Topic.AUCTION,
            title=format_lazy(
                AFTER if due.offset_days > 0 else BEFORE,
                quarter=target.quarter,
                year=target.year,
                due=written,
                title=contract.lot.title,
            ),
            body=BODY,
            link=reverse("contracts:realisation", args=[contract.key, target.year, target.quarter]),
            event_key=f"contracts.due.{target.pk}.{due.agency.pk}.{due.offset_days}",
            at=at,
        )
    return len(people)
