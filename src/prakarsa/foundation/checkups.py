"""The checks of `prakarsa doctor`, registered by each package in its own `checkups.py`.

    @checkup("files.store", label=_("Berkas"), proves=_("Setiap baris punya isinya."))
    def examine_store(examination: Examination) -> Iterator[Finding]: ...

A check yields what is wrong and what to do about it, and nothing when all is well. It only reads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

Words = str | Promise
log = logging.getLogger(__name__)


class Severity(StrEnum):
    """A fault must be repaired; a notice should be known."""

    FAULT = "fault"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """One run over all checks: at which moment, and whether it may take long."""

    at: datetime
    is_deep: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, and what to do."""

    severity: Severity
    what: Words
    remedy: Words


Run = Callable[[Examination], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """One check: its name, its words, what it proves when it finds nothing."""

    name: str
    label: Words
    proves: Words
    run: Run


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found."""

    checkup: Checkup
    findings: tuple[Finding, ...]

    @property
    def is_faulty(self) -> bool:
        """Say whether something must be repaired."""
        return any(finding.severity is Severity.FAULT for finding in self.findings)


_checkups: dict[str, Checkup] = {}


def fault(what: Words, remedy: Words) -> Finding:
    """Return what must be repaired."""
    return Finding(Severity.FAULT, what, remedy)


def notice(what: Words, remedy: Words) -> Finding:
    """Return what should be known."""
    return Finding(Severity.NOTICE, what, remedy)


def checkup(name: str, *, label: Words, proves: Words) -> Callable[[Run], Run]:
    """Register a function as a check of the doctor."""

    def register(run: Run) -> Run:
        known = _checkups.setdefault(name, Checkup(name=name, label=label, proves=proves, run=run))
        if known.run.__module__ != run.__module__:
            raise RuntimeError(f"Two packages register the check {name}.")
        return run

    return register


@cache
def _discover() -> None:
    autodiscover_modules("checkups")


def all_checkups() -> tuple[Checkup, ...]:
    """Return every registered check, by name."""
    _discover()
    return tuple(_checkups[name] for name in sorted(_checkups))


def examine(examination: Examination) -> tuple[Outcome, ...]:
    """Run every check; one that fails itself is a fault and stops no other."""
    return tuple(Outcome(each, run_checkup(each, examination)) for each in all_checkups())


def run_checkup(each: Checkup, examination: Examination) -> tuple[Finding, ...]:
    """Run one check, in the active language; one that fails itself is a fault."""
    try:
        return tuple(each.run(examination))
    except Exception as problem:
        log.exception("A check of the doctor failed: %s", each.name)
        what = _("Pemeriksaan ini sendiri gagal (%(kind)s).") % {"kind": type(problem).__name__}
        return (fault(what, _("Baca log, lalu perbaiki yang disebut di sana.")),)
