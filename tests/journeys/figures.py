"""Numbers as the pages show them, and the index computed once more by hand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.journeys.people import Visitor

ROWS = ("Skor pemerintah daerah", "Jumlah nilai inovasi", "Pembagi", "Indeks")
PER_INNOVATION = Fraction(38, 100)
FEWEST = 12


@dataclass(frozen=True)
class Standing:
    """The inputs of the index, and the index as shown; the divisor is the count from 12 on."""

    region: Fraction
    scores: Fraction
    innovations: Fraction
    shown: Fraction

    def computed(self) -> Fraction:
        """Return the index: mean of the scores, count and region's own rows, of 250 points."""
        mean = self.scores / max(Fraction(FEWEST), self.innovations)
        total = self.region + mean + self.innovations * PER_INNOVATION
        return total / 250 * 100

    def with_one_more(self, points: int) -> Fraction:
        """Return what the index becomes with one more innovation of so many points."""
        return Standing(
            self.region, self.scores + points, self.innovations + 1, Fraction(0)
        ).computed()


def standings(visitor: Visitor) -> tuple[Standing, Standing]:
    """Read the working on the index page: verified, claimed."""
    page = visitor.opens("/indeks/")
    table = page.locator("table", has_text="Pembagi")
    rows = [table.locator("tr", has_text=name).first.locator("td") for name in ROWS]
    read = [[as_fraction(cells.nth(place).inner_text()) for cells in rows] for place in (0, 1)]
    verified, claimed = (Standing(*values) for values in read)
    return verified, claimed


def as_fraction(text: str) -> Fraction:
    """Read an Indonesian number."""
    return Fraction(text.replace(".", "").replace(",", "."))


def rounded(value: Fraction) -> Fraction:
    """Round to two decimals, half up."""
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


def coverage(visitor: Visitor) -> tuple[int, int]:
    """Read the target of this year: how many units met it, of how many."""
    visitor.opens("/target/")
    visitor.arrives(visitor.page.locator("main .rows a").first)
    met, total = visitor.page.locator(".e-fig p").first.inner_text().split("dari")
    return int(met), int(total)


def as_text(value: Fraction) -> str:
    """Write a value of two decimals as the pages do."""
    whole, hundredths = divmod(int(value * 100), 100)
    return f"{whole},{hundredths:02d}"
