"""The life of a lot: one table of what may be done in which state, by whom.

Acts, permissions, buttons and the documentation all read this table. It is that of the trade, with
two states of our own: `tested` (the data are accepted, no day yet) and `not_ready` (back from the
room, no new day yet), so that what waits for the calendar can be seen waiting.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prakarsa.auctions.models import Lot
from prakarsa.organisations.roles import Role

State = Lot.State


class Act(models.TextChoices):
    """What can be done with a lot; the label is what its button says."""

    CREATE = "create", _("Buat lot")
    CHANGE = "change", _("Ubah lot")
    SUBMIT = "submit", _("Ajukan untuk uji data")
    PASS = "pass", _("Terima data")
    FAIL = "fail", _("Tolak data")
    SCHEDULE = "schedule", _("Jadwalkan")
    OFFER = "offer", _("Ajukan tawaran")
    COUNTER = "counter", _("Tawar balik")
    ACCEPT = "accept", _("Terima tawaran")
    POSTPONE = "postpone", _("Belum siap")
    IMPOSE = "impose", _("Tetapkan")
    LAPSE = "lapse", _("Nyatakan gugur")
    CONTRACT = "contract", _("Buat kontrak")
    WITHDRAW = "withdraw", _("Tarik lot")


@dataclass(frozen=True, slots=True)
class Transition:
    """From `state` (None: not there yet) the act leads to `next_state`.

    `last_round_only`: only a negotiation that has no further round may end this way.
    """

    state: Lot.State | None
    act: Act
    roles: frozenset[Role]
    next_state: Lot.State
    needs_reason: bool = False
    last_round_only: bool = False


MAKERS = frozenset({Role.SECRETARIAT, Role.OPERATOR, Role.AGENCY_HEAD})
_OWNERS = frozenset({Role.SECRETARIAT, Role.AGENCY_HEAD})
_TESTERS = frozenset({Role.VERIFIER})
_PLANNERS = frozenset({Role.SECRETARIAT})
_BIDDER = frozenset({Role.AGENCY_HEAD})
PANEL = frozenset({Role.MAYOR, Role.SECRETARY, Role.PANEL})
_MAYOR = frozenset({Role.MAYOR})

OPEN_STATES = (
    State.DRAFT,
    State.DATA_TEST,
    State.TESTED,
    State.SCHEDULED,
    State.PRESENTED,
    State.COUNTERED,
    State.NOT_READY,
)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Act.CREATE, MAKERS, State.DRAFT),
    Transition(State.DRAFT, Act.CHANGE, MAKERS, State.DRAFT),
    Transition(State.DRAFT, Act.SUBMIT, _OWNERS, State.DATA_TEST),
    Transition(State.DATA_TEST, Act.PASS, _TESTERS, State.TESTED, needs_reason=True),
    Transition(State.DATA_TEST, Act.FAIL, _TESTERS, State.DRAFT, needs_reason=True),
    Transition(State.TESTED, Act.SCHEDULE, _PLANNERS, State.SCHEDULED),
    Transition(State.NOT_READY, Act.SCHEDULE, _PLANNERS, State.SCHEDULED),
    Transition(State.SCHEDULED, Act.SCHEDULE, _PLANNERS, State.SCHEDULED),
    Transition(State.SCHEDULED, Act.OFFER, _BIDDER, State.PRESENTED, needs_reason=True),
    Transition(State.SCHEDULED, Act.POSTPONE, PANEL, State.NOT_READY, needs_reason=True),
    Transition(State.PRESENTED, Act.COUNTER, PANEL, State.COUNTERED, needs_reason=True),
    Transition(State.PRESENTED, Act.ACCEPT, PANEL, State.AGREED),
    Transition(State.PRESENTED, Act.POSTPONE, PANEL, State.NOT_READY, needs_reason=True),
    Transition(State.COUNTERED, Act.OFFER, _BIDDER, State.PRESENTED, needs_reason=True),
    Transition(State.COUNTERED, Act.ACCEPT, _BIDDER, State.AGREED),
    Transition(State.COUNTERED, Act.POSTPONE, _BIDDER | PANEL, State.NOT_READY, needs_reason=True),
    *(
        Transition(
            state, act, _MAYOR, next_state, needs_reason=True, last_round_only=True
        )
        for state in (State.PRESENTED, State.COUNTERED)
        for act, next_state in ((Act.IMPOSE, State.IMPOSED), (Act.LAPSE, State.LAPSED))
    ),
    Transition(State.AGREED, Act.CONTRACT, _PLANNERS, State.CONTRACTED),
    Transition(State.IMPOSED, Act.CONTRACT, _PLANNERS, State.CONTRACTED),
    *(
        Transition(state, Act.WITHDRAW, _OWNERS, State.WITHDRAWN, needs_reason=True)
        for state in OPEN_STATES
    ),
)  # fmt: skip
_BY_PLACE = {(row.state, row.act): row for row in TRANSITIONS}


def transition(state: str | None, act: Act) -> Transition | None:
    """Return the row for an act in a state, or None when the act is not possible there."""
    return _BY_PLACE.get((None if state is None else State(state), act))


def roles_for(act: Act) -> tuple[Role, ...]:
    """Return the roles that may do an act in any state at all, in the order of the roles."""
    allowed = frozenset().union(*(row.roles for row in TRANSITIONS if row.act is act))
    return tuple(role for role in Role if role in allowed)


DONE: dict[Act, Promise] = {
    Act.CREATE: _("Lot dibuat"),
    Act.CHANGE: _("Lot diubah"),
    Act.SUBMIT: _("Diajukan untuk uji data"),
    Act.PASS: _("Data diterima"),
    Act.FAIL: _("Data ditolak"),
    Act.SCHEDULE: _("Dijadwalkan"),
    Act.OFFER: _("Tawaran perangkat daerah"),
    Act.COUNTER: _("Tawaran panel"),
    Act.ACCEPT: _("Tawaran diterima"),
    Act.POSTPONE: _("Belum siap"),
    Act.IMPOSE: _("Ditetapkan kepala daerah"),
    Act.LAPSE: _("Gugur tanpa kesepakatan"),
    Act.CONTRACT: _("Kontrak dibuat"),
    Act.WITHDRAW: _("Lot ditarik"),
}
