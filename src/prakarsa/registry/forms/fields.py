"""Form fields that read places and money the way people here write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from prakarsa.foundation.forms import NumberField
from prakarsa.foundation.reading import Unreadable, read_whole

LARGEST_RUPIAH = 10**15


class CoordinateField(NumberField):
    """Degrees with six decimals, inside Indonesia."""

    def __init__(self, *, bounds: tuple[Decimal, Decimal], **options: Any) -> None:
        super().__init__(digits=9, places=6, **options)
        self.lowest, self.highest = bounds

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
        try:
            amount = read_whole(text)
        except Unreadable:
            raise ValidationError(message % text) from None
        if not 0 <= amount < LARGEST_RUPIAH:
            raise ValidationError(message % text)
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show an amount with points between the thousands."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value
