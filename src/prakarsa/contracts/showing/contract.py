"""The page of one contract: facts, parties, texts with their signatures, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from prakarsa.contracts.models import ContractVersion, Holder, PerformanceContract
from prakarsa.contracts.permissions import can_attach, is_holding, may_try
from prakarsa.contracts.queries import (
    TextState,
    Turn,
    contract_for,
    text_states,
    turn_of,
    versions_of,
)
from prakarsa.contracts.queries.successions import has_heirs
from prakarsa.contracts.showing.signing import signs_on
from prakarsa.contracts.showing.texts import (
    Line,
    PlaceLine,
    kind_words,
    lines_of,
    place_lines,
    share_words,
)
from prakarsa.contracts.states import Act
from prakarsa.organisations.seats import Seat

# Where each act is done.
PLACES: dict[Act, str] = {
    Act.SIGN: "contracts:sign",
    Act.AMEND: "contracts:amend",
    Act.TRANSFER: "contracts:transfer",
    Act.TAKE_BACK: "contracts:take-back",
    Act.MEASURE: "contracts:measure",
    Act.RETURN: "contracts:judge",
    Act.JUDGE: "contracts:judge",
    Act.SHIELD: "contracts:shield",
    Act.CLOSE: "contracts:close",
}
STATE_MARKS = {
    TextState.WAITING: "wait",
    TextState.IN_FORCE: "ok",
    TextState.OVER: "past",
    TextState.REPLACED: "past",
    TextState.TAKEN_BACK: "past",
}


@dataclass(frozen=True, slots=True)
class Button:
    """Something this seat can do with the contract now."""

    act: Act
    url: str

    @property
    def label(self) -> str:
        """Return what the button says."""
        return str(self.act.label)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One text of the contract: its state and its places to sign."""

    turn: Turn
    state: TextState

    @property
    def version(self) -> ContractVersion:
        """Return the version itself."""
        return self.turn.version

    @property
    def title(self) -> str:
        """Return which text it is."""
        return kind_words(self.turn.text)

    @property
    def mark(self) -> str:
        """Return the kind of its status mark."""
        return STATE_MARKS[self.state]

    @property
    def places(self) -> list[PlaceLine]:
        """Return its places to sign in their order."""
        return place_lines(self.turn, is_waiting=self.state is TextState.WAITING)


@dataclass(frozen=True, slots=True)
class HolderLine:
    """An agency that holds, held or will hold the contract."""

    holder: Holder
    is_present: bool

    @property
    def share(self) -> str:
        """Write the share."""
        return share_words(self.holder.share_hundredths)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPage:
    """Everything the page of a contract shows."""

    contract: PerformanceContract
    versions: list[VersionLine]
    holders: list[HolderLine]
    buttons: list[Button]
    may_attach: bool

    @property
    def shown(self) -> VersionLine:
        """Return the text whose terms the page shows: the one in force, else the first."""
        kept = (TextState.IN_FORCE, TextState.OVER)
        return next((line for line in self.versions if line.state in kept), self.versions[-1])

    @property
    def lines(self) -> list[Line]:
        """Return what that text says."""
        return lines_of(self.shown.turn.text)

    @property
    def waiting(self) -> VersionLine | None:
        """Return the text that waits for signatures, if there is one."""
        found = (line for line in self.versions if line.state is TextState.WAITING)
        return next(found, None)

    @property
    def present(self) -> list[HolderLine]:
        """Return who holds the contract today."""
        return [line for line in self.holders if line.is_present]

    @property
    def has_past(self) -> bool:
        """Say whether the holders ever changed or are about to."""
        return len(self.present) != len(self.holders)


def contract_page_for(seat: Seat, key: str, at: datetime) -> ContractPage:
    """Return the page of one contract; raise Http404."""
    contract = contract_for(seat, key)
    versions = list(versions_of(contract))
    states, today = text_states(contract, versions), seat.today(at)
    return ContractPage(
        contract=contract,
        versions=[VersionLine(turn_of(each), states[each.pk]) for each in versions],
        holders=[
            HolderLine(each, is_holding(each, on=today)) for each in contract.holders.all()
        ],
        buttons=_buttons(seat, contract, versions, at),
        may_attach=can_attach(seat, contract, on=today),
    )  # fmt: skip


def _buttons(
    seat: Seat, contract: PerformanceContract, versions: list[ContractVersion], at: datetime
) -> list[Button]:
    """Return what this seat can do now, by the table of states; one button for each page."""
    found: dict[str, Button] = {}
    for act, name in PLACES.items():
        if may_try(seat, contract, act, on=seat.today(at)) and _is_due(
            seat, contract, versions, act
        ):
            try:
                url = reverse(name, args=[contract.key])
            except NoReverseMatch:
                continue
            found.setdefault(url, Button(act, url))
    return list(found.values())


def _is_due(
    seat: Seat, contract: PerformanceContract, versions: list[ContractVersion], act: Act
) -> bool:
    """Say whether an act that is allowed also has something to act on."""
    if act is Act.TRANSFER:
        return has_heirs(contract)
    if act is not Act.SIGN:
        return True
    place = turn_of(versions[0]).place
    return place is not None and signs_on(seat, contract, place)
