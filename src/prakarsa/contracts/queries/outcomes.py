"""What must be known to end a contract: its final measure, and whether its innovation stands."""

from __future__ import annotations

from prakarsa.contracts.models import Outcome, PerformanceContract
from prakarsa.registry.models import Innovation

# The region verified it and put it to work; whatever became of it later, it was adopted.
_ADOPTED = (Innovation.State.VERIFIED, Innovation.State.PUBLISHED, Innovation.State.RETIRED)


def is_adopted(innovation: Innovation | None) -> bool:
    """Say whether an innovation was verified and put to work, as UU 23/2014 art. 389 asks."""
    return (
        innovation is not None
        and innovation.state in _ADOPTED
        and innovation.stage == Innovation.Stage.IMPLEMENTATION
    )


def outcome_of_contract(contract: PerformanceContract) -> Outcome | None:
    """Return the final measure of a contract, if one was given."""
    return Outcome.objects.filter(contract=contract).first()
