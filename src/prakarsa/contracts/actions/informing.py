"""Tell the people of the agencies that hold a contract what became of what they handed in."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise

from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.permissions import REPORTERS
from prakarsa.foundation.time import local_day
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.models import Agency
from prakarsa.organisations.queries import people_of

Words = str | Promise


def tell_holders(
    contract: PerformanceContract,
    *,
    title: Words,
    body: Words,
    link: str,
    event_key: str,
    at: datetime,
) -> int:
    """Write to the people of each agency that holds a contract; return to how many."""
    on, told = local_day(at, contract.region.zone), set()
    holding = Agency.objects.filter(
        held_contracts__contract=contract, held_contracts__valid_until=None
    )
    for agency in holding.distinct():
        for person in people_of(agency, REPORTERS, on):
            notify(
                person=person,
                topic=Topic.AUCTION,
                title=title,
                body=body,
                link=link,
                event_key=event_key,
                at=at,
            )
            told.add(person.pk)
    return len(told)
