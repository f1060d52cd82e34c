"""What is typed to hand a contract to the heirs of an agency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from prakarsa.contracts.actions.changing import Transfer
from prakarsa.contracts.actions.holding import HeirShare
from prakarsa.contracts.models import Holder, PerformanceContract
from prakarsa.contracts.queries.contracts import present_holders
from prakarsa.contracts.queries.successions import Inheritance, inheritances_of
from prakarsa.foundation.forms import ActMixin, DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import version_field
from prakarsa.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class HeirFields:
    """A holder that ended, with a field for the share of each heir."""

    holder: Holder
    fields: list[BoundField]


class TransferForm(ActMixin, CleanTextMixin, forms.Form):
    """The share of each heir in percent, who leads afterwards, from which day, and why."""

    lead = forms.ChoiceField(label=_("Penanggung jawab sesudahnya"))
    effective_on = DayField(label=_("Berlaku sejak"))
    reason = forms.CharField(
        label=_("Dasar pengalihan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Peraturan atau keputusan penataan perangkat daerah."),
        error_messages={"required": _("Isi dasar pengalihannya.")},
    )
    version = version_field()

    def __init__(self, typed: Any, *, contract: PerformanceContract) -> None:
        self.inheritances = inheritances_of(contract)
        super().__init__(typed, initial=_initial(self.inheritances, contract))
        for each in self.inheritances:
            for heir in each.heirs:
                self.fields[_name(each, heir)] = NumberField(
                    label=heir.name, digits=5, places=2, required=False, help_text=_("Dalam persen")
                )
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)
        lead.choices = [(agency.key, agency.name) for agency in _leads(self.inheritances, contract)]

    def main_fields(self) -> Iterator[BoundField]:
        """Yield the fields below the shares."""
        yield from (field for field in self if field.name in self.base_fields)

    def shares(self) -> Iterator[HeirFields]:
        """Yield the fields of the shares by the holder that ended."""
        for each in self.inheritances:
            yield HeirFields(each.holder, [self[_name(each, heir)] for heir in each.heirs])

    def terms(self) -> Transfer:
        """Return what was typed in the words of the act."""
        values = self.cleaned_data
        heirs = tuple(
            HeirShare(each.holder.agency.key, heir.key, _hundredths(values[_name(each, heir)]))
            for each in self.inheritances
            for heir in each.heirs
        )
        return Transfer(
            heirs=heirs,
            lead_key=values["lead"],
            effective_on=values["effective_on"],
            reason=values["reason"],
        )


def _name(inheritance: Inheritance, heir: Agency) -> str:
    return f"share_{inheritance.holder.agency.key}_{heir.key}"


def _hundredths(percent: Decimal | None) -> int:
    return int(percent * 100) if percent is not None else 0


def _initial(inheritances: list[Inheritance], contract: PerformanceContract) -> dict[str, Any]:
    """Return what is proposed: a single heir takes all, from the day it began."""
    values: dict[str, Any] = {"version": contract.version}
    for each in inheritances:
        if len(each.heirs) == 1:
            share = Decimal(each.holder.share_hundredths) / 100
            values[_name(each, each.heirs[0])] = share
        if each.holder.is_lead:
            values["lead"] = each.heirs[0].key
    days = [link.effective_on for each in inheritances for link in each.links]
    sources = [link.source for each in inheritances for link in each.links]
    values["effective_on"] = max(days, default=None)
    values["reason"] = sources[0] if sources else ""
    return values


def _leads(inheritances: list[Inheritance], contract: PerformanceContract) -> list[Agency]:
    """Return who can lead afterwards: the heirs, and the holders that can go on."""
    heirs = [heir for each in inheritances for heir in each.heirs]
    ended = {each.holder.agency_id for each in inheritances}
    rest = [each.agency for each in present_holders(contract) if each.agency_id not in ended]
    return list({agency.pk: agency for agency in (*heirs, *rest)}.values())
