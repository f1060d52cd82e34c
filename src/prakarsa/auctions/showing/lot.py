"""The page of one lot: facts, parts, test, history, and what this seat can do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from prakarsa.auctions.models import DataTest, Lot, LotEvent, LotFile
from prakarsa.auctions.permissions import may_try
from prakarsa.auctions.queries import lot_for
from prakarsa.auctions.queries.checklist import Gap, gaps_of, holds_back
from prakarsa.auctions.queries.testing import is_entangled
from prakarsa.auctions.showing.feasibility import Feasibility, feasibility_of
from prakarsa.auctions.showing.lots import LotLine, lot_lines
from prakarsa.auctions.showing.values import figure
from prakarsa.auctions.states import DONE, Act
from prakarsa.organisations.queries import names_of
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry.queries import visible_innovations
from prakarsa.registry.queries.history import who as name_of
from prakarsa.rules.text import normalise_name

# Where each act is done; those of the room are done there, together.
ROOM = "auctions:room"
PLACES: dict[Act, str] = {
    Act.CHANGE: "auctions:lot-edit",
    Act.SUBMIT: "auctions:lot-submit",
    Act.PASS: "auctions:lot-test",
    Act.SCHEDULE: "auctions:lot-schedule",
    Act.OFFER: ROOM,
    Act.COUNTER: ROOM,
    Act.ACCEPT: ROOM,
    Act.POSTPONE: ROOM,
    Act.IMPOSE: ROOM,
    Act.LAPSE: ROOM,
    Act.CONTRACT: "contracts:new",
    Act.WITHDRAW: "auctions:lot-withdraw",
}
IN_ROOM = frozenset({Lot.State.SCHEDULED, Lot.State.PRESENTED, Lot.State.COUNTERED})


@dataclass(frozen=True, slots=True)
class Button:
    """Something this seat can do with the lot now."""

    act: Act
    url: str

    is_again: bool = False

    @property
    def label(self) -> str:
        """Return what the button says; everything that is done in the room begins there."""
        if PLACES[self.act] == ROOM:
            return _("Buka ruang sidang")
        if self.act is Act.PASS:
            return _("Uji data")
        return _("Ubah jadwal") if self.is_again else str(self.act.label)


@dataclass(frozen=True, slots=True)
class EventLine:
    """One act in the history, or several changes of a draft in a row by one person."""

    what: str
    who: str
    event: LotEvent
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPage:
    """One lot as one seat sees it."""

    line: LotLine
    gaps: list[Gap]
    feasibility: Feasibility
    tests: list[DataTest]
    files: list[LotFile]
    history: list[EventLine]
    buttons: list[Button]
    room_url: str
    # Whether this seat can open the innovation that is to deliver the promise.
    sees_innovation: bool

    @property
    def lot(self) -> Lot:
        """Return the lot."""
        return self.line.lot

    @property
    def main(self) -> Button | None:
        """Return the one act that is due; while something is missing, that is changing the lot."""
        last, is_whole = (Act.CHANGE, Act.WITHDRAW), not self.missing
        due = [
            each for each in self.buttons if each.act not in last and is_whole and not each.is_again
        ]
        changes = [each for each in self.buttons if each.act is Act.CHANGE]
        return next(iter([*due, *changes]), None)

    @property
    def shows_room(self) -> bool:
        """Say whether a link to the room is shown: when no button leads there."""
        return bool(self.room_url) and all(each.url != self.room_url for each in self.buttons)

    @property
    def others(self) -> list[Button]:
        """Return the other acts."""
        return [each for each in self.buttons if each is not self.main]

    @property
    def may_change(self) -> bool:
        """Say whether this seat can change the parts of the lot."""
        return any(each.act is Act.CHANGE for each in self.buttons)

    @property
    def missing(self) -> list[Gap]:
        """Return what keeps the lot from being submitted."""
        return holds_back(self.gaps)

    @property
    def advice(self) -> list[Gap]:
        """Return what is advised only."""
        return [gap for gap in self.gaps if gap.is_advice]

    @property
    def has_own_indicator(self) -> bool:
        """Say whether the indicator says more than the title."""
        return normalise_name(self.lot.indicator) != normalise_name(self.lot.title)

    @property
    def baseline_words(self) -> str:
        """Write the baseline with its unit."""
        return figure(self.lot.baseline, self.lot.unit)

    @property
    def end_words(self) -> str:
        """Write the planned or decided end with its unit."""
        return figure(self.line.end_value, self.lot.unit)

    @property
    def segments(self) -> list[tuple[str, str]]:
        """Return the segments with their values as written."""
        unit = self.lot.unit
        return [(each.name, figure(each.value, unit)) for each in self.lot.segments.all()]


def lot_page_for(seat: Seat, key: str, at: datetime) -> LotPage:
    """Return the page of a lot for a seat; raise Http404 out of its scope."""
    lot = lot_for(seat, key)
    is_draft = lot.state == Lot.State.DRAFT
    files = lot.files.filter(removed_at=None).select_related("file")
    return LotPage(
        line=lot_lines([lot])[0],
        gaps=gaps_of(lot) if is_draft else [],
        feasibility=feasibility_of(lot),
        tests=list(lot.data_tests.order_by("-pk")),
        files=list(files),
        history=_history(lot),
        buttons=buttons_of(seat, lot, at),
        room_url=_address(ROOM, lot) if lot.state in IN_ROOM or lot.offers.exists() else "",
        sees_innovation=lot.innovation_id is not None
        and visible_innovations(seat).filter(pk=lot.innovation_id).exists(),
    )


def buttons_of(seat: Seat, lot: Lot, at: datetime) -> list[Button]:
    """Return what a seat can do with a lot now, as the table says; a place is named once."""
    found: dict[str, Button] = {}
    for act in Act:
        place = PLACES.get(act)
        if place is None or not may_try(seat, lot, act):
            continue
        url = _address(place, lot)
        if act is Act.PASS and is_entangled(seat, lot, on=seat.today(at)):
            continue
        if url:
            is_again = act is Act.SCHEDULE and lot.state == Lot.State.SCHEDULED
            found.setdefault(url, Button(act, url, is_again))
    return list(found.values())


def _address(name: str, lot: Lot) -> str:
    """Return an address of the lot; empty where the package that has it is not installed."""
    try:
        return reverse(name, args=[lot.key])
    except NoReverseMatch:
        return ""


def _history(lot: Lot) -> list[EventLine]:
    """Return what happened, the newest first; changes of a draft in a row are one line."""
    rows = list(lot.events.select_related("round").order_by("pk"))
    names = names_of({each.actor_key for each in rows})
    lines: list[EventLine] = []
    for each in rows:
        last = lines[-1] if lines else None
        who = f"{name_of(each.actor_key, names)} ({Role(each.role).label})"
        is_same = last is not None and each.act == Act.CHANGE and _is_alike(last.event, each)
        if is_same and last is not None:
            lines[-1] = EventLine(last.what, who, each, last.times + 1)
        else:
            lines.append(EventLine(str(DONE[Act(each.act)]), who, each))
    return lines[::-1]


def _is_alike(before: LotEvent, after: LotEvent) -> bool:
    return before.act == after.act and before.actor_key == after.actor_key
