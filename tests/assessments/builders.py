"""Regions with innovations and levels, for tests of the index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from prakarsa.audit.actors import system_actor
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.models import Innovation, Submission
from tests.worlds import AT

YEAR = 2026
COMPULSORY = {"16": 1, "17": 1, "32": 1, "33": 1, "35": 1}


def make_innovation(
    region: Region,
    name: str,
    *,
    levels: Mapping[str, int],
    agency: Agency | None = None,
    verified: bool = True,
    affair: str = "Kesehatan",
    implemented_on: date = date(2025, 3, 1),
    words: int = 300,
) -> Innovation:
    """Return a submitted innovation whose claimed, supported and verified levels are equal."""
    innovation = Innovation.objects.create(
        region=region, agency=agency, name=name, normalised_name=name.lower(),
        state="verified" if verified else "submitted", main_affair=affair,
        implemented_on=implemented_on, design_words=words, created_by_key="x", created_at=AT,
        changed_at=AT, submitted_at=AT, verified_at=AT if verified else None,
    )  # fmt: skip
    submission = Submission.objects.create(
        key=f"{innovation.key}-{YEAR}", innovation=innovation, edition_year=YEAR, created_at=AT,
        submitted_at=AT, verified_at=AT if verified else None,
    )  # fmt: skip
    load(
        region,
        {code: (level, level if verified else None) for code, level in levels.items()},
        submission,
    )
    return innovation


def make_rows(region: Region, levels: Mapping[str, int]) -> None:
    """Answer regional rows, claimed and verified alike."""
    load(region, {code: (level, level) for code, level in levels.items()}, None)


def load(
    region: Region, levels: Mapping[str, tuple[int, int | None]], submission: Submission | None
) -> None:
    """Write answers with their ledger."""
    histories = []
    for code, (claimed, verified) in levels.items():
        state = Answer.State.WAITING if verified is None else Answer.State.VERIFIED
        answer = Answer(
            region=region, edition_year=YEAR, submission=submission, indicator=code, state=state,
            changed_at=AT,
        )  # fmt: skip
        kinds = {"claimed": claimed, "supported": claimed, "verified": verified}
        entries = [
            LevelEntry(kind=kind, level_after=level, reason="x", actor_key="x", role="x", at=AT)
            for kind, level in kinds.items()
            if level is not None
        ]
        histories.append(AnswerHistory(answer, entries))
    load_answers(actor=system_actor("test"), region=region, histories=histories, at=AT)
