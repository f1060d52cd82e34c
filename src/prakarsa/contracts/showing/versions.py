"""One text of a contract, two of them side by side, and what everybody may know of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from prakarsa.contracts.models import ContractVersion, ExternalSignature, PerformanceContract
from prakarsa.contracts.permissions import can_attach
from prakarsa.contracts.queries import (
    TextState,
    contract_for,
    text_states,
    turn_of,
    version_for,
    versions_of,
)
from prakarsa.contracts.queries.checking import Checked
from prakarsa.contracts.showing.contract import VersionLine
from prakarsa.contracts.showing.texts import (
    Line,
    PartyLine,
    lines_of,
    parties_words,
    party_lines,
)
from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import enumeration
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """One text with its signatures and the certified files beside it."""

    contract: PerformanceContract
    line: VersionLine
    may_attach: bool

    @property
    def lines(self) -> list[Line]:
        """Return what the text says."""
        return lines_of(self.line.turn.text)

    @property
    def parties(self) -> list[PartyLine]:
        """Return its agencies with their shares."""
        return party_lines(self.line.turn.text)

    @property
    def external(self) -> list[ExternalSignature]:
        """Return the certified files beside it."""
        return list(self.line.version.external_signatures.all())


def version_page_for(seat: Seat, key: str, number: int, at: datetime) -> VersionPage:
    """Return the page of one text; raise Http404."""
    contract = contract_for(seat, key)
    version = version_for(contract, number)
    states = text_states(contract, list(versions_of(contract)))
    line = VersionLine(turn_of(version), states[version.pk])
    may_attach = line.state is not TextState.TAKEN_BACK
    return VersionPage(
        contract=contract,
        line=line,
        may_attach=may_attach and can_attach(seat, contract, on=seat.today(at)),
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing that either text says."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Say whether the two say different things."""
        return self.left != self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts of one contract side by side, the older one on the left."""

    contract: PerformanceContract
    versions: list[VersionLine]
    left: VersionLine
    right: VersionLine

    @property
    def pairs(self) -> list[Pair]:
        """Return everything that either of them says, in the order it is read."""
        left, right = _said(self.left.turn.version), _said(self.right.turn.version)
        names = list(dict.fromkeys((*left, *right)))
        none = Line("", "", "")
        return [
            Pair(
                (right.get(name) or left[name]).label,
                left.get(name, none).value,
                right.get(name, none).value,
            )
            for name in names
        ]

    @property
    def changes(self) -> int:
        """Count what differs."""
        return sum(pair.differs for pair in self.pairs)


def comparison_for(seat: Seat, key: str, left: int, right: int) -> Comparison:
    """Return two texts side by side; without numbers the last two. Raise Http404."""
    contract = contract_for(seat, key)
    rows = list(versions_of(contract))
    states = text_states(contract, rows)
    lines = [VersionLine(turn_of(each), states[each.pk]) for each in rows]
    right_number = right or rows[0].number
    left_number = left or max(right_number - 1, 1)
    for number in (left_number, right_number):
        version_for(contract, number)
    by_number = {line.version.number: line for line in lines}
    return Comparison(
        contract=contract,
        versions=lines,
        left=by_number[left_number],
        right=by_number[right_number],
    )


def _said(version: ContractVersion) -> dict[str, Line]:
    """Return what a text says by name, its agencies and shares in one line."""
    turn = turn_of(version)
    found = {line.name: line for line in lines_of(turn.text)}
    shares = (f"{party.name} {party.share}" for party in party_lines(turn.text))
    found["parties"] = Line("parties", _("Pemegang dan bagiannya"), enumeration(shares))
    return found


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What everybody may know of a text whose hash they have: title, parties and dates."""

    title: str
    parties: list[str]
    signed_on: date | None
    effective_on: date | None
    ends_on: date
    state: TextState


def public_answer(checked: Checked) -> PublicAnswer:
    """Return what everybody may know, and nothing else of the contract."""
    turn = turn_of(checked.version)
    text, last = turn.text, turn.signatures[-1] if turn.signatures else None
    is_signed, zone = turn.place is None, checked.version.contract.region.zone
    return PublicAnswer(
        title=text.title,
        parties=parties_words(text),
        signed_on=local_day(last.signed_at, zone) if is_signed and last else None,
        effective_on=text.effective_on,
        ends_on=text.terms.end_on,
        state=checked.state,
    )
