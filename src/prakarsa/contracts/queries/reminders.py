"""Which quarters and agencies a day reminds: due by the book, and not handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from prakarsa.contracts.models import Holder, QuarterTarget, Realisation, SentReminder
from prakarsa.contracts.permissions import DELIVERING, is_holding
from prakarsa.organisations.models import Agency, Region
from prakarsa.rules.contract.book import known_books, open_book
from prakarsa.rules.contract.reminders import CATCH_UP_DAYS, reminder_due

HANDED_IN = (Realisation.State.WAITING, Realisation.State.VERIFIED)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A quarter to remind one agency of; `offset_days` counts from its due day."""

    target: QuarterTarget
    agency: Agency
    offset_days: int


def due_reminders(region: Region, on: date) -> Iterator[DueReminder]:
    """Give what a day reminds the agencies of a region of, and was not sent yet."""
    spans = [open_book(name).reminder_days.value for name in known_books()]
    days = [day for span in spans for day in span]
    if not days:
        return
    targets = QuarterTarget.objects.filter(
        ~Q(realisation__state__in=HANDED_IN),
        contract__region=region,
        contract__state__in=DELIVERING,
        due_on__gte=on - timedelta(days=max(days) + CATCH_UP_DAYS),
        due_on__lte=on - timedelta(days=min(days)),
    )
    rows = targets.select_related("contract__region", "contract__lot__period").order_by("pk")
    holders = _holders([each.contract_id for each in rows], on)
    sent = set(
        SentReminder.objects.filter(target__in=rows).values_list(
            "target_id", "agency_id", "offset_days"
        )
    )
    for target in rows:
        book = open_book(target.contract.lot.period.book)
        offset = reminder_due(on, due_on=target.due_on, days_from_due=book.reminder_days.value)
        for agency in holders.get(target.contract_id, ()) if offset is not None else ():
            if offset is not None and (target.pk, agency.pk, offset) not in sent:
                yield DueReminder(target, agency, offset)


def _holders(contracts: list[int], on: date) -> dict[int, list[Agency]]:
    """Return who holds each contract on a day."""
    rows = Holder.objects.filter(contract_id__in=contracts).select_related("agency")
    found: dict[int, list[Agency]] = {}
    for each in rows.order_by("pk"):
        if is_holding(each, on=on):
            found.setdefault(each.contract_id, []).append(each.agency)
    return found
