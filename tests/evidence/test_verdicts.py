"""Verdicts: by whom, with which reason, at most one at a time, and who hears of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from prakarsa.evidence.actions import Verdict, decide_level, record_final_level
from prakarsa.evidence.models import Answer
from prakarsa.evidence.refusals import CannotAct, Stale
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Agency, Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.models import Innovation, Submission
from tests.evidence.builders import claimed, decided, fresh, make_innovation, with_link
from tests.worlds import AT, World, make_person


@pytest.fixture
def answer(world: World, submission: Submission) -> Answer:
    return with_link(world, claimed(world, submission))


def belongs_to(person: object, agency: Agency, role: Role, until: date | None = None) -> Membership:
    return Membership.objects.create(
        person=person,
        role=role,
        region=agency.region,
        agency=agency,
        valid_from=date(2020, 1, 1),
        valid_until=until,
    )


def second_seat(membership: Membership) -> Seat:
    rows = Membership.objects.select_related("person", "region", "agency")
    return seat_of(rows.get(pk=membership.pk))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VERIFIER, Role.PUBLIC}))
def test_Z04_nobody_but_a_verifier_of_the_region_decides(
    world: World, answer: Answer, role: Role
) -> None:
    for seat in (world.seat(role), world.other_seat(Role.VERIFIER)):
        with pytest.raises(PermissionDenied):
            decided(world, answer, Verdict.ACCEPT, 2, seat=seat)
    assert fresh(answer).verified_level is None


@pytest.mark.parametrize("agency", ["ward", "district"])
def test_Z12_a_verifier_never_verifies_the_own_unit_or_one_below(
    world: World, answer: Answer, agency: str
) -> None:
    seat = world.seat(Role.VERIFIER)
    belongs_to(seat.person, getattr(world, agency), Role.EMPLOYEE)
    with pytest.raises(PermissionDenied):
        decided(world, answer, Verdict.ACCEPT, 2, seat=seat)


def test_Z12_leaving_the_unit_does_not_clear_the_way(world: World, answer: Answer) -> None:
    seat = world.seat(Role.VERIFIER)
    belongs_to(seat.person, world.ward, Role.OPERATOR, until=date(2026, 3, 1))
    with pytest.raises(PermissionDenied):
        decided(world, answer, Verdict.ACCEPT, 2, seat=seat)


def test_Z12_who_left_before_the_year_of_the_edition_decides(world: World, answer: Answer) -> None:
    seat = world.seat(Role.VERIFIER)
    belongs_to(seat.person, world.ward, Role.OPERATOR, until=date(2026, 1, 1))
    assert decided(world, answer, Verdict.ACCEPT, 2, seat=seat).verified_level == 2


def test_Z12_nobody_decides_what_they_claimed_in_another_role(
    world: World, submission: Submission
) -> None:
    person = make_person("Dua Peran", Role.OPERATOR, world.home, world.ward)
    operator = second_seat(person.memberships.get())
    claim = claimed(world, submission, seat=operator)
    Membership.objects.filter(person=person).update(agency=world.second_ward)
    verifier = Membership.objects.create(
        person=person, role=Role.VERIFIER, region=world.home, valid_from=date(2020, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        decided(world, claim, Verdict.ACCEPT, 2, seat=second_seat(verifier))


def test_Z12_nobody_decides_what_they_gave_or_recorded(world: World, answer: Answer) -> None:
    key = world.seat(Role.VERIFIER).actor.key
    answer.proofs.update(added_by_key=key)
    with pytest.raises(PermissionDenied):
        decided(world, answer, Verdict.ACCEPT, 2)
    answer.proofs.update(added_by_key="x")
    answer.submission.innovation.revisions.update(actor_key=key)
    with pytest.raises(PermissionDenied):
        decided(world, answer, Verdict.ACCEPT, 2)


@pytest.mark.parametrize(
    ("verdict", "level", "reason"),
    [
        (Verdict.ACCEPT, 1, ""),
        (Verdict.ACCEPT, None, "Alasan."),
        (Verdict.ACCEPT, 4, "Alasan."),
        (Verdict.RETURN, None, ""),
        (Verdict.RETURN, 2, ""),
    ],
)
def test_a_reason_is_needed_exactly_when_the_level_differs_or_it_is_returned(
    world: World, answer: Answer, verdict: Verdict, level: int | None, reason: str
) -> None:
    with pytest.raises(CannotAct):
        decided(world, answer, verdict, level, reason)
    assert fresh(answer).state == Answer.State.WAITING


def test_accepting_the_claim_needs_no_reason(world: World, answer: Answer) -> None:
    assert decided(world, answer, Verdict.ACCEPT, 2).state == Answer.State.VERIFIED


def test_Z10_a_draft_cannot_be_decided(world: World, submission: Submission) -> None:
    draft = make_innovation(world, "DRAF", state=Innovation.State.DRAFT)
    with pytest.raises(CannotAct):
        decided(world, claimed(world, draft), Verdict.ACCEPT, 2)


def test_Z10_the_second_of_two_verifiers_reads_that_it_changed(
    world: World, answer: Answer
) -> None:
    decided(world, answer, Verdict.ACCEPT, 2)
    other = make_person("Verifikator Dua", Role.VERIFIER, world.home, None)
    with pytest.raises(Stale):
        decided(
            world, answer, Verdict.ACCEPT, 1, "Lain.", seat=second_seat(other.memberships.get())
        )
    assert fresh(answer).verified_level == 2


def test_M04_a_double_click_is_one_verdict(world: World, answer: Answer) -> None:
    for _turn in range(2):
        decided(world, answer, Verdict.RETURN, None, "Salah tahun.")
    assert answer.ledger.filter(kind="verified").count() == 1
    assert answer.submission.innovation.notes.count() == 1


def test_M05_a_mistaken_verdict_is_put_right_by_a_new_entry(world: World, answer: Answer) -> None:
    first = decided(world, answer, Verdict.ACCEPT, 2)
    second = decided(world, first, Verdict.ACCEPT, 1, "Perda itu milik daerah lain.")
    assert second.verified_points_hundredths == 300
    entries = answer.ledger.filter(kind="verified").values_list("level_before", "level_after")
    assert list(entries) == [(None, 2), (2, 1)]


def test_a_return_brings_the_innovation_back_and_tells_its_operators_only(
    world: World, answer: Answer
) -> None:
    second = make_person("Operator Dua", Role.OPERATOR, world.home, world.ward)
    make_person("Operator Lain", Role.OPERATOR, world.home, world.second_ward)
    decided(world, answer, Verdict.RETURN, None, "Salah tahun.")
    innovation = Innovation.objects.get(pk=answer.submission.innovation_id)
    assert innovation.state == Innovation.State.RETURNED
    assert [note.text for note in innovation.notes.all()] == ["No. 16: Salah tahun."]
    told = {notice.person_id for notice in Notice.objects.all()}
    assert told == {world.person(Role.OPERATOR).pk, second.pk}


def test_the_second_return_tells_of_its_own_proof(
    world: World, submission: Submission, answer: Answer
) -> None:
    other = with_link(world, claimed(world, submission, "17"))
    decided(world, answer, Verdict.RETURN, None, "Salah tahun.")
    decided(world, fresh(other), Verdict.RETURN, None, "Halaman kurang.")
    titles = list(Notice.objects.values_list("title", flat=True))
    assert titles[0] == "Bukti No. 17 SAPA MELATI dikembalikan"
    assert len(titles) == 2
    assert submission.innovation.notes.count() == 2


def test_accepting_tells_nobody(world: World, answer: Answer) -> None:
    decided(world, answer, Verdict.ACCEPT, 2)
    assert not Notice.objects.exists()


def test_a_published_innovation_stays_published_when_a_proof_comes_back(
    world: World, answer: Answer
) -> None:
    Innovation.objects.update(state=Innovation.State.PUBLISHED)
    decided(world, fresh(answer), Verdict.RETURN, None, "Tautan mati.")
    assert Innovation.objects.get().state == Innovation.State.PUBLISHED
    assert Notice.objects.get().body == "Tautan mati."


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.PUBLIC}))
def test_Z04_only_the_own_secretariat_records_final_levels(
    world: World, answer: Answer, role: Role
) -> None:
    for seat in (world.seat(role), world.other_seat(Role.SECRETARIAT)):
        with pytest.raises(PermissionDenied):
            record_final_level(seat=seat, answer=answer, level=1, reason="Surat.", at=AT)


def test_a_final_level_overwrites_none_of_the_others(world: World, answer: Answer) -> None:
    decided(world, answer, Verdict.ACCEPT, 2)
    seat = world.seat(Role.SECRETARIAT)
    for level in (1, 1, 0):
        record_final_level(seat=seat, answer=answer, level=level, reason="Surat.", at=AT)
    now = fresh(answer)
    assert (now.claimed_level, now.verified_level, now.final_level) == (2, 2, 0)
    assert answer.ledger.filter(kind="final").count() == 2


def test_a_verdict_needs_the_version_the_page_showed(world: World, answer: Answer) -> None:
    with pytest.raises(Stale):
        decide_level(
            seat=world.seat(Role.VERIFIER),
            answer=answer,
            verdict=Verdict.ACCEPT,
            level=2,
            reason="",
            version=answer.version - 1,
            at=AT,
        )
