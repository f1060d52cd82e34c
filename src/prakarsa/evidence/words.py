"""Sentences of the rules in the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from prakarsa.foundation.formats import day
from prakarsa.rules.messages import Message


def say(message: Message) -> str:
    """Return a rule's sentence in the active language, its dates as people write them."""
    inputs = {
        name: day(value) if isinstance(value, date) else value
        for name, value in message.inputs.items()
    }
    return gettext(message.template).format(**inputs)
