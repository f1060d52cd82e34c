"""Named reads of contracts, by noun."""

from prakarsa.contracts.queries.contracts import (
    contract_for,
    holders_on,
    present_holders,
    visible_contracts,
)
from prakarsa.contracts.queries.versions import (
    Standing,
    Turn,
    agency_of,
    standings_of,
    turn_of,
    version_for,
    version_in_force,
    versions_of,
    waiting_version,
)

__all__ = [
    "Standing",
    "Turn",
    "agency_of",
    "contract_for",
    "holders_on",
    "present_holders",
    "standings_of",
    "turn_of",
    "version_for",
    "version_in_force",
    "versions_of",
    "visible_contracts",
    "waiting_version",
]
