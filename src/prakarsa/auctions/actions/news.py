"""What is told of the room: an offer to the other side, a decision to everybody it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.auctions.models import Lot, Offer
from prakarsa.auctions.queries.panel import panel_of
from prakarsa.auctions.states import Act
from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import day, number
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.queries import people_of, people_of_region
from prakarsa.organisations.roles import Role

_ENDED: dict[Act, Any] = {
    Act.ACCEPT: _("Lot “{title}”: tawaran diterima"),
    Act.POSTPONE: _("Lot “{title}” dinyatakan belum siap"),
    Act.IMPOSE: _("Lot “{title}” ditetapkan kepala daerah"),
    Act.LAPSE: _("Lot “{title}” gugur tanpa kesepakatan"),
}


def tell_offer(lot: Lot, offer: Offer, at: datetime) -> None:
    """Tell the side whose turn it is now: the members who may answer, or the head who bids."""
    if offer.side == Offer.Side.BIDDER:
        people = panel_people(lot, at)
        title = format_lazy(_("Lot “{title}”: giliran panel menjawab"), title=lot.title)
    else:
        people = bidding_people(lot, at)
        title = format_lazy(_("Lot “{title}”: giliran Anda menjawab panel"), title=lot.title)
    terms = _terms(offer, lot.unit)
    body = format_lazy(_("Tawaran {number}: {terms}."), number=offer.number, terms=terms)
    _tell(people, lot, title, body, f"offer.{offer.number}", at, but=offer.actor_key)


def tell_end(lot: Lot, act: Act, at: datetime, *, by: str, reason: str = "") -> None:
    """Tell both sides and the secretariat that a lot left the room, all but who did it."""
    on = local_day(at, lot.period.region.zone)
    planners = people_of_region(lot.period.region, [Role.SECRETARIAT], on)
    everybody = {each.pk: each for each in panel_people(lot, at)}
    everybody |= {each.pk: each for each in bidding_people(lot, at)}
    everybody |= {each.pk: each for each in planners}
    title = format_lazy(_ENDED[act], title=lot.title)
    _tell(everybody.values(), lot, title, reason, f"{act.value}.{lot.version}", at, but=by)


def panel_people(lot: Lot, at: datetime) -> list[Person]:
    """Return the members of the panel who are not tied to the lot."""
    panel = panel_of(lot, on=local_day(at, lot.period.region.zone))
    return [each.member.person for each in panel.sittings if not each.tie]


def bidding_people(lot: Lot, at: datetime) -> list[Person]:
    """Return the heads of the agency that answers for the lot first."""
    on = local_day(at, lot.period.region.zone)
    leads = [each.agency for each in lot.agencies.all() if each.is_lead]
    return [person for agency in leads for person in people_of(agency, [Role.AGENCY_HEAD], on)]


def _write_terms(offer: Offer, unit: str) -> str:
    """Write value and day in the language of whoever reads the message."""
    space = "" if unit.strip() == "%" else " "
    words = {"value": f"{number(offer.value)}{space}{unit.strip()}", "day": day(offer.day)}
    return gettext("%(value)s pada %(day)s") % words


_terms = lazy(_write_terms, str)


def _tell(
    people: Iterable[Person],
    lot: Lot,
    title: Promise,
    body: str | Promise,
    event: str,
    at: datetime,
    *,
    but: str,
) -> None:
    for person in people:
        if str(person.key) == but or not person.is_active:
            continue
        notify(
            person=person,
            topic=Topic.AUCTION,
            title=title,
            body=body,
            link=reverse("auctions:room", args=[lot.key]),
            event_key=f"auctions.room.{lot.key}.{event}",
            at=at,
        )
