"""Tell the people of a contract that it is their turn, or that all have signed."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from prakarsa.contracts.models import ContractVersion, PerformanceContract
from prakarsa.contracts.queries.versions import agency_of, turn_of
from prakarsa.foundation.time import local_day
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.queries import people_of, people_of_region
from prakarsa.organisations.roles import Role


def tell_next(contract: PerformanceContract, version: ContractVersion, *, at: datetime) -> None:
    """Tell whoever signs next; nobody when all have signed."""
    place = turn_of(version).place
    if place is None:
        return
    on = local_day(at, contract.region.zone)
    agency = agency_of(contract, place)
    if agency is not None:
        people = people_of(agency, [Role.AGENCY_HEAD], on)
    else:
        people = people_of_region(contract.region, [Role.MAYOR], on)
    for person in people:
        notify(
            person=person,
            topic=Topic.AUCTION,
            title=format_lazy(
                _("{title} menunggu tanda tangan Anda"), title=contract.lot.title
            ),
            body=format_lazy(
                _("Kontrak {number}, versi {version}."),
                number=contract.number, version=version.number,
            ),
            link=reverse("contracts:sign", args=[contract.key]),
            event_key=f"contract:{version.key}:{place.order}",
            at=at,
        )  # fmt: skip
