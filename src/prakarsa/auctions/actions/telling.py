"""Messages about a lot: to those who test its data, and to those who made it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.auctions.models import Lot
from prakarsa.auctions.states import Act
from prakarsa.foundation.time import local_day
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.queries import people_of, people_of_region
from prakarsa.organisations.roles import Role

_TITLES = {
    Act.PASS: _("Data lot “{title}” diterima"),
    Act.FAIL: _("Data lot “{title}” ditolak"),
    Act.SCHEDULE: _("Lot “{title}” dijadwalkan"),
    Act.WITHDRAW: _("Lot “{title}” ditarik"),
}


def tell_testers(lot: Lot, at: datetime) -> None:
    """Tell the verifiers of the region, except who made the lot, that its data wait."""
    on = local_day(at, lot.period.region.zone)
    people = people_of_region(lot.period.region, [Role.VERIFIER], on)
    title = format_lazy(_("Data lot “{title}” menunggu diuji"), title=lot.title)
    link = reverse("auctions:lot-test", args=[lot.key])
    _tell(people.exclude(key=lot.created_by_key), lot, Act.SUBMIT, title, link, at)


def tell_bidders(lot: Lot, act: Act, at: datetime, *, but: str = "") -> None:
    """Tell heads and operators of the agencies of a lot what was done with it."""
    on = local_day(at, lot.period.region.zone)
    people: dict[int, Person] = {}
    for each in lot.agencies.select_related("agency"):
        for person in people_of(each.agency, [Role.AGENCY_HEAD, Role.OPERATOR], on):
            people[person.pk] = person
    told = (person for person in people.values() if str(person.key) != but)
    title = format_lazy(_TITLES[act], title=lot.title)
    _tell(told, lot, act, title, reverse("auctions:lot", args=[lot.key]), at)


def _tell(
    people: Iterable[Person], lot: Lot, act: Act, title: Promise, link: str, at: datetime
) -> None:
    for person in people:
        notify(
            person=person,
            topic=Topic.AUCTION,
            title=title,
            link=link,
            event_key=f"auctions.lot.{act.value}:{lot.key}:{lot.version}",
            at=at,
        )
