"""Sentences that rules hand to people: Indonesian text with named places for values."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(sentence: str) -> str:
    """Mark an Indonesian sentence for the translators; the pages translate it when they show it."""
    return sentence


@dataclass(frozen=True)
class Message:
    """A sentence (`template`) and the values that stand in its `{places}`.

    `str(message)` is the Indonesian text; a page in another language calls
    `gettext(message.template).format(**message.inputs)`.
    """

    template: str
    inputs: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.inputs)


def message(template: str, **inputs: object) -> Message:
    """Build a message from a marked sentence and its values."""
    return Message(template, inputs)
