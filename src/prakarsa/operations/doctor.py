"""What the doctor says: a plain table for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from prakarsa.foundation.checkups import Outcome, Severity

MARKS = {Severity.FAULT: "X", Severity.NOTICE: "!"}
WIDTH = 34


def is_sound(outcomes: Iterable[Outcome]) -> bool:
    """Say whether nothing must be repaired."""
    return not any(outcome.is_faulty for outcome in outcomes)


def as_table(outcomes: Iterable[Outcome]) -> str:
    """Return one line per check, and what was found below it."""
    seen = list(outcomes)
    return "\n".join([*_lines(seen), "", _summary(seen)])


def as_json(outcomes: Iterable[Outcome]) -> str:
    """Return what was found for programs: `[{name, is_faulty, findings: [...]}]`."""
    return json.dumps([as_fields(outcome) for outcome in outcomes], indent=1)


def as_fields(outcome: Outcome) -> dict[str, object]:
    """Return one outcome as plain JSON."""
    findings = [
        {"severity": each.severity.value, "what": str(each.what), "remedy": str(each.remedy)}
        for each in outcome.findings
    ]
    return {
        "name": outcome.checkup.name,
        "label": str(outcome.checkup.label),
        "proves": str(outcome.checkup.proves),
        "is_faulty": outcome.is_faulty,
        "findings": findings,
    }


def _lines(outcomes: list[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        mark = _mark(outcome)
        yield f"[{mark}] {outcome.checkup.label!s:<{WIDTH}} {outcome.checkup.proves}"
        for finding in outcome.findings:
            yield f"    {MARKS[finding.severity]} {finding.what}"
            yield "      " + _("Lakukan:") + f" {finding.remedy}"


def _mark(outcome: Outcome) -> str:
    if outcome.is_faulty:
        return MARKS[Severity.FAULT]
    return MARKS[Severity.NOTICE] if outcome.findings else " "


def _summary(outcomes: list[Outcome]) -> str:
    found = [finding.severity for outcome in outcomes for finding in outcome.findings]
    words = {
        "checks": len(outcomes),
        "faults": found.count(Severity.FAULT),
        "notices": found.count(Severity.NOTICE),
    }
    return _("%(checks)d pemeriksaan, %(faults)d kesalahan, %(notices)d catatan.") % words
