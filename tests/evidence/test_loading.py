"""Many answers loaded at once obey the same ledger."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.registry.models import Submission
from tests.evidence.builders import new_answer
from tests.worlds import AT, World


def entry(kind: str, level: int | None) -> LevelEntry:
    return LevelEntry(
        kind=kind,
        level_after=level,
        reason="Contoh.",
        actor_key="system:demo",
        role="system",
        at=AT,
    )


def history(submission: Submission, code: str) -> AnswerHistory:
    answer = new_answer(submission, code)
    answer.state = Answer.State.VERIFIED
    proof = Proof(link="https://contoh.invalid", added_by_key="system:demo", added_at=AT)
    entries = [entry("claimed", 1), entry("claimed", 3), entry("supported", 3)]
    return AnswerHistory(answer, [*entries, entry("verified", 2)], [proof])


def test_loaded_levels_and_points_follow_the_last_entries(
    world: World, submission: Submission
) -> None:
    codes = [str(number) for number in range(16, 36)]
    count = load_answers(
        actor=system_actor("demo"),
        region=world.home,
        histories=[history(submission, code) for code in codes],
        at=AT,
    )
    assert count == 20
    answer = Answer.objects.get(indicator="16")
    assert (answer.claimed_level, answer.supported_level) == (3, 3)
    assert (answer.verified_level, answer.final_level) == (2, None)
    assert (answer.claimed_points_hundredths, answer.verified_points_hundredths) == (900, 600)
    chain = answer.ledger.filter(kind="claimed").values_list("level_before", "level_after")
    assert list(chain) == [(None, 1), (1, 3)]
    assert Proof.objects.count() == 20
    assert AuditEntry.objects.filter(act="evidence.answers.loaded").count() == 1


def test_loading_takes_the_same_statements_for_two_or_twenty(
    world: World, submission: Submission
) -> None:
    counts = []
    for codes in (range(16, 17), range(17, 19), range(19, 36)):
        histories = [history(submission, str(code)) for code in codes]
        with CaptureQueriesContext(connection) as queries:
            load_answers(actor=system_actor("demo"), region=world.home, histories=histories, at=AT)
        counts.append(len(queries))
    # The very first entry of the audit chain also begins the chain.
    assert counts[1] == counts[2]


def test_what_stands_already_is_refused_whole(world: World, submission: Submission) -> None:
    for codes in (["16"], ["17", "16"]):
        histories = [history(submission, code) for code in codes]
        try:
            with transaction.atomic():
                load_answers(
                    actor=system_actor("demo"), region=world.home, histories=histories, at=AT
                )
        except DatabaseError:
            break
    else:
        pytest.fail("the second load went through")
    assert Answer.objects.count() == 1
