"""What a verifier does: find what waits, return it with a reason, accept it, then the profile."""

from __future__ import annotations

from collections.abc import Iterable

from tests.journeys.people import Visitor
from tests.journeys.words import Claim


def finds_in_queue(visitor: Visitor, unit: str, name: str) -> None:
    """Narrow the queue to a unit and open what waits of an innovation."""
    visitor.opens("/antrean/")
    units = visitor.page.get_by_label("Perangkat daerah")
    units.select_option(units.locator("option", has_text=unit).get_attribute("value"))
    visitor.presses("Saring")
    visitor.follows(name, exact=False, within=visitor.page.locator("main"))
    assert name in visitor.reads()


def returns(visitor: Visitor, name: str, indicator: str, reason: str) -> None:
    """Give the shown proof back."""
    visitor.page.get_by_label("Alasan").fill(reason)
    visitor.presses("Kembalikan dan lanjut")
    assert f"No. {indicator} {name} dikembalikan." in visitor.reads()


def accepts(visitor: Visitor, name: str, claims: Iterable[Claim]) -> None:
    """Accept each claim as it stands, one after the other as the queue offers them."""
    waiting = {each.indicator: each for each in claims}
    while waiting:
        indicator = visitor.page.url.partition("?")[0].rstrip("/").rpartition("/")[2]
        each = waiting.pop(indicator)
        visitor.page.get_by_label(f"{each.level} · ", exact=False).first.check()
        visitor.presses("Terima dan lanjut")
        assert f"No. {indicator} {name}" in visitor.reads()


def accepts_profile(visitor: Visitor, name: str) -> None:
    """Accept the profile of an innovation, whose proof was decided before."""
    opens_innovation(visitor, name)
    visitor.presses("Terima")
    assert f"{name} terverifikasi." in visitor.reads()


def publishes(visitor: Visitor, name: str) -> None:
    """Put a verified innovation into the catalogue."""
    opens_innovation(visitor, name)
    visitor.presses("Terbitkan")
    assert f"{name} terbit di katalog." in visitor.reads()


def opens_innovation(visitor: Visitor, name: str) -> None:
    """Find an innovation in the list and open it."""
    visitor.opens("/inovasi/")
    visitor.page.get_by_label("Cari inovasi").fill(name)
    visitor.presses("Cari")
    visitor.follows(name, exact=False, within=visitor.page.locator("main"))
