"""The life of a contract: one table of what may be done in which state, by whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prakarsa.contracts.models import PerformanceContract, Realisation
from prakarsa.organisations.roles import Role

State = PerformanceContract.State
Report = Realisation.State


class Act(models.TextChoices):
    """What can be done with a contract; the label is what its button says."""

    CREATE = "create", _("Buat kontrak")
    SIGN = "sign", _("Baca dan tanda tangani")
    AMEND = "amend", _("Buat adendum")
    TRANSFER = "transfer", _("Alihkan kontrak")
    TAKE_BACK = "take_back", _("Batalkan adendum")
    MEASURE = "measure", _("Laporkan ukuran akhir")
    RETURN = "return", _("Kembalikan ukuran akhir")
    JUDGE = "judge", _("Verifikasi ukuran akhir")
    SHIELD = "shield", _("Tandai gagal secara jujur")
    CLOSE = "close", _("Tutup kontrak")


@dataclass(frozen=True, slots=True)
class Transition:
    """From `state` (None: not there yet) the act leads to `next_state`.

    `last_state` is where the last of several signatures leads.
    """

    state: PerformanceContract.State | None
    act: Act
    roles: frozenset[Role]
    next_state: PerformanceContract.State
    needs_reason: bool = False
    last_state: PerformanceContract.State | None = None


_PLANNERS = frozenset({Role.SECRETARIAT})
_SIGNERS = frozenset({Role.AGENCY_HEAD, Role.MAYOR})
_REPORTERS = frozenset({Role.OPERATOR, Role.AGENCY_HEAD})
_VERIFIERS = frozenset({Role.VERIFIER})
_MAYOR = frozenset({Role.MAYOR})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Act.CREATE, _PLANNERS, State.SIGNING),
    Transition(State.SIGNING, Act.SIGN, _SIGNERS, State.SIGNING, last_state=State.RUNNING),
    Transition(State.RUNNING, Act.AMEND, _PLANNERS, State.AMENDING, needs_reason=True),
    Transition(State.RUNNING, Act.TRANSFER, _PLANNERS, State.AMENDING, needs_reason=True),
    Transition(State.AMENDING, Act.SIGN, _SIGNERS, State.AMENDING, last_state=State.RUNNING),
    Transition(State.AMENDING, Act.TAKE_BACK, _PLANNERS, State.RUNNING, needs_reason=True),
    Transition(State.RUNNING, Act.MEASURE, _REPORTERS, State.MEASURED),
    Transition(State.MEASURED, Act.RETURN, _VERIFIERS, State.RUNNING, needs_reason=True),
    Transition(State.MEASURED, Act.JUDGE, _VERIFIERS, State.JUDGED, needs_reason=True),
    Transition(State.JUDGED, Act.SHIELD, _MAYOR, State.JUDGED, needs_reason=True),
    Transition(State.JUDGED, Act.CLOSE, _PLANNERS, State.CLOSED),
)
_BY_PLACE = {(row.state, row.act): row for row in TRANSITIONS}

DONE: dict[Act, Promise] = {
    Act.CREATE: _("Kontrak dibuat"),
    Act.SIGN: _("Ditandatangani"),
    Act.AMEND: _("Adendum dibuat"),
    Act.TRANSFER: _("Pengalihan dibuat"),
    Act.TAKE_BACK: _("Adendum dibatalkan"),
    Act.MEASURE: _("Ukuran akhir dilaporkan"),
    Act.RETURN: _("Ukuran akhir dikembalikan"),
    Act.JUDGE: _("Ukuran akhir diverifikasi"),
    Act.SHIELD: _("Ditandai gagal secara jujur"),
    Act.CLOSE: _("Kontrak ditutup"),
}


def transition(state: str | None, act: Act) -> Transition | None:
    """Return the row for an act in a state, or None when the act is not possible there."""
    return _BY_PLACE.get((None if state is None else State(state), act))


def roles_for(act: Act) -> tuple[Role, ...]:
    """Return the roles that may do an act in any state at all, in the order of the roles."""
    allowed = frozenset().union(*(row.roles for row in TRANSITIONS if row.act is act))
    return tuple(role for role in Role if role in allowed)


class Step(models.TextChoices):
    """What can be done with the realisation of a quarter."""

    SAVE = "save", _("Simpan capaian")
    SUBMIT = "submit", _("Ajukan capaian")
    ACCEPT = "accept", _("Terima capaian")
    RETURN = "return", _("Kembalikan capaian")


# A verified realisation may be returned: that puts a mistaken verdict right.
STEPS: dict[tuple[str | None, Step], str] = {
    (None, Step.SAVE): Report.DRAFT,
    (Report.DRAFT, Step.SAVE): Report.DRAFT,
    (Report.RETURNED, Step.SAVE): Report.DRAFT,
    (Report.DRAFT, Step.SUBMIT): Report.WAITING,
    (Report.WAITING, Step.ACCEPT): Report.VERIFIED,
    (Report.WAITING, Step.RETURN): Report.RETURNED,
    (Report.VERIFIED, Step.RETURN): Report.RETURNED,
}


def next_step(state: str | None, step: Step) -> str | None:
    """Return the state of a realisation after a step, or None when it is not possible from here."""
    return STEPS.get((state, step))
