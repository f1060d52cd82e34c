"""One contract in a list: who holds it, what it promises, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from prakarsa.auctions.showing.values import figure
from prakarsa.contracts.models import ContractVersion, PerformanceContract
from prakarsa.contracts.permissions import is_holding
from prakarsa.contracts.queries.versions import TextState, text_states
from prakarsa.foundation.writing import enumeration

SHOWN = (TextState.IN_FORCE, TextState.OVER)


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract with the text whose terms are shown: the one in force, else the first."""

    contract: PerformanceContract
    version: ContractVersion
    today: date

    @property
    def agencies(self) -> str:
        """Name the agencies that hold the contract today, the one in charge first."""
        holders = self.contract.holders.all()
        return enumeration(
            each.agency.name for each in holders if is_holding(each, on=self.today)
        )  # fmt: skip

    @property
    def way(self) -> str:
        """Write baseline and end in a line."""
        words = {
            "start": figure(self.version.baseline, self.version.unit),
            "end": figure(self.version.end_value, self.version.unit),
        }
        return _("%(start)s menjadi %(end)s") % words


def listed(rows: QuerySet[PerformanceContract]) -> QuerySet[PerformanceContract]:
    """Return the rows of a list in their order, with the columns of their texts."""
    versions = ContractVersion.objects.defer("content", "definition").order_by("-number")
    versions = versions.select_related("taken_back")
    rows = rows.prefetch_related(Prefetch("versions", queryset=versions, to_attr="texts"))
    return rows.order_by("-created_at", "-pk")


def contract_lines(rows: Iterable[PerformanceContract], *, today: date) -> Iterator[ContractLine]:
    """Yield the lines of contracts that were read by `listed`."""
    for each in rows:
        yield ContractLine(each, _shown(each, vars(each)["texts"]), today)


def _shown(contract: PerformanceContract, texts: Sequence[ContractVersion]) -> ContractVersion:
    states = text_states(contract, texts)
    kept = (each for each in texts if states[each.pk] in SHOWN)
    return next(kept, texts[-1])
