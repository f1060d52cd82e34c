"""Numbers and days as people write them: exact, and refused where two readings are possible."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1900, 2199
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february pebruari", "maret mar march",
            "april apr", "mei may", "juni jun june", "juli jul july",
            "agustus agt agu ags aug august", "september sep sept", "oktober okt oct october",
            "november nov nopember", "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# Spreadsheets count days from here; 20000 is 1954 and 60000 is 2064.
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 60_001)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]+)\.?[ \-](\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}", re.ASCII)
_NUMBERS = {
    ",": re.compile(r"(?P<whole>\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,(?P<decimals>\d+))?", re.ASCII),
    ".": re.compile(r"(?P<whole>\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<decimals>\d+))?", re.ASCII),
}


class Unreadable(ValueError):
    """A cell or field that is no number or day.

    `is_ambiguous` when it is two at once, `is_far` for a day of a year that nobody means.
    """

    def __init__(self, text: str, *, is_ambiguous: bool = False, is_far: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.is_ambiguous, self.is_far = is_ambiguous, is_far


def read_number(text: str, *, decimal_mark: str = "") -> Decimal:
    """Read 1.234,56 or 1,234.56 or 1234.5; raise Unreadable.

    A single mark before exactly three digits (1.234) has two readings: it is refused unless
    `decimal_mark` says which sign begins the decimals.
    """
    bare = re.sub(r"\s", "", text).replace("\u2212", "-")
    is_negative = bare.startswith("-")
    digits = bare.removeprefix("-")
    readings = {mark: _reading(digits, pattern) for mark, pattern in _NUMBERS.items()}
    found = {value for value in readings.values() if value is not None}
    chosen = readings.get(decimal_mark)
    if chosen is None and len(found) != 1:
        raise Unreadable(text, is_ambiguous=len(found) > 1)
    number = found.pop() if chosen is None else chosen
    # Arithmetic would round to 28 digits; this keeps every one of them.
    return number.copy_negate() if is_negative else number


def _reading(digits: str, pattern: re.Pattern[str]) -> Decimal | None:
    match = pattern.fullmatch(digits)
    if match is None:
        return None
    whole = re.sub(r"\D", "", match["whole"])
    return Decimal(f"{whole}.{match['decimals'] or '0'}")


def read_whole(text: str) -> int:
    """Read a whole number in the Indonesian way, with or without Rp; raise Unreadable."""
    number = read_number(re.sub(r"(?i)^\s*rp\.?|,-+\s*$", "", text), decimal_mark=",")
    if number != number.to_integral_value():
        raise Unreadable(text)
    return int(number)


def read_day(text: str) -> date:
    """Read 2024-01-31, 31/01/2024, 31 Januari 2024 or a spreadsheet's serial; raise Unreadable.

    The day stands before the month; a year needs four digits.
    """
    bare = " ".join(text.split())
    if match := _SERIAL.fullmatch(bare):
        if int(match[1]) in _SERIALS:
            return _SERIAL_EPOCH + timedelta(days=int(match[1]))
        raise Unreadable(text)
    try:
        day = _written_day(bare)
    except ValueError:
        raise Unreadable(text, is_ambiguous=bool(_SHORT_YEAR.fullmatch(bare))) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(text, is_far=True)
    return day


def _written_day(bare: str) -> date:
    if match := _ISO.fullmatch(bare):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(bare):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(bare):
        return date(int(match[3]), MONTHS.get(match[2].lower(), 0), int(match[1]))
    raise ValueError(bare)


def read_year(text: str) -> int:
    """Read a year of four digits; raise Unreadable."""
    match = re.fullmatch(r"\s*((?:19|20)[0-9]{2})(?:\.0+)?\s*", text)
    if match is None:
        raise Unreadable(text)
    return int(match[1])
