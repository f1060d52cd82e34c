"""Who holds a contract from when: heirs begin where a signed text names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.contracts.content import Party, Text, agency_office
from prakarsa.contracts.models import ContractVersion, Holder, PerformanceContract
from prakarsa.contracts.queries.contracts import present_holders
from prakarsa.contracts.queries.successions import Inheritance, inheritances_of
from prakarsa.foundation.writing import day, points, sentence
from prakarsa.organisations.models import Agency
from prakarsa.rules.contract.shares import refuse_shares


@dataclass(frozen=True, slots=True)
class HeirShare:
    """A share, in hundredths of a percent, that goes from one agency to another, by their keys."""

    from_key: str
    to_key: str
    share_hundredths: int


def present_parties(contract: PerformanceContract) -> tuple[Party, ...]:
    """Return the agencies that hold a contract now as the parties of a text."""
    rows = present_holders(contract)
    return tuple(
        _party(each.agency, share=each.share_hundredths, is_lead=each.is_lead) for each in rows
    )


def heir_parties(
    contract: PerformanceContract, heirs: Iterable[HeirShare], *, lead_key: str, on: date
) -> tuple[Party, ...]:
    """Return the parties after a transfer: who goes on, and who takes over.

    Raises ValidationError when an heir is none, the shares of an agency do not add up to exactly
    what it holds, the lead is no party, or the day is too early.
    """
    moved = [each for each in heirs if each.share_hundredths]
    known = {each.holder.agency.key: each for each in inheritances_of(contract)}
    _refuse_strangers(known, moved)
    _refuse_other_sums(known, moved)
    holders = list(present_holders(contract))
    _refuse_early_day([known[key] for key in _sources(moved)], holders, on)
    agencies = {heir.key: heir for each in known.values() for heir in each.heirs}
    shares: dict[str, int] = defaultdict(int)
    for holder in holders:
        agencies.setdefault(holder.agency.key, holder.agency)
        if holder.agency.key not in _sources(moved):
            shares[holder.agency.key] += holder.share_hundredths
    for each in moved:
        shares[each.to_key] += each.share_hundredths
    if lead_key not in shares:
        raise ValidationError({"lead": _("Penanggung jawab harus salah satu pemegang.")})
    _refuse_wrong_whole({agencies[key].name: share for key, share in shares.items()})
    parties = (
        _party(agencies[key], share=share, is_lead=key == lead_key, heir_of=_sources(moved, to=key))
        for key, share in shares.items()
    )
    return tuple(sorted(parties, key=lambda party: (not party.is_lead, party.name)))


def settle_holders(contract: PerformanceContract, text: Text) -> None:
    """End and begin holders as a signed text of succession says, on its effective day.

    A holder whose share and standing stay as they were goes on untouched.
    """
    if text.kind != ContractVersion.Kind.SUCCESSION or text.effective_on is None:
        return
    standing = {each.agency.key: each for each in present_holders(contract)}
    changed = [party for party in text.parties if not _goes_on(standing.get(party.key), party)]
    going_on = {party.key for party in text.parties} - {party.key for party in changed}
    for key, holder in standing.items():
        if key not in going_on:
            holder.valid_until = text.effective_on
            holder.save(update_fields=["valid_until"])
    for party in changed:
        Holder.objects.create(
            contract=contract,
            agency=Agency.objects.get(region_id=contract.region_id, key=party.key),
            share_hundredths=party.share_hundredths,
            is_lead=party.is_lead,
            valid_from=text.effective_on,
            inherited_from=_largest_source(standing, party),
        )


def _party(agency: Agency, *, share: int, is_lead: bool, heir_of: Iterable[str] = ()) -> Party:
    return Party(
        key=agency.key,
        name=agency.name,
        office=agency_office(agency.name),
        share_hundredths=share,
        is_lead=is_lead,
        heir_of=tuple(heir_of),
    )


def _sources(moved: Iterable[HeirShare], *, to: str = "") -> tuple[str, ...]:
    """Return the agencies that give a share away, once each; only those that give to `to`."""
    found = [each.from_key for each in moved if to in ("", each.to_key)]
    return tuple(dict.fromkeys(found))


def _refuse_strangers(known: Mapping[str, Inheritance], moved: list[HeirShare]) -> None:
    if not moved:
        raise ValidationError(_("Isi dulu bagian setiap penerus."))
    for each in moved:
        heirs = known[each.from_key].heirs if each.from_key in known else ()
        if each.to_key not in {heir.key for heir in heirs} or each.share_hundredths < 0:
            raise ValidationError(_("Pengalihan hanya kepada penerus yang tercatat."))


def _refuse_other_sums(known: Mapping[str, Inheritance], moved: list[HeirShare]) -> None:
    for key in _sources(moved):
        holder = known[key].holder
        given = sum(each.share_hundredths for each in moved if each.from_key == key)
        if given != holder.share_hundredths:
            words = {
                "name": holder.agency.name,
                "given": points(given),
                "held": points(holder.share_hundredths),
            }
            text = _("Bagian penerus %(name)s berjumlah %(given)s%%, seharusnya %(held)s%%.")
            raise ValidationError(text % words)


def _refuse_early_day(moved: list[Inheritance], holders: list[Holder], on: date) -> None:
    begun = max(each.valid_from for each in holders)
    if on <= begun:
        text = _("Isi tanggal sesudah %s, hari pemegang sekarang mulai memegang kontrak.")
        raise ValidationError({"effective_on": text % day(begun)})
    first = max(link.effective_on for each in moved for link in each.links)
    if on < first:
        text = _("Penerusnya baru ada sejak %s. Isi tanggal itu atau sesudahnya.")
        raise ValidationError({"effective_on": text % day(first)})


def _refuse_wrong_whole(shares: Mapping[str, int]) -> None:
    if refusal := refuse_shares(shares):
        raise ValidationError(sentence(refusal.reason))


def _goes_on(holder: Holder | None, party: Party) -> bool:
    return (
        holder is not None
        and holder.share_hundredths == party.share_hundredths
        and holder.is_lead == party.is_lead
        and not party.heir_of
    )


def _largest_source(standing: Mapping[str, Holder], party: Party) -> Holder | None:
    """Return the holding that gave an heir the most; the text names them all."""
    sources = [standing[key] for key in party.heir_of if key in standing]
    return max(sources, key=lambda each: (each.share_hundredths, each.pk), default=None)
