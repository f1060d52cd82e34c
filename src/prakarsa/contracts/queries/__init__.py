"""Named reads of contracts, by noun."""

from prakarsa.contracts.queries.contracts import (
    contract_for,
    holders_on,
    present_holders,
    visible_contracts,
)
from prakarsa.contracts.queries.versions import (
    TextState,
    Turn,
    agency_of,
    text_states,
    turn_of,
    version_for,
    version_in_force,
    versions_of,
    waiting_version,
)

__all__ = [
    "TextState",
    "Turn",
    "agency_of",
    "contract_for",
    "holders_on",
    "present_holders",
    "text_states",
    "turn_of",
    "version_for",
    "version_in_force",
    "versions_of",
    "visible_contracts",
    "waiting_version",
]
