"""An innovation published in 2026 whose report is carried into 2027."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from prakarsa.evidence.actions import (
    Claim,
    Verdict,
    carry_report,
    claim_level,
)
from prakarsa.evidence.queries import renewals_of
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions as registry
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import RENEWED_YEARLY
from tests.evidence.builders import (
    claimed,
    decided,
    fresh,
    new_answer,
    with_file,
    with_link,
)
from tests.evidence.editions import GONE, next_edition
from tests.worlds import AT, World

LATER = AT + timedelta(days=200)
PARTS = [part.value for part in RENEWED_YEARLY]


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the edition of 2027 be complete."""
    yield from next_edition(tmp_path, monkeypatch)


@pytest.fixture
def reported(world: World, submission: Submission) -> Innovation:
    """Return an innovation published in 2026, its answers verified: 16, 17, 18, 21 and 33."""
    for code, level in (("16", 2), ("17", 1), ("18", 3), (GONE, 1)):
        answer = with_link(world, claimed(world, submission, code, level))
        if code == "17":
            with_file(world, answer, "SK lama.pdf")
            answer = fresh(answer)
            answer.proofs.update(year=2024)
        decided(world, answer, Verdict.ACCEPT, min(level, 2), "Menurut bukti.")
    people = Claim(number=Decimal(20), basis="a")
    answer = claim_level(
        seat=world.seat(Role.OPERATOR), answer=new_answer(submission, "33"), claim=people,
        version=None, at=AT,
    )  # fmt: skip
    with_file(world, answer)
    verifier = world.seat(Role.VERIFIER)
    innovation = Innovation.objects.get(pk=submission.innovation_id)
    innovation = registry.verify_innovation(seat=verifier, innovation=innovation, at=AT)
    return registry.publish_innovation(seat=verifier, innovation=innovation, at=AT)


def carry(world: World, innovation: Innovation, at: datetime = LATER) -> Submission:
    carry_report(seat=world.seat(Role.OPERATOR), innovation=innovation, edition_year=2027, at=at)
    return Submission.objects.select_related("innovation", "carried_from").get(edition_year=2027)


def words_of(submission: Submission) -> dict[str, str]:
    return {line.indicator.code: line.words for line in renewals_of(submission)}
