"""Why an act on an answer was not done, in words for the person who tried."""

from __future__ import annotations


class CannotAct(Exception):
    """The act is not possible now; the text says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)


class WindowClosed(CannotAct):
    """The reporting window is closed for this unit."""


class Stale(CannotAct):
    """Somebody changed the answer after the page was opened; nothing was written."""
