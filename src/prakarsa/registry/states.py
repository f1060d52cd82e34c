"""The life of an innovation: one table of what may be done in which state, by whom.

Acts, permissions, buttons and the documentation all read this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation

State = Innovation.State


class Act(models.TextChoices):
    """What can be done with an innovation; the label is what its button says."""

    CREATE = "create", _("Catat inovasi")
    CHANGE = "change", _("Ubah profil")
    SUBMIT = "submit", _("Ajukan")
    RETURN = "return", _("Kembalikan")
    VERIFY = "verify", _("Verifikasi")
    PUBLISH = "publish", _("Terbitkan")
    RETIRE = "retire", _("Akhiri inovasi")
    CARRY_OVER = "carry_over", _("Lanjutkan ke edisi baru")
    WITHDRAW = "withdraw", _("Batalkan draf edisi baru")
    IMPORT = "import", _("Impor")


@dataclass(frozen=True, slots=True)
class Transition:
    """From `state` (None: not there yet) the act leads to `next_state` (None: back to before)."""

    state: Innovation.State | None
    act: Act
    roles: frozenset[Role]
    next_state: Innovation.State | None
    needs_reason: bool = False


_WRITERS = frozenset({Role.OPERATOR, Role.EMPLOYEE, Role.SECRETARIAT})
_OWNERS = frozenset({Role.OPERATOR, Role.SECRETARIAT})
_VERIFIER = frozenset({Role.VERIFIER})
_PUBLISHERS = frozenset({Role.SECRETARIAT, Role.VERIFIER})
_IMPORTERS = frozenset({Role.SECRETARIAT})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Act.CREATE, _WRITERS, State.DRAFT),
    Transition(None, Act.IMPORT, _IMPORTERS, State.PUBLISHED),
    Transition(State.DRAFT, Act.CHANGE, _WRITERS, State.DRAFT),
    Transition(State.DRAFT, Act.IMPORT, _IMPORTERS, State.DRAFT),
    Transition(State.DRAFT, Act.SUBMIT, _OWNERS, State.SUBMITTED),
    Transition(State.DRAFT, Act.CARRY_OVER, _OWNERS, State.DRAFT),
    Transition(State.DRAFT, Act.WITHDRAW, _OWNERS, None),
    Transition(State.DRAFT, Act.RETIRE, _OWNERS, State.RETIRED, needs_reason=True),
    Transition(State.SUBMITTED, Act.RETURN, _VERIFIER, State.RETURNED, needs_reason=True),
    Transition(State.SUBMITTED, Act.VERIFY, _VERIFIER, State.VERIFIED),
    Transition(State.RETURNED, Act.CHANGE, _WRITERS, State.RETURNED),
    Transition(State.RETURNED, Act.SUBMIT, _OWNERS, State.SUBMITTED),
    Transition(State.RETURNED, Act.CARRY_OVER, _OWNERS, State.DRAFT),
    Transition(State.RETURNED, Act.RETIRE, _OWNERS, State.RETIRED, needs_reason=True),
    Transition(State.VERIFIED, Act.RETURN, _VERIFIER, State.RETURNED, needs_reason=True),
    Transition(State.VERIFIED, Act.PUBLISH, _PUBLISHERS, State.PUBLISHED),
    Transition(State.VERIFIED, Act.CARRY_OVER, _OWNERS, State.DRAFT),
    Transition(State.VERIFIED, Act.RETIRE, _OWNERS, State.RETIRED, needs_reason=True),
    Transition(State.PUBLISHED, Act.IMPORT, _IMPORTERS, State.PUBLISHED),
    Transition(State.PUBLISHED, Act.CARRY_OVER, _OWNERS, State.DRAFT),
    Transition(State.PUBLISHED, Act.RETIRE, _OWNERS, State.RETIRED, needs_reason=True),
)
_BY_PLACE = {(row.state, row.act): row for row in TRANSITIONS}


def transition(state: str | None, act: Act) -> Transition | None:
    """Return the row for an act in a state, or None when the act is not possible there."""
    return _BY_PLACE.get((None if state is None else State(state), act))


def roles_for(act: Act) -> tuple[Role, ...]:
    """Return the roles that may do an act in any state at all, in the order of the roles."""
    allowed = frozenset().union(*(row.roles for row in TRANSITIONS if row.act is act))
    return tuple(role for role in Role if role in allowed)


DONE: dict[Act, Promise] = {
    Act.CREATE: _("Dicatat"),
    Act.CHANGE: _("Profil diubah"),
    Act.SUBMIT: _("Diajukan"),
    Act.RETURN: _("Dikembalikan"),
    Act.VERIFY: _("Diverifikasi"),
    Act.PUBLISH: _("Diterbitkan"),
    Act.RETIRE: _("Diakhiri"),
    Act.CARRY_OVER: _("Dilanjutkan ke edisi baru"),
    Act.WITHDRAW: _("Draf edisi baru dibatalkan"),
    Act.IMPORT: _("Diimpor dari daftar"),
}
