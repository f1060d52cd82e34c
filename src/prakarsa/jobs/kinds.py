"""The kinds of work, registered by each package in its own `work.py`.

    @job_kind("registry.import", label=gettext_lazy("Impor inovasi"), may=can_import)
    def run(work: Work) -> dict[str, Any]: ...

The function gets a `Work` and returns a small JSON result. It may be started again after a crash,
so everything that must happen once goes through `work.once`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from prakarsa.organisations.seats import Seat

if TYPE_CHECKING:
    from prakarsa.jobs.models import Job
    from prakarsa.jobs.running import Work

Run = Callable[["Work"], dict[str, Any]]
Words = str | Promise
# The waits after the first, second … failed try; the number of waits + 1 is the number of tries.
WAITS = (30, 120, 600)
LONGEST_SECONDS = 30 * 60
ROWS = _("baris")


class JobRefused(Exception):
    """The work cannot be done and trying again will not help; the sentence is for the person."""


class UnknownKind(Exception):
    """No package registers this kind."""


def everyone_seated(seat: Seat) -> bool:
    """Allow people with a valid membership: the narrowest answer a kind without its own has."""
    return seat.membership is not None


def nobody(_seat: Seat) -> bool:
    """Leave the work to the system: no person may ask for it."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of work. `hour` is set for daily work (in the installation's time zone)."""

    name: str
    run: Run
    label: Words
    unit: Words
    may: Callable[[Seat], bool]
    waits: tuple[int, ...]
    longest_seconds: int
    is_patient: bool = False
    hour: int | None = None

    @property
    def most_attempts(self) -> int:
        """Return how often the work is tried before it stops with a reason."""
        return len(self.waits) + 1


_kinds: dict[str, Kind] = {}
_finished_hooks: list[Callable[[Job], None]] = []


def job_kind(
    name: str,
    *,
    label: Words = "",
    unit: Words = ROWS,
    may: Callable[[Seat], bool] = everyone_seated,
    waits: tuple[int, ...] = WAITS,
    longest_seconds: int = LONGEST_SECONDS,
    is_patient: bool = False,
) -> Callable[[Run], Run]:
    """Register a function as work people may ask for, when `may(seat)` holds then and at the start.

    `label` names the work on pages, `unit` what its progress counts; `waits` are the seconds
    before each further try; after `longest_seconds` the work counts as hung and is taken over.
    Patient work is taken when no other is due.
    """

    def register(run: Run) -> Run:
        kind = Kind(
            name=name, run=run, label=label or name, unit=unit, may=may, waits=waits,
            longest_seconds=longest_seconds, is_patient=is_patient,
        )  # fmt: skip
        return _keep(kind)

    return register


def daily_kind(
    name: str, *, hour: int, label: Words = "", waits: tuple[int, ...] = WAITS
) -> Callable[[Run], Run]:
    """Register a function the system itself runs once a day, at or after an hour (0-23)."""

    def register(run: Run) -> Run:
        kind = Kind(
            name=name, run=run, label=label or name, unit=_("langkah"), may=nobody,
            waits=waits, longest_seconds=LONGEST_SECONDS, hour=hour,
        )  # fmt: skip
        return _keep(kind)

    return register


def _keep(kind: Kind) -> Run:
    known = _kinds.setdefault(kind.name, kind)
    if known.run.__module__ != kind.run.__module__:
        raise RuntimeError(f"Two packages register the job kind {kind.name}.")
    _kinds[kind.name] = kind
    return kind.run


def when_finished(hook: Callable[[Job], None]) -> Callable[[Job], None]:
    """Register what a higher package does when a job ends, inside the ending's transaction."""
    _finished_hooks.append(hook)
    return hook


@cache
def _discover() -> None:
    autodiscover_modules("work")


def all_kinds() -> dict[str, Kind]:
    """Return every registered kind by name."""
    _discover()
    return dict(_kinds)


def patient_kinds() -> list[Kind]:
    """Return the kinds of work that let all others pass."""
    return [kind for kind in all_kinds().values() if kind.is_patient]


def find_kind(name: str) -> Kind:
    """Return a kind; raise UnknownKind."""
    try:
        return all_kinds()[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def label_of(name: str) -> Words:
    """Return how pages call a kind, also one that no package registers any more."""
    found = all_kinds().get(name)
    return found.label if found else name


def finished_hooks() -> tuple[Callable[[Job], None], ...]:
    """Return what is to be called when a job ends."""
    _discover()
    return tuple(_finished_hooks)
