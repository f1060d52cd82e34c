"""Calling off the draft of an edition: all is as it was, and nothing of people is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from prakarsa.evidence.actions import (
    add_proof,
    remove_proof,
    submit_report,
    withdraw_report,
)
from prakarsa.evidence.models import Answer, Proof
from prakarsa.files.models import StoredFile
from prakarsa.files.storage import path_of
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions as registry
from prakarsa.registry.models import Innovation, Revision, Submission
from prakarsa.registry.parts import Part
from tests.evidence.builders import (
    open_window,
    prepared,
)
from tests.evidence.carried import LATER, carry
from tests.evidence.test_replay import replayed
from tests.worlds import World


def test_calling_the_draft_off_leaves_everything_as_it_was(
    world: World, reported: Innovation, edition: None
) -> None:
    columns = ("state", "summary", "submitted_at", "verified_at", "published_at", "design_words")
    before = {name: getattr(reported, name) for name in columns}
    answers = list(Answer.objects.filter(edition_year=2026).order_by("pk").values())
    submission = carry(world, reported)
    operator = world.seat(Role.OPERATOR)
    changed = registry.change_innovation(
        seat=operator, innovation=Innovation.objects.get(), part=Part.NAME,
        values={"name": "SAPA BARU", "summary": "Lain."}, at=LATER,
    )  # fmt: skip
    done = withdraw_report(seat=operator, innovation=changed, at=LATER)
    assert {name: getattr(Innovation.objects.get(), name) for name in columns} == before
    assert (done.name, done.public_revision) == ("SAPA MELATI", None)
    assert list(Answer.objects.filter(edition_year=2026).order_by("pk").values()) == answers
    called_off = Submission.objects.get(pk=submission.pk)
    assert (called_off.withdrawn_at, called_off.to_renew) == (LATER, [])
    for answer in called_off.answers.all():
        assert (answer.state, answer.claimed_level) == (Answer.State.EMPTY, None)
        assert answer.supported_points_hundredths == 0
        assert not answer.proofs.filter(removed_at=None).exists()
        assert replayed(answer)["claimed"] is None


def test_what_was_called_off_can_be_carried_over_again(
    world: World, reported: Innovation, edition: None
) -> None:
    first, operator = carry(world, reported), world.seat(Role.OPERATOR)
    withdraw_report(seat=operator, innovation=Innovation.objects.get(), at=LATER)
    again = carry(world, Innovation.objects.get(), LATER + timedelta(days=1))
    assert (again.pk, again.withdrawn_at) == (first.pk, None)
    assert {row.claimed_level for row in again.answers.all()} == {1, 2, 3}
    for answer in again.answers.all():
        assert replayed(answer)["claimed"] == answer.claimed_level


@pytest.mark.parametrize("is_taken_away", [False, True])
def test_F04_carrying_over_and_calling_off_again_and_again_keeps_no_copies(
    world: World,
    reported: Innovation,
    edition: None,
    is_taken_away: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    operator = world.seat(Role.OPERATOR)
    open_window(world.home, year=2027)
    before = set(StoredFile.objects.values_list("key", flat=True))
    for day in range(3):
        at = LATER + timedelta(days=day)
        carry(world, Innovation.objects.get(), at)
        copies = set(StoredFile.objects.values_list("key", flat=True)) - before
        assert copies
        if is_taken_away:
            for proof in Proof.objects.filter(file__key__in=copies):
                remove_proof(seat=operator, proof=proof, at=at)
        with django_capture_on_commit_callbacks(execute=True):
            withdraw_report(seat=operator, innovation=Innovation.objects.get(), at=at)
        assert set(StoredFile.objects.values_list("key", flat=True)) == before
        assert not any(path_of(key).exists() for key in copies)
    assert all(path_of(key).exists() for key in before)


def test_calling_off_keeps_what_people_added_to_the_draft(
    world: World, reported: Innovation, edition: None
) -> None:
    submission, operator = carry(world, reported), world.seat(Role.OPERATOR)
    open_window(world.home, year=2027)
    answer = submission.answers.get(indicator="16")
    # The same bytes as a proof of the edition before, but brought by a person.
    mine = add_proof(seat=operator, answer=answer, prepared=prepared(answer), at=LATER)
    withdraw_report(seat=operator, innovation=Innovation.objects.get(), at=LATER)
    kept = Proof.objects.get(pk=mine.pk)
    assert (kept.removed_at, kept.file is None) == (LATER, False)


def test_only_a_draft_that_was_carried_over_is_called_off(
    world: World, reported: Innovation, edition: None
) -> None:
    open_window(world.home, year=2027)
    operator = world.seat(Role.OPERATOR)
    with pytest.raises(PermissionDenied):
        withdraw_report(seat=operator, innovation=reported, at=LATER)
    submission = carry(world, reported)
    Submission.objects.filter(pk=submission.pk).update(to_renew=[])
    submission.refresh_from_db()
    submit_report(seat=operator, submission=submission, at=LATER)
    with pytest.raises(PermissionDenied):
        withdraw_report(seat=operator, innovation=Innovation.objects.get(), at=LATER)


def test_M04_calling_off_twice_is_calling_off_once(
    world: World, reported: Innovation, edition: None
) -> None:
    carry(world, reported)
    page = Innovation.objects.get()
    for _turn in range(2):
        withdraw_report(
            seat=world.seat(Role.OPERATOR), innovation=page, at=LATER, version=page.version
        )
    assert Revision.objects.filter(act="withdraw").count() == 1
    assert Answer.objects.filter(edition_year=2026, claimed_level=None).count() == 0
