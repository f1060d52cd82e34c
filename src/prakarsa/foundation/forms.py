"""What forms of every package share: inputs that browsers help with, and running one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from prakarsa.foundation.reading import (
    FIRST_YEAR,
    LAST_YEAR,
    Unreadable,
    read_day,
    read_number,
)


def refuse_far_day(day: date) -> None:
    """Refuse a slip of the keyboard: near the ends of the calendar no zone and no sum has room."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise far_day()


def far_day() -> ValidationError:
    """Return the refusal of a day whose year nobody means."""
    years = {"first": FIRST_YEAR, "last": LAST_YEAR}
    return ValidationError(_("Tahunnya harus antara %(first)d dan %(last)d.") % years)


class DayInput(forms.DateInput):
    """A date field that every browser offers a calendar for."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; a browser without a calendar may send 5/2/2024 or 5 Februari 2024."""

    widget = DayInput
    default_validators = [refuse_far_day]

    def to_python(self, value: Any) -> date | None:
        """Return the day or None; raise ValidationError."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_day(value)
        except Unreadable as problem:
            if problem.is_far:
                raise far_day() from None
            message = _("Tanggal '%s' tidak terbaca. Tulis misalnya 5/2/2024.")
            raise ValidationError(message % value) from None


class NumberField(forms.CharField):
    """A number such as 1.234,56, kept exact: `digits` in all, `places` of them decimals."""

    def __init__(self, *, digits: int = 18, places: int = 4, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Contoh: 1.234,56"))
        super().__init__(max_length=40, **options)
        self.whole_digits, self.places = digits - places, places
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Return the Decimal or None; raise ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            number = read_number(text, decimal_mark="," if writes_commas() else ".")
        except Unreadable:
            message = _("Angka '%s' tidak terbaca. Tulis misalnya 1.234,56.")
            raise ValidationError(message % text) from None
        # Its size comes first, and its decimals are counted: arithmetic has only 28 digits.
        if number.copy_abs() >= 10**self.whole_digits:
            raise ValidationError(_("Angka ini terlalu besar."))
        if self._decimals(number) > self.places:
            message = _("Tulis paling banyak %(places)s angka di belakang koma.")
            raise ValidationError(message % {"places": self.places})
        return number

    def _decimals(self, number: Decimal) -> int:
        """Count the digits behind the mark, without the zeros at their end."""
        return len(format(number, "f").partition(".")[2].rstrip("0"))

    def prepare_value(self, value: Any) -> Any:
        """Show a number as it would be typed."""
        if not isinstance(value, Decimal):
            return value
        text = format(value.normalize(), "f")
        return text.replace(".", ",") if writes_commas() else text


def writes_commas() -> bool:
    """Say whether the reader's language begins decimals with a comma."""
    return (get_language() or "id").startswith("id")


class ClockInput(forms.TimeInput):
    """A time field that every browser offers a clock for."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ActMixin(forms.BaseForm):
    """A form that runs one act; what the act refuses stands in the form's error summary."""

    # What the act returned, once it went through.
    result: Any = None

    def terms(self) -> Any:
        """Return what the act gets: the cleaned values, unless a form puts them together."""
        return dict(self.cleaned_data)

    def runs(self, act: Callable[[Any], object]) -> bool:
        """Run the act with what was typed; return whether it went through."""
        if not self.is_bound or not self.is_valid():
            return False
        try:
            self.result = act(self.terms())
        except ValidationError as problem:
            self.add_error(None, problem)
            return False
        return True
