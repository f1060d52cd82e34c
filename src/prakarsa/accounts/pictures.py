"""The square picture that an authenticator application reads, as one path of an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class SquareCode:
    """A picture of `size` by `size` squares; `path` draws the dark ones."""

    size: int
    path: str


def square_code(text: str) -> SquareCode:
    """Draw a text, with the quiet border that readers need."""
    import qrcode

    picture = qrcode.QRCode(border=4, error_correction=qrcode.ERROR_CORRECT_M)
    picture.add_data(text)
    rows: list[list[bool]] = picture.get_matrix()
    strokes: list[str] = []
    for down, row in enumerate(rows):
        across = 0
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                strokes.append(f"M{across} {down}h{length}v1h-{length}z")
            across += length
    return SquareCode(size=len(rows), path="".join(strokes))
