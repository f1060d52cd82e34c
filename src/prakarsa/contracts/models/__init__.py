"""The tables of performance contracts, by noun."""

from prakarsa.contracts.models.contracts import (
    ContractVersion,
    ExternalSignature,
    Holder,
    Outcome,
    PerformanceContract,
    Signature,
    VersionEnd,
)
from prakarsa.contracts.models.delivery import (
    QuarterTarget,
    Realisation,
    RealisationEntry,
    RealisationProof,
    SentReminder,
    YearLink,
)

__all__ = [
    "ContractVersion",
    "ExternalSignature",
    "Holder",
    "Outcome",
    "PerformanceContract",
    "QuarterTarget",
    "Realisation",
    "RealisationEntry",
    "RealisationProof",
    "SentReminder",
    "Signature",
    "VersionEnd",
    "YearLink",
]
