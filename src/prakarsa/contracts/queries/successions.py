"""Which holders of a contract became other agencies, and which."""

from __future__ import annotations

from dataclasses import dataclass

from prakarsa.contracts.models import Holder, PerformanceContract
from prakarsa.contracts.queries.contracts import present_holders
from prakarsa.organisations.models import Agency, AgencySuccession


@dataclass(frozen=True, slots=True)
class Inheritance:
    """A holder whose agency ended, and the agencies that carry on from a day."""

    holder: Holder
    links: tuple[AgencySuccession, ...]

    @property
    def heirs(self) -> tuple[Agency, ...]:
        """Return the agencies that carry on."""
        return tuple(link.successor for link in self.links)


def inheritances_of(contract: PerformanceContract) -> list[Inheritance]:
    """Return the present holders that merged, split or changed their name, with their heirs."""
    holders = list(present_holders(contract))
    rows = AgencySuccession.objects.filter(predecessor__in=[each.agency_id for each in holders])
    links: dict[int, list[AgencySuccession]] = {}
    for link in rows.select_related("successor").order_by("successor__name", "pk"):
        links.setdefault(link.predecessor_id, []).append(link)
    return [
        Inheritance(each, tuple(links[each.agency_id]))
        for each in holders
        if each.agency_id in links
    ]


def has_heirs(contract: PerformanceContract) -> bool:
    """Say whether any present holder became another agency."""
    ended = present_holders(contract).order_by().values("agency_id")
    return AgencySuccession.objects.filter(predecessor_id__in=ended).exists()
