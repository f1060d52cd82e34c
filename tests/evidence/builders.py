"""Innovations, windows and claims for the tests of proof and verification."""

from __future__ import annotations

from datetime import UTC, date, datetime

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import Claim, Verdict, add_proof, claim_level, decide_level
from prakarsa.evidence.models import Answer
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Role
from prakarsa.registry.actions import submission_for
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.text import normalise_name
from tests.worlds import AT, World

YEAR = 2026


def open_window(region: Region, *, year: int = YEAR) -> ReportingWindow:
    """Let a region report for the whole year."""
    return ReportingWindow.objects.create(
        region=region,
        edition_year=year,
        opens_at=datetime(year, 1, 1, tzinfo=UTC),
        closes_at=datetime(year, 12, 31, tzinfo=UTC),
        source="SK contoh",
    )


def make_innovation(
    world: World,
    name: str = "SAPA MELATI",
    *,
    agency: Agency | None = None,
    state: str = Innovation.State.SUBMITTED,
) -> Submission:
    """Return the submission of a complete innovation of the ward (or another agency)."""
    agency = agency or world.ward
    innovation = Innovation.objects.create(
        region=agency.region,
        agency=agency,
        name=name,
        normalised_name=normalise_name(name),
        state=state,
        implemented_on=date(2024, 2, 5),
        design_words=320,
        created_by_key="someone-else",
        created_at=AT,
        changed_at=AT,
    )
    return submission_for(innovation=innovation, edition_year=YEAR, at=AT)


def new_answer(submission: Submission, indicator: str = "16") -> Answer:
    """Return an answer that is not in the database yet."""
    return Answer(
        submission=submission,
        region_id=submission.innovation.region_id,
        edition_year=submission.edition_year,
        indicator=indicator,
        changed_at=AT,
    )


def claimed(world: World, submission: Submission, indicator: str = "16", level: int = 2) -> Answer:
    """Return an answer with a level claimed by the ward's operator."""
    return claim_level(
        seat=world.seat(Role.OPERATOR),
        answer=new_answer(submission, indicator),
        claim=Claim(level=level),
        version=None,
        at=AT,
    )


def with_link(world: World, answer: Answer, link: str = "https://contoh.invalid/a") -> Answer:
    """Give an answer a link, by the ward's operator."""
    add_proof(seat=world.seat(Role.OPERATOR), answer=answer, link=link, at=AT)
    return Answer.objects.get(pk=answer.pk)


def decided(
    world: World, answer: Answer, verdict: Verdict, level: int | None = None, reason: str = ""
) -> Answer:
    """Let the region's verifier decide."""
    return decide_level(
        seat=world.seat(Role.VERIFIER),
        answer=answer,
        verdict=verdict,
        level=level,
        reason=reason,
        version=answer.version,
        at=AT,
    )
