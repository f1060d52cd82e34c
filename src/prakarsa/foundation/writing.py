"""Numbers, money, dates and sizes as people read them, in the active language.

Exact values in (int, Decimal, Fraction); None is written "belum diketahui", never 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext

from prakarsa.foundation.time import ABBREVIATIONS, now
from prakarsa.rules.messages import Message
from prakarsa.rules.rounding import divide_half_up

Exact = int | Decimal | Fraction
MINUS, NO_BREAK = "\u2212", "\u00a0"
LOCALES = {"id": "id_ID", "en": "en_GB"}
DAYS_IN_WORDS = 7
KILOBYTE = 1024


def active_locale() -> str:
    """Return babel's name of the active language; Indonesian when none is active."""
    return LOCALES.get((get_language() or "id")[:2], "id_ID")


def unknown() -> str:
    """Return the words for a value nobody knows yet."""
    return gettext("belum diketahui")


def decimals(value: Exact | None, places: int = 2) -> str:
    """Write a number with a fixed count of decimals, half up: 1.234,56."""
    if value is None:
        return unknown()
    exact = Fraction(value) * 10**places
    units = divide_half_up(exact.numerator, exact.denominator)
    size = Decimal(abs(units)).scaleb(-places)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = str(format_decimal(size, format=pattern, locale=active_locale()))
    return (MINUS if units < 0 else "") + text


def number(value: Exact | None) -> str:
    """Write a whole number: 1.234. A broken one keeps its decimals: 12,5."""
    if value is None:
        return unknown()
    if Fraction(value).denominator == 1:
        return decimals(value, 0)
    if not isinstance(value, Decimal):
        return decimals(value)
    text = str(format_decimal(abs(value), decimal_quantization=False, locale=active_locale()))
    return (MINUS if value < 0 else "") + text


def points(hundredths: int | None) -> str:
    """Write whole hundredths as points: 123456 becomes 1.234,56."""
    return unknown() if hundredths is None else decimals(Fraction(hundredths, 100))


def gain(hundredths: int | None) -> str:
    """Write hundredths with their sign: +3,00 or −0,50."""
    text = points(hundredths)
    return "+" + text if hundredths is not None and hundredths >= 0 else text


def svg_length(share: Fraction) -> str:
    """Write a share of a drawing's width as SVG reads it: Fraction(5, 12) becomes 41.667%."""
    thousandths = round(share * 100_000)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}%"


def percent(share: Exact | None, places: int = 2) -> str:
    """Write a share between 0 and 1 as a percentage: Fraction(1, 3) becomes 33,33%."""
    return unknown() if share is None else decimals(Fraction(share) * 100, places) + "%"


def rupiah(amount: int | None) -> str:
    """Write whole rupiah: Rp 1.234.567, −Rp 5.201."""
    if amount is None:
        return unknown()
    return (MINUS if amount < 0 else "") + f"Rp{NO_BREAK}{decimals(abs(amount), 0)}"


def enumeration(items: Iterable[object]) -> str:
    """Write things one after another: a, b, dan c."""
    return str(format_list([str(item) for item in items], locale=active_locale()))


_SIGNS = ((">= ", "≥ "), ("<= ", "≤ "), (">=", "≥ "), ("<=", "≤ "))
_SPELLED_OUT = {
    "KDH": "kepala daerah",
    "KPD": "kepala perangkat daerah",
    "PD": "perangkat daerah",
    "a.n.": "atas nama",
}
# Whole words only: LKPD and RKPD are other things.
_SHORT = re.compile(r"\b(?:KDH|KPD|PD)\b|\ba\.n\.")


def printed(text: str) -> str:
    """Return a guideline's text with the signs of print and without its abbreviations."""
    for typed, sign in _SIGNS:
        text = text.replace(typed, sign)
    return _SHORT.sub(lambda found: _SPELLED_OUT[found[0]], text)


def sentence(said: Message | None) -> str:
    """Write a rule's sentence in the active language, numbers and days as people read them."""
    if said is None:
        return ""
    values = {name: _written(value) for name, value in said.inputs.items()}
    return gettext(said.template).format(**values)


def _written(value: object) -> object:
    if isinstance(value, Message):
        return sentence(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, Decimal | Fraction) else value


def file_size(size: int | None) -> str:
    """Write bytes as people speak of them: 812 KB, 1,2 MB."""
    if size is None:
        return unknown()
    if size < KILOBYTE:
        return gettext("%(count)s bita") % {"count": number(size)}
    amount, unit = Fraction(size, KILOBYTE), "KB"
    for larger in ("MB", "GB"):
        if amount < KILOBYTE:
            break
        amount, unit = amount / KILOBYTE, larger
    places = 1 if unit != "KB" and amount < 10 else 0
    return f"{decimals(amount, places)}{NO_BREAK}{unit}"


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """Write a day: 22 November 2026."""
    if value is None:
        return unknown()
    return str(format_date(_local(value), "d MMMM y", locale=active_locale()))


def day_short(value: date | datetime | None) -> str:
    """Write a day for a table: 22 Nov 2026."""
    if value is None:
        return unknown()
    return str(format_date(_local(value), "d MMM y", locale=active_locale()))


def weekday(value: date | datetime | None) -> str:
    """Write a day with its name: Jumat, 31 Juli 2026."""
    if value is None:
        return unknown()
    return str(format_date(_local(value), "EEEE, d MMMM y", locale=active_locale()))


def clock(value: datetime) -> str:
    """Write the time of day in the active zone: 06.00."""
    pattern = "HH:mm" if active_locale() == "en_GB" else "HH.mm"
    return str(format_time(timezone.localtime(value), pattern, locale=active_locale()))


def zone(_value: datetime | None = None) -> str:
    """Write the zone in which a time of day is shown: WIB, WITA or WIT."""
    return zone_name()


def zone_name() -> str:
    """Return WIB, WITA or WIT for the active zone."""
    name = timezone.get_current_timezone_name()
    return ABBREVIATIONS.get(name, name)


def moment(value: datetime | None) -> str:
    """Write an instant with its zone: 14 Juli 2026 pukul 06.00 WIB."""
    if value is None:
        return unknown()
    words = {"day": day(value), "time": clock(value), "zone": zone_name()}
    return gettext("%(day)s pukul %(time)s %(zone)s") % words


def ago(value: datetime | None, at: datetime | None = None) -> str:
    """Write a past instant by its distance up to seven days: kemarin pukul 15.20."""
    if value is None:
        return unknown()
    days = (_local(at or now()) - _local(value)) // timedelta(days=1)
    words = {"time": clock(value), "days": days}
    if days == 0:
        return gettext("hari ini pukul %(time)s") % words
    if days == 1:
        return gettext("kemarin pukul %(time)s") % words
    if 1 < days <= DAYS_IN_WORDS:
        return gettext("%(days)s hari lalu") % words
    return day(value)


def law_name(name: str) -> str:
    """Write a name that the law gives in Indonesian, such as an indicator's, for the reader."""
    return gettext(name)
