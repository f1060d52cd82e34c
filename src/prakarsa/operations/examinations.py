"""The doctor as a job: once a night, and whenever an administrator asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prakarsa.foundation.checkups import Examination, Severity, examine
from prakarsa.jobs.models import OPEN_STATES, Job
from prakarsa.operations.doctor import as_fields

NIGHTLY, ASKED = "operations.examine_nightly", "operations.examine"
KINDS = (NIGHTLY, ASKED)


@dataclass(frozen=True, slots=True)
class LastExamination:
    """What the last finished examination found."""

    at: datetime
    faults: list[dict[str, str]]
    notices: list[dict[str, str]]
    sound: list[dict[str, str]]


def examine_now(at: datetime) -> dict[str, Any]:
    """Run every check and return plain JSON: `{at, faults, outcomes: [...]}`."""
    outcomes = examine(Examination(at=at))
    return {
        "at": at.isoformat(),
        "faults": sum(outcome.is_faulty for outcome in outcomes),
        "outcomes": [as_fields(outcome) for outcome in outcomes],
    }


def last_examination() -> LastExamination | None:
    """Return the newest examination that ended well, whoever asked for it."""
    rows = Job.objects.filter(kind__in=KINDS, state=Job.State.DONE).order_by("-finished_at")
    job = rows.only("result").first()
    return _read(job.result) if job and job.result.get("outcomes") else None


def is_under_way() -> bool:
    """Say whether an examination waits or runs."""
    return Job.objects.filter(kind__in=KINDS, state__in=OPEN_STATES).exists()


def _read(result: Mapping[str, Any]) -> LastExamination:
    return LastExamination(
        at=datetime.fromisoformat(result["at"]),
        faults=_findings(result, Severity.FAULT),
        notices=_findings(result, Severity.NOTICE),
        sound=[each for each in result["outcomes"] if not each["findings"]],
    )


def _findings(result: Mapping[str, Any], severity: Severity) -> list[dict[str, str]]:
    return [
        {"label": each["label"], "what": finding["what"], "remedy": finding["remedy"]}
        for each in result["outcomes"]
        for finding in each["findings"]
        if finding["severity"] == severity
    ]
