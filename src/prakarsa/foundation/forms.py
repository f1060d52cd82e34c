"""What forms of every package share: inputs that browsers help with, and running one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2199


def refuse_far_day(day: date) -> None:
    """Refuse a slip of the keyboard: near the ends of the calendar no zone and no sum has room."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Tahunnya harus antara %(first)d dan %(last)d.") % years)


class DayInput(forms.DateInput):
    """A date field that every browser offers a calendar for."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day within the years that the product can mean."""

    widget = DayInput
    default_validators = [refuse_far_day]


class ClockInput(forms.TimeInput):
    """A time field that every browser offers a clock for."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ActMixin(forms.BaseForm):
    """A form that runs one act; what the act refuses stands in the form's error summary."""

    def runs(self, act: Callable[[dict[str, Any]], object]) -> bool:
        """Run the act with the cleaned values; return whether it went through."""
        if not self.is_bound or not self.is_valid():
            return False
        try:
            act(dict(self.cleaned_data))
        except ValidationError as problem:
            self.add_error(None, problem)
            return False
        return True
