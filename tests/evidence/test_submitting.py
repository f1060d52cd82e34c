"""Handing a report in: one door, profile and answers together, no answer left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from prakarsa.evidence.actions import Claim, add_proof, claim_level, remove_proof, submit_report
from prakarsa.evidence.models import Answer
from prakarsa.evidence.refusals import CannotAct
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from tests.evidence.builders import (
    claimed,
    fresh,
    make_innovation,
    new_answer,
    open_window,
    with_link,
)
from tests.worlds import AT, World

DRAFT, SUBMITTED = Innovation.State.DRAFT, Innovation.State.SUBMITTED


@pytest.fixture
def draft(world: World) -> Submission:
    """Return the report of a complete draft, in an open window."""
    open_window(world.home)
    return make_innovation(world, state=DRAFT)


def states() -> set[str]:
    return set(Answer.objects.values_list("state", flat=True))


def test_only_one_module_submits_a_profile() -> None:
    """Whoever submits the profile alone would leave its answers behind."""
    naming = {
        path.relative_to("src/prakarsa").as_posix()
        for path in Path("src/prakarsa").rglob("*.py")
        if "submit_innovation" in path.read_text("utf-8")
    }
    assert naming == {
        "evidence/actions/submitting.py", "registry/actions/__init__.py",
        "registry/actions/life.py",
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT])
def test_the_page_before_submitting_takes_no_form_itself(
    world: World, draft: Submission, role: Role
) -> None:
    address = reverse("registry:submit", args=[draft.innovation.key])
    assert world.client(role).get(address).status_code == 200
    assert world.client(role).post(address, {"version": "1"}).status_code == 405


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT])
def test_profile_and_answers_go_together(world: World, draft: Submission, role: Role) -> None:
    with_link(world, claimed(world, draft))
    assert submit_report(seat=world.seat(role), submission=draft, at=AT) == 1
    assert (Innovation.objects.get().state, states()) == (SUBMITTED, {Answer.State.WAITING})


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.VERIFIER, Role.AGENCY_HEAD])
def test_who_may_not_submit_the_profile_submits_no_answer_either(
    world: World, draft: Submission, role: Role
) -> None:
    with_link(world, claimed(world, draft))
    Innovation.objects.update(created_by_key=world.seat(Role.EMPLOYEE).actor.key)
    draft.innovation.refresh_from_db()
    with pytest.raises(PermissionDenied):
        submit_report(seat=world.seat(role), submission=draft, at=AT)
    assert (Innovation.objects.get().state, states()) == (DRAFT, {Answer.State.DRAFT})


def test_a_proof_without_a_level_stops_the_report_and_is_named(
    world: World, draft: Submission
) -> None:
    operator = world.seat(Role.OPERATOR)
    proof = add_proof(
        seat=operator, answer=new_answer(draft, "18"), link="https://contoh.invalid/a", at=AT
    )
    with pytest.raises(CannotAct, match=r"Pilih dulu tingkatnya, atau cabut buktinya: No\. 18"):
        submit_report(seat=operator, submission=draft, at=AT)
    assert Innovation.objects.get().state == DRAFT
    remove_proof(seat=operator, proof=proof, at=AT)
    assert submit_report(seat=operator, submission=draft, at=AT) == 0
    assert Innovation.objects.get().state == SUBMITTED


def test_what_is_claimed_after_submitting_waits_at_once(world: World, draft: Submission) -> None:
    operator = world.seat(Role.OPERATOR)
    submit_report(seat=operator, submission=draft, at=AT)
    answer = claim_level(
        seat=operator, answer=new_answer(draft, "18"), claim=Claim(level=1), version=None, at=AT
    )
    assert fresh(answer).state == Answer.State.WAITING
    assert submit_report(seat=operator, submission=draft, at=AT) == 0
