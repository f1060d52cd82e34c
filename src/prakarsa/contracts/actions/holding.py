"""Who holds a contract from when: heirs begin where a signed text names them."""

from __future__ import annotations

from prakarsa.contracts.content import Party, Text
from prakarsa.contracts.models import ContractVersion, Holder, PerformanceContract
from prakarsa.contracts.queries.contracts import present_holders
from prakarsa.organisations.models import Agency


def settle_holders(contract: PerformanceContract, text: Text) -> None:
    """End and begin holders as a signed text of succession says, on its effective day.

    A holder whose share and standing stay as they were goes on untouched.
    """
    if text.kind != ContractVersion.Kind.SUCCESSION or text.effective_on is None:
        return
    standing = {each.agency.key: each for each in present_holders(contract)}
    changed = [
        party for party in text.parties if not _goes_on(standing.get(party.key), party)
    ]  # fmt: skip
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


def _goes_on(holder: Holder | None, party: Party) -> bool:
    return (
        holder is not None
        and holder.share_hundredths == party.share_hundredths
        and holder.is_lead == party.is_lead
        and not party.heir_of
    )


def _largest_source(standing: dict[str, Holder], party: Party) -> Holder | None:
    """Return the holding that gave an heir the most; the text names them all."""
    sources = [standing[key] for key in party.heir_of if key in standing]
    return max(sources, key=lambda each: (each.share_hundredths, each.pk), default=None)
