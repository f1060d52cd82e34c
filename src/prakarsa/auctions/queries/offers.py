"""The offers on a lot, what happened between them, and their files."""

from __future__ import annotations

from django.http import Http404

from prakarsa.auctions.models import DataTest, Decision, Lot, LotEvent, Offer, OfferFile
from prakarsa.auctions.queries.lots import visible_lots
from prakarsa.auctions.states import Act
from prakarsa.organisations.seats import Seat

# What is said in the room besides offers, and why.
SPOKEN = (Act.POSTPONE, Act.ACCEPT, Act.IMPOSE, Act.LAPSE, Act.WITHDRAW)


def offers_of(lot: Lot) -> list[Offer]:
    """Return the offers on a lot with their files, the first one first."""
    rows = Offer.objects.filter(lot=lot).select_related("round")
    return list(rows.prefetch_related("files__file").order_by("number"))


def spoken_of(lot: Lot) -> list[LotEvent]:
    """Return what ended or interrupted the negotiation, the first event first."""
    rows = LotEvent.objects.filter(lot=lot, act__in=SPOKEN).select_related("round")
    return list(rows.order_by("pk"))


def decision_of(lot: Lot) -> Decision | None:
    """Return how the negotiation ended, if it did."""
    return Decision.objects.filter(lot=lot).select_related("offer").first()


def data_test_of(lot: Lot) -> DataTest | None:
    """Return the last test that accepted the baseline as it stands."""
    if lot.baseline is None:
        return None
    rows = DataTest.objects.filter(lot=lot, is_accepted=True, baseline=lot.baseline)
    return rows.order_by("-pk").first()


def offer_file_for(seat: Seat, key: str) -> OfferFile:
    """Return a file of an offer on a lot the seat follows; else Http404, as for a missing one."""
    rows = OfferFile.objects.filter(offer__lot__in=visible_lots(seat).values("pk"))
    found = rows.select_related("file").filter(key=key).first()
    if found is None:
        raise Http404
    return found
