"""A text by its hash, for everybody who has it in hand."""

from __future__ import annotations

from dataclasses import dataclass

from prakarsa.contracts.content import digest
from prakarsa.contracts.models import ContractVersion
from prakarsa.contracts.queries.versions import TextState, text_states, versions_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that is ours, and where it stands."""

    version: ContractVersion
    state: TextState


def check_hash(sha256: str) -> Checked | None:
    """Return the text with this hash; None for a hash that is none of ours.

    A stored text that no longer gives its own hash is none of ours either.
    """
    rows = ContractVersion.objects.select_related("contract__region")
    version = rows.filter(sha256=sha256).first()
    if version is None or digest(version.content) != sha256:
        return None
    versions = list(versions_of(version.contract))
    return Checked(version, text_states(version.contract, versions)[version.pk])
