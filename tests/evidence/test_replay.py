"""M05 as a property: after any acts the ledger replays to the columns, and points are exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from prakarsa.audit.models import AuditEntry
from prakarsa.evidence.actions import (
    Claim,
    Verdict,
    add_proof,
    claim_level,
    decide_level,
    record_final_level,
    remove_proof,
    submit_report,
)
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.evidence.refusals import CannotAct
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.index.edition import require_edition
from tests.evidence.builders import YEAR, make_innovation, new_answer, open_window
from tests.worlds import AT, World

INDICATORS = ("16", "17", "18", "30")
ACTS = 60


class Player:
    """Does random acts, allowed or not, on the answers of one innovation."""

    def __init__(self, world: World, submission: Submission, seed: int) -> None:
        self.world, self.submission = world, submission
        self.random, self.at = random.Random(seed), AT

    def play(self) -> None:
        act = self.random.choice(
            [self.claim, self.claim, self.link, self.remove, self.submit, self.decide, self.final]
        )
        self.at += timedelta(minutes=1)
        act(self.at)

    def answer(self) -> Answer:
        code = self.random.choice(INDICATORS)
        known = Answer.objects.filter(submission=self.submission, indicator=code).first()
        found = known or new_answer(self.submission, code)
        found.submission = Submission.objects.select_related(
            "innovation__agency", "innovation__region"
        ).get(pk=self.submission.pk)
        return found

    def claim(self, at: datetime) -> None:
        answer = self.answer()
        level = self.random.choice([0, 1, 2, 3, 4])
        scale = "digital" if answer.indicator == "30" else ""
        year = self.random.choice([None, 2024, 2025, 2026])
        claim = Claim(level=level, scale=scale, evidence_year=year)
        seat = self.world.seat(self.random.choice([Role.OPERATOR, Role.VERIFIER]))
        claim_level(seat=seat, answer=answer, claim=claim, version=None, at=at)

    def link(self, at: datetime) -> None:
        link = f"https://contoh.invalid/{self.random.randrange(5)}"
        add_proof(seat=self.world.seat(Role.OPERATOR), answer=self.answer(), link=link, at=at)

    def remove(self, at: datetime) -> None:
        proofs = list(Proof.objects.select_related("answer__submission__innovation__region"))
        if proofs:
            proof = self.random.choice(proofs)
            remove_proof(seat=self.world.seat(Role.OPERATOR), proof=proof, at=at)

    def submit(self, at: datetime) -> None:
        seat = self.world.seat(Role.OPERATOR)
        submit_report(seat=seat, submission=self.answer().submission, at=at)

    def decide(self, at: datetime) -> None:
        answer = self.answer()
        decide_level(
            seat=self.world.seat(self.random.choice([Role.VERIFIER, Role.OPERATOR])),
            answer=answer,
            verdict=self.random.choice(list(Verdict)),
            level=self.random.choice([None, 0, 1, 2, 3]),
            reason=self.random.choice(["", "Menurut halaman dua."]),
            version=answer.version,
            at=at,
        )

    def final(self, at: datetime) -> None:
        seat = self.world.seat(self.random.choice([Role.SECRETARIAT, Role.OPERATOR]))
        level = self.random.choice([0, 1, 2, 3])
        record_final_level(
            seat=seat, answer=self.answer(), level=level, reason="Surat kementerian.", at=at
        )


def attempt(act: Callable[[], None]) -> bool:
    try:
        act()
    except (CannotAct, PermissionDenied):
        return False
    return True


def replayed(answer: Answer) -> dict[str, int | None]:
    """Return the levels the ledger alone gives, checking each entry on the way."""
    levels: dict[str, int | None] = dict.fromkeys(LevelEntry.Kind.values)
    for entry in answer.ledger.all():
        assert entry.level_before == levels[entry.kind]
        assert entry.actor_key
        assert entry.role
        assert entry.reason
        levels[entry.kind] = entry.level_after
    return levels


def assert_true(answer: Answer) -> None:
    indicator = require_edition(YEAR).indicators[answer.indicator]
    for kind, level in replayed(answer).items():
        assert getattr(answer, f"{kind}_level") == level
        points = indicator.points_hundredths(level or 0)
        assert getattr(answer, f"{kind}_points_hundredths") == points
    assert (answer.waiting_since is not None) == (answer.state == Answer.State.WAITING)
    assert (answer.verified_level is not None) == (answer.state == Answer.State.VERIFIED)


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_M05_the_ledger_replays_to_the_columns_after_any_acts(world: World, seed: int) -> None:
    open_window(world.home)
    submission = make_innovation(world, state=Innovation.State.DRAFT)
    player, done = Player(world, submission, seed), 0
    for _turn in range(ACTS):
        entries, audited = LevelEntry.objects.count(), AuditEntry.objects.count()
        if attempt(player.play):
            done += 1
        elif LevelEntry.objects.count() != entries or AuditEntry.objects.count() != audited:
            pytest.fail(f"seed {seed}: a refused act left something behind")
        if LevelEntry.objects.count() != entries:
            assert AuditEntry.objects.count() > audited
    for answer in Answer.objects.all():
        assert_true(answer)
    assert done > ACTS // 4, f"seed {seed} refused nearly everything"
