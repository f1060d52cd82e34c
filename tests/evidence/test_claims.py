"""Claims: by whom, when, with what, and what a change does to a verdict."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import (
    Claim,
    Verdict,
    add_proof,
    claim_level,
    claim_region_row,
    submit_report,
)
from prakarsa.evidence.models import Answer
from prakarsa.evidence.refusals import CannotAct, Stale, WindowClosed
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from tests.evidence.builders import (
    YEAR,
    claimed,
    decided,
    fresh,
    make_innovation,
    new_answer,
    open_window,
    with_link,
)
from tests.worlds import AT, World

OTHERS = sorted(set(Role) - {Role.OPERATOR, Role.PUBLIC})


def claim(world: World, submission: Submission, code: str, claimed: Claim) -> Answer:
    return claim_level(
        seat=world.seat(Role.OPERATOR),
        answer=new_answer(submission, code),
        claim=claimed,
        version=None,
        at=AT,
    )


@pytest.mark.parametrize("role", OTHERS)
def test_Z04_only_the_units_own_operators_claim(
    world: World, submission: Submission, role: Role
) -> None:
    with pytest.raises(PermissionDenied):
        claimed(world, submission, seat=world.seat(role))
    assert not Answer.objects.exists()


def test_Z04_another_units_operator_does_not_claim(world: World, submission: Submission) -> None:
    other = make_innovation(world, "LAIN", agency=world.second_ward)
    with pytest.raises(PermissionDenied):
        claimed(world, other)
    with pytest.raises(PermissionDenied):
        claimed(world, submission, seat=world.other_seat(Role.OPERATOR))


def test_an_innovator_claims_for_what_they_recorded(world: World, submission: Submission) -> None:
    seat = world.seat(Role.EMPLOYEE)
    innovation = submission.innovation
    innovation.created_by_key = seat.actor.key
    innovation.save()
    assert claimed(world, submission, seat=seat).claimed_level == 2


@pytest.mark.parametrize(
    ("basis", "number", "level"),
    [("a", "642", 3), ("a", "200", 1), ("b", "20.005", 2), ("a", "0", 0)],
)
def test_the_number_gives_the_level_of_no_33(
    world: World, submission: Submission, basis: str, number: str, level: int
) -> None:
    answer = claim(world, submission, "33", Claim(basis=basis, number=Decimal(number), level=1))
    assert (answer.claimed_level, answer.claimed_points_hundredths) == (level, level * 300)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("16", Claim(level=4)),
        ("16", Claim(level=None)),
        ("16", Claim(level=1, basis="a")),
        ("16", Claim(level=1, evidence_year=1890)),
        ("16", Claim(level=1, evidence_year=2027)),
        ("30", Claim(level=1)),
        ("30", Claim(level=1, scale="x")),
        ("33", Claim(number=Decimal(5))),
        ("33", Claim(basis="a")),
        ("33", Claim(basis="z", number=Decimal(5))),
    ],
)
def test_a_claim_that_does_not_fit_is_refused_with_words(
    world: World, submission: Submission, code: str, wrong: Claim
) -> None:
    with pytest.raises(CannotAct) as refusal:
        claim(world, submission, code, wrong)
    assert refusal.value.sentence
    assert not Answer.objects.exists()


def test_Z10_a_stale_page_changes_nothing(world: World, submission: Submission) -> None:
    answer = claimed(world, submission, level=1)
    seen = answer.version
    seat = world.seat(Role.OPERATOR)
    claim_level(seat=seat, answer=answer, claim=Claim(level=2), version=seen, at=AT)
    with pytest.raises(Stale):
        claim_level(seat=seat, answer=answer, claim=Claim(level=3), version=seen, at=AT)
    assert fresh(answer).claimed_level == 2


def test_M04_the_same_form_twice_is_one_claim(world: World, submission: Submission) -> None:
    answer = claimed(world, submission, level=1)
    seat, seen = world.seat(Role.OPERATOR), answer.version
    for _turn in range(2):
        claim_level(seat=seat, answer=answer, claim=Claim(level=2), version=seen, at=AT)
    assert answer.ledger.filter(kind="claimed").count() == 2
    assert AuditEntry.objects.filter(act="evidence.level.claimed").count() == 2


def test_outside_the_window_nothing_changes_and_the_page_says_why(
    world: World, submission: Submission
) -> None:
    ReportingWindow.objects.update(closes_at=AT - timedelta(days=1))
    with pytest.raises(WindowClosed, match=r"ditutup pada 13 Juli 2026.*Sekretariat"):
        claimed(world, submission)
    with pytest.raises(WindowClosed):
        add_proof(
            seat=world.seat(Role.OPERATOR),
            answer=new_answer(submission),
            link="https://contoh.invalid",
            at=AT,
        )
    assert not Answer.objects.exists()


def test_an_edition_without_weights_takes_no_claim(world: World, submission: Submission) -> None:
    ReportingWindow.objects.update(edition_year=2025)
    answer = new_answer(submission)
    answer.edition_year = 2025
    with pytest.raises(CannotAct, match="belum diketahui bobot"):
        claim_level(
            seat=world.seat(Role.OPERATOR),
            answer=answer,
            claim=Claim(level=1),
            version=None,
            at=AT,
        )


def test_a_draft_waits_only_after_it_was_submitted(world: World) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    answer = claimed(world, draft)
    assert answer.state == Answer.State.DRAFT
    assert submit_report(seat=world.seat(Role.OPERATOR), submission=draft, at=AT) == 1
    assert (fresh(answer).state, fresh(answer).waiting_since) == (Answer.State.WAITING, AT)
    assert submit_report(seat=world.seat(Role.OPERATOR), submission=draft, at=AT) == 0


def test_a_returned_compulsory_proof_must_be_changed_first(
    world: World, submission: Submission
) -> None:
    answer = decided(world, claimed(world, submission), Verdict.RETURN, None, "Salah tahun.")
    with pytest.raises(CannotAct, match=r"No\. 16"):
        submit_report(seat=world.seat(Role.OPERATOR), submission=submission, at=AT)
    changed = with_link(world, answer)
    assert changed.state == Answer.State.DRAFT
    assert submit_report(seat=world.seat(Role.OPERATOR), submission=submission, at=AT) == 1


def test_changed_evidence_opens_the_verdict_again(world: World, submission: Submission) -> None:
    answer = decided(world, claimed(world, submission), Verdict.ACCEPT, 2)
    changed = with_link(world, answer)
    assert (changed.state, changed.verified_level) == (Answer.State.WAITING, None)
    assert changed.verified_points_hundredths == 0
    newest = answer.ledger.filter(kind="verified").last()
    assert newest is not None
    assert (newest.level_before, newest.level_after, newest.role) == (2, None, "operator")


def test_a_region_row_takes_its_level_from_its_number(world: World, submission: Submission) -> None:
    answer = claim_region_row(
        seat=world.seat(Role.SECRETARIAT),
        region=world.home,
        edition_year=YEAR,
        indicator="5b",
        claim=Claim(number=Decimal("2.35")),
        version=None,
        at=AT,
    )
    assert (answer.claimed_level, answer.claimed_points_hundredths) == (3, 225)
    assert (answer.supported_level, answer.state) == (3, Answer.State.WAITING)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.PUBLIC}))
def test_Z04_only_the_own_secretariat_claims_region_rows(
    world: World, submission: Submission, role: Role
) -> None:
    for seat in (world.seat(role), world.other_seat(Role.SECRETARIAT)):
        with pytest.raises(PermissionDenied):
            claim_region_row(
                seat=seat,
                region=world.home,
                edition_year=YEAR,
                indicator="1",
                claim=Claim(level=1),
                version=None,
                at=AT,
            )


def test_people_are_counted_whole(world: World, submission: Submission) -> None:
    with pytest.raises(CannotAct, match="Jumlah orang harus bilangan bulat"):
        claim(world, submission, "33", Claim(basis="a", number=Decimal("200.504")))
    assert claim(world, submission, "33", Claim(basis="b", number=Decimal("20.5"))).number == (
        Decimal("20.5")
    )
    url = reverse("evidence:answer", args=[submission.key, "33"])
    fields = {"version": "2", "basis": "a", "number": "200,504"}
    page = world.client(Role.OPERATOR).post(url, fields)
    assert page.context["form"].errors == {"number": ["Jumlah orang harus bilangan bulat."]}
