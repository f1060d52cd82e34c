"""What one seat can do in a room now: the buttons, and in words why one cannot answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, Offer, PanelMember
from prakarsa.auctions.permissions import answers_for_panel, can_record_presence, may_try
from prakarsa.auctions.queries.panel import ALONE, Panel
from prakarsa.auctions.states import Act
from prakarsa.organisations.seats import Seat

# The acts of the room in the order of their buttons, with the address and look of each.
BUTTONS = (
    (Act.ACCEPT, "auctions:room-accept", "btn-primary"),
    (Act.OFFER, "auctions:room-offer", "btn-plain"),
    (Act.COUNTER, "auctions:room-offer", "btn-plain"),
    (Act.POSTPONE, "auctions:room-postpone", "btn-text"),
    (Act.IMPOSE, "auctions:room-impose", "btn-plain"),
    (Act.LAPSE, "auctions:room-lapse", "btn-text"),
)


@dataclass(frozen=True, slots=True)
class Button:
    """An act that this seat can begin now."""

    act: Act
    label: str
    url: str
    css: str


@dataclass(frozen=True, slots=True)
class Doings:
    """The acts of one seat on a lot before its panel; `last` is the offer that stands."""

    seat: Seat
    lot: Lot
    panel: Panel
    last: Offer | None
    today: date

    @property
    def buttons(self) -> list[Button]:
        """Return what this seat can do now, as the table says and ties and quorum allow."""
        return [
            Button(act, self._label(act), reverse(name, args=[self.lot.key]), css)
            for act, name, css in BUTTONS
            if self.may(act)
        ]

    @property
    def spoken(self) -> list[Button]:
        """Return the acts of the negotiation."""
        return [each for each in self.buttons if each.act not in ALONE]

    @property
    def ending(self) -> list[Button]:
        """Return the acts by which the regional head ends a deadlock."""
        return [each for each in self.buttons if each.act in ALONE]

    @property
    def may_accept(self) -> bool:
        """Say whether accepting is among what this seat can do now."""
        return self.may(Act.ACCEPT)

    def may(self, act: Act) -> bool:
        """Say whether this seat can do an act now: by the table, by scope, by ties and quorum."""
        if not may_try(self.seat, self.lot, act):
            return False
        return not answers_for_panel(self.seat) or not self.panel.why_barred(self.seat, act)

    @property
    def why_silent(self) -> str:
        """Say why a member of the panel whose turn it is cannot answer now."""
        is_turn = any(may_try(self.seat, self.lot, act) for act, _name, _css in BUTTONS)
        if not is_turn or not answers_for_panel(self.seat):
            return ""
        return self.panel.why_silent(self.seat)

    @property
    def missed_by(self) -> PanelMember | None:
        """Return the seat's own place on the panel, where only being there is not noted yet."""
        own = self.panel.sitting_of(self.seat)
        if own is None or own.is_present or self.lot.round is None:
            return None
        has_begun = self.today >= self.lot.round.held_on
        return own.member if has_begun and can_record_presence(self.seat, own.member) else None

    def _label(self, act: Act) -> str:
        if act is Act.ACCEPT and self.last is not None:
            return _("Terima tawaran %(number)d") % {"number": self.last.number}
        return str(act.label)
