"""Form fields that read numbers, money and days the way people here write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.forms import DayInput
from prakarsa.foundation.reading import Unreadable, read_day, read_number, read_whole

LARGEST_RUPIAH = 10**15


class DayField(forms.DateField):
    """A day; a browser without a calendar may send 5/2/2024 or 5 Februari 2024."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """Return the day or None; raise ValidationError."""
        if isinstance(value, str) and value.strip():
            message = gettext("Tanggal '%s' tidak terbaca. Tulis misalnya 5/2/2024.")
            day: date = _read(read_day, value, message)
            return day
        return super().to_python(value)


class NumberField(forms.CharField):
    """A number such as 1.234,56, kept exact."""

    def __init__(self, *, digits: int = 18, places: int = 4, **options: Any) -> None:
        options.setdefault("help_text", _("Contoh: 1.234,56"))
        super().__init__(max_length=40, **options)
        self.whole_digits, self.places = digits - places, places
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Return the Decimal or None; raise ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        mark = "," if (get_language() or "id").startswith("id") else "."
        message = gettext("Angka '%s' tidak terbaca. Tulis misalnya 1.234,56.")
        number = _read(lambda written: read_number(written, decimal_mark=mark), text, message)
        return self._fitting(number)

    def _fitting(self, number: Decimal) -> Decimal:
        if number != round(number, self.places):
            message = gettext("Tulis paling banyak %(places)s angka di belakang koma.")
            raise ValidationError(message % {"places": self.places})
        if abs(number) >= 10**self.whole_digits:
            raise ValidationError(gettext("Angka ini terlalu besar."))
        return number

    def prepare_value(self, value: Any) -> Any:
        """Show a number as it would be typed."""
        if isinstance(value, Decimal):
            text = format(value.normalize(), "f")
            return text.replace(".", ",") if (get_language() or "id").startswith("id") else text
        return value


class CoordinateField(NumberField):
    """Degrees with six decimals, inside Indonesia."""

    def __init__(self, *, lowest: Decimal, highest: Decimal, **options: Any) -> None:
        super().__init__(digits=9, places=6, **options)
        self.lowest, self.highest = lowest, highest

    def clean(self, value: Any) -> Any:
        """Return the Decimal or None; raise ValidationError outside Indonesia."""
        number = super().clean(value)
        if number is not None and not self.lowest <= number <= self.highest:
            bounds = {
                "low": self.prepare_value(self.lowest),
                "high": self.prepare_value(self.highest),
            }
            message = gettext("Titik ini di luar Indonesia. Isi antara %(low)s dan %(high)s.")
            raise ValidationError(message % bounds)
        return number


class RupiahField(forms.CharField):
    """Whole rupiah, with or without Rp and points."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> Any:
        """Return the amount or None; raise ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        message = gettext("Jumlah '%s' tidak terbaca. Tulis rupiah bulat, misalnya 12.500.000.")
        amount = _read(read_whole, text, message)
        if not 0 <= amount < LARGEST_RUPIAH:
            raise ValidationError(message % text)
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show an amount with points between the thousands."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def _read(reader: Callable[[str], Any], text: str, message: str) -> Any:
    try:
        return reader(text)
    except Unreadable:
        raise ValidationError(message % text) from None
