"""How one offer differs from another, in words: value, date, and whether it is harder to keep."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.auctions.models import Lot, Offer
from prakarsa.auctions.showing.values import signed
from prakarsa.foundation.writing import number
from prakarsa.rules.contract.elapsed import elapsed
from prakarsa.rules.contract.offers import Movement, Offered, movement
from prakarsa.rules.progress import Better


def offered(offer: Offer) -> Offered:
    """Return an offer in the words of the rules."""
    return Offered(Fraction(offer.value), offer.day)


def moved(lot: Lot, before: Offer, after: Offer) -> Movement:
    """Return how much harder or softer an offer is than another one."""
    return movement(before=offered(before), after=offered(after), better=Better(lot.direction))


def movement_words(lot: Lot, before: Offer, after: Offer) -> str:
    """Write both axes: +4,00 poin, 6 bulan lebih cepat."""
    raised = Fraction(after.value) - Fraction(before.value)
    parts = [signed(raised, lot.unit) if raised else _("nilai sama"), day_words(before, after)]
    return ", ".join(parts)


def verdict_words(change: Movement) -> str:
    """Say whether an offer is harder or softer than the one before, on each axis if they differ."""
    if change.is_harder:
        return _("lebih menantang")
    if change.is_softer:
        return _("lebih lunak")
    if change.value == 0 and change.days == 0:
        return _("sama")
    if change.value > 0:
        return _("lebih menantang pada nilai, lebih lunak pada tanggal")
    return _("lebih lunak pada nilai, lebih menantang pada tanggal")


def day_words(before: Offer, after: Offer) -> str:
    """Write by how much sooner or later an offer's day is than another's."""
    if before.day == after.day:
        return _("tanggal sama")
    words = {"span": span_words(before.day, after.day)}
    text = _("%(span)s lebih cepat") if after.day < before.day else _("%(span)s lebih lambat")
    return text % words


def span_words(first: date, last: date) -> str:
    """Write how far two days lie apart: 6 bulan, 12 hari, 1 bulan 3 hari."""
    apart = elapsed(first, last)
    parts = []
    if apart.months:
        months = {"count": number(apart.months)}
        parts.append(ngettext("%(count)s bulan", "%(count)s bulan", apart.months) % months)
    if apart.days or not apart.months:
        days = {"count": number(apart.days)}
        parts.append(ngettext("%(count)s hari", "%(count)s hari", apart.days) % days)
    return " ".join(parts)
