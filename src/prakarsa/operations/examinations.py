"""The doctor as a job: once a night, and whenever an administrator asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from prakarsa.foundation.checkups import Examination, Outcome, Severity, examine, run_checkup
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
    """Run every check; return JSON: `{at, faults, outcomes, translated}`."""
    examination = Examination(at=at)
    outcomes = examine(examination)
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return {
        "at": at.isoformat(),
        "faults": sum(outcome.is_faulty for outcome in outcomes),
        "outcomes": [as_fields(outcome) for outcome in outcomes],
        "translated": {code: _said_in(code, outcomes, examination) for code in others},
    }


def last_examination() -> LastExamination | None:
    """Return the newest examination that ended well, whoever asked for it."""
    rows = Job.objects.filter(kind__in=KINDS, state=Job.State.DONE).order_by("-finished_at")
    job = rows.only("result").first()
    return _read(job.result) if job and job.result.get("outcomes") else None


def is_under_way() -> bool:
    """Say whether an examination waits or runs."""
    return Job.objects.filter(kind__in=KINDS, state__in=OPEN_STATES).exists()


def _said_in(
    language: str, outcomes: Iterable[Outcome], examination: Examination
) -> list[dict[str, Any]]:
    """A finding is a finished sentence, so the few checks that found something run once more."""
    with override(language):
        return [
            as_fields(Outcome(each.checkup, run_checkup(each.checkup, examination)))
            if each.findings
            else as_fields(each)
            for each in outcomes
        ]


def _read(result: Mapping[str, Any]) -> LastExamination:
    outcomes = result.get("translated", {}).get(get_language(), result["outcomes"])
    return LastExamination(
        at=datetime.fromisoformat(result["at"]),
        faults=_findings(outcomes, Severity.FAULT),
        notices=_findings(outcomes, Severity.NOTICE),
        sound=[each for each in outcomes if not each["findings"]],
    )


def _findings(outcomes: Iterable[Mapping[str, Any]], severity: Severity) -> list[dict[str, str]]:
    return [
        {"label": each["label"], "what": finding["what"], "remedy": finding["remedy"]}
        for each in outcomes
        for finding in each["findings"]
        if finding["severity"] == severity
    ]
