"""Why an act was not done: someone was faster, a name is taken, or something is missing."""

from __future__ import annotations

from collections.abc import Sequence

from prakarsa.registry.models import Innovation, Revision


class StaleInnovation(Exception):
    """The record changed after the page was opened; nothing was written."""

    def __init__(self, current: Innovation, latest: Revision) -> None:
        super().__init__(current.key)
        self.current = current
        self.latest = latest


class NameTaken(Exception):
    """The same unit already has an innovation of that name."""

    def __init__(self, existing: Innovation) -> None:
        super().__init__(existing.key)
        self.existing = existing


class NotReady(Exception):
    """The profile cannot be submitted yet; `gaps` say what is missing."""

    def __init__(self, gaps: Sequence[object]) -> None:
        super().__init__(len(gaps))
        self.gaps = gaps


class ReportingClosed(Exception):
    """The reporting window of the edition is not open for this unit."""

    def __init__(self, edition_year: int) -> None:
        super().__init__(edition_year)
        self.edition_year = edition_year


class NotLater(Exception):
    """An innovation is carried only into an edition after its newest one."""

    def __init__(self, edition_year: int) -> None:
        super().__init__(edition_year)
        self.edition_year = edition_year


class TooManyAttachments(Exception):
    """A profile holds only so many files."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most
