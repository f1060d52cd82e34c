"""The first text of a contract, drafted from what was decided on its lot."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.auctions.models import Decision, Lot
from prakarsa.contracts.content import (
    IMPOSED,
    OFFER,
    Agreed,
    Party,
    Setting,
    Terms,
    Text,
    agency_office,
    head_office,
)
from prakarsa.contracts.models import ContractVersion
from prakarsa.foundation.time import local_day

Kind = ContractVersion.Kind


def first_text(lot: Lot, decision: Decision, *, number: str) -> Text:
    """Return the first text of a lot's contract, as its decision and its agencies stand."""
    region = lot.period.region
    return Text(
        number=number,
        version=1,
        kind=Kind.ORIGINAL.value,
        title=lot.title,
        replaces="",
        reason="",
        effective_on=None,
        setting=_setting(lot),
        agreed=_agreed(lot, decision),
        terms=_terms(lot, decision),
        parties=_parties(lot),
        head_office=head_office(region),
    )


def _parties(lot: Lot) -> tuple[Party, ...]:
    return tuple(
        Party(
            key=each.agency.key,
            name=each.agency.name,
            office=agency_office(each.agency.name),
            share_hundredths=each.share_hundredths,
            is_lead=each.is_lead,
        )
        for each in lot.agencies.select_related("agency")
    )


def _setting(lot: Lot) -> Setting:
    period = lot.period
    return Setting(
        region=period.region.name,
        region_code=period.region_id,
        period=period.name,
        period_starts_on=period.starts_on,
        period_ends_on=period.ends_on,
        basis=period.basis,
        place=(lot.round.place if lot.round else "") or period.place,
        book=period.book,
        mission=str(lot.mission),
        lot_number=lot.number,
    )


def _agreed(lot: Lot, decision: Decision) -> Agreed:
    offer = decision.offer
    return Agreed(
        by=OFFER if offer else IMPOSED,
        offer=offer.number if offer else None,
        on=local_day(decision.at, lot.period.region.zone),
        reason=offer.reason if offer else decision.reason,
    )


def _terms(lot: Lot, decision: Decision) -> Terms:
    """Return the lot's terms with the value and the day that were decided."""
    values = (lot.baseline, lot.baseline_on, decision.value, decision.day)
    baseline, baseline_on, end_value, end_on = values
    if baseline is None or baseline_on is None or end_value is None or end_on is None:
        raise ValidationError(_("Titik nol atau titik akhir lot ini belum lengkap."))
    return Terms(
        indicator=lot.indicator,
        definition=lot.definition,
        unit=lot.unit,
        direction=lot.direction,
        baseline=baseline,
        baseline_on=baseline_on,
        end_value=end_value,
        end_on=end_on,
    )
