"""What people choose about their messages."""

from __future__ import annotations

from typing import Any

from django import forms

from prakarsa.notices.models import Delivery, Topic
from prakarsa.notices.queries import ALWAYS_AT_ONCE


class PreferencesForm(forms.Form):
    """One choice per topic that may be silenced."""

    def __init__(self, *args: Any, chosen: dict[str, Delivery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            if topic not in ALWAYS_AT_ONCE:
                self.fields[topic.value] = forms.ChoiceField(
                    label=topic.label,
                    choices=Delivery.choices,
                    widget=forms.RadioSelect(),
                    initial=chosen[topic.value],
                )

    def chosen(self) -> dict[Topic, Delivery]:
        """Return the cleaned choice of each topic."""
        return {Topic(name): Delivery(value) for name, value in self.cleaned_data.items()}
