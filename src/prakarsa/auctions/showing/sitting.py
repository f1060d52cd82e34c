"""The panel before a lot as a seat may see it: why somebody is tied is not for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from prakarsa.auctions.permissions import reads_ties
from prakarsa.auctions.queries.panel import Panel
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingLine:
    """One member: name, in what capacity, there or not, and whether they answer this lot."""

    name: str
    capacity: str
    is_present: bool
    is_tied: bool
    why: str


def sitting_lines(panel: Panel, seat: Seat) -> list[SittingLine]:
    """Return the members; the reason of a tie only where the seat may read it."""
    return [
        SittingLine(
            name=each.member.person.name,
            capacity=str(each.member.get_capacity_display()),
            is_present=each.is_present,
            is_tied=bool(each.tie),
            why=each.tie if each.tie and reads_ties(seat, each.member) else "",
        )
        for each in panel.sittings
    ]


def quorum_words(panel: Panel) -> str:
    """Say whether the panel can answer this lot, and what it lacks if not."""
    words = {
        "now": panel.answering, "all": len(panel.sittings), "needed": panel.quorum,
        "academics": panel.academics,
    }  # fmt: skip
    if panel.has_quorum:
        text = _("Kuorum terpenuhi: %(now)d dari %(all)d anggota, %(academics)d akademisi.")
    elif panel.academics:
        text = _("Kuorum belum terpenuhi: %(now)d anggota menjawab, perlu %(needed)d.")
    else:
        text = _(
            "Kuorum belum terpenuhi: %(now)d anggota menjawab, perlu %(needed)d dan sedikitnya"
            " satu akademisi."
        )
    return text % words
