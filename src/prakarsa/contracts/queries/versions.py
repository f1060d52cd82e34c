"""The versions of a contract: which one is in force, which one waits, who signs next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from prakarsa.contracts.content import Place, Text, places_of, read_text
from prakarsa.contracts.models import ContractVersion, PerformanceContract, Signature
from prakarsa.organisations.models import Agency

State = PerformanceContract.State
WAITING_STATES = frozenset({State.SIGNING, State.AMENDING})


class TextState(models.TextChoices):
    """Where one text stands among those of its contract."""

    WAITING = "waiting", _("Belum ditandatangani semua pihak")
    IN_FORCE = "in_force", _("Berlaku")
    OVER = "over", _("Sudah berakhir: kontraknya ditutup")
    REPLACED = "replaced", _("Sudah diganti naskah yang lebih baru")
    TAKEN_BACK = "taken_back", _("Dibatalkan sebelum ditandatangani semua pihak")


@dataclass(frozen=True, slots=True)
class Turn:
    """A text that waits for signatures: the places in their order, and what stands there."""

    version: ContractVersion
    text: Text
    places: tuple[Place, ...]
    signatures: tuple[Signature, ...]

    @property
    def place(self) -> Place | None:
        """Return the place that is signed next, or None when all are."""
        count = len(self.signatures)
        return self.places[count] if count < len(self.places) else None

    @property
    def is_last(self) -> bool:
        """Say whether the next signature is the last one."""
        return len(self.signatures) + 1 == len(self.places)


def versions_of(contract: PerformanceContract) -> QuerySet[ContractVersion]:
    """Return all versions with their signatures, the newest first."""
    rows = ContractVersion.objects.filter(contract=contract).order_by("-number")
    return rows.select_related("taken_back").prefetch_related(
        "signatures", "external_signatures__file"
    )


def waiting_version(contract: PerformanceContract) -> ContractVersion | None:
    """Return the text that waits for signatures, if the contract has one."""
    if contract.state not in WAITING_STATES:
        return None
    rows = ContractVersion.objects.filter(contract=contract, taken_back__isnull=True)
    return rows.order_by("-number").first()


def version_in_force(contract: PerformanceContract) -> ContractVersion | None:
    """Return the last text that everybody signed, or None before the first is."""
    if contract.state == State.SIGNING:
        return None
    rows = ContractVersion.objects.filter(contract=contract, taken_back__isnull=True)
    kept = list(rows.order_by("-number")[:2])
    return kept[1] if contract.state == State.AMENDING else kept[0]


def text_states(
    contract: PerformanceContract, versions: Sequence[ContractVersion]
) -> dict[int, TextState]:
    """Return where each text of a contract stands; give all of them, the newest first."""
    is_over = contract.state == State.CLOSED
    found, following = {}, TextState.OVER if is_over else TextState.IN_FORCE
    if contract.state in WAITING_STATES:
        following = TextState.WAITING
    for version in versions:
        if hasattr(version, "taken_back"):
            found[version.pk] = TextState.TAKEN_BACK
            continue
        found[version.pk] = following
        is_waiting = following is TextState.WAITING
        following = TextState.IN_FORCE if is_waiting else TextState.REPLACED
    return found


def turn_of(version: ContractVersion) -> Turn:
    """Return the places of a version and the signatures on them."""
    text = read_text(version.content)
    return Turn(version, text, places_of(text), tuple(version.signatures.all()))


def version_for(contract: PerformanceContract, number: int) -> ContractVersion:
    """Return one version of a contract by its number; raise Http404."""
    version = versions_of(contract).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def agency_of(contract: PerformanceContract, place: Place) -> Agency | None:
    """Return the agency that a place to sign belongs to; None for that of the regional head."""
    return Agency.objects.filter(region_id=contract.region_id, key=place.agency_key).first()
