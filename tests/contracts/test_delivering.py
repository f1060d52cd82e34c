"""Quarters: targets that stay once due, realisations with proof, verified by another person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from prakarsa.audit.models import AuditEntry
from prakarsa.contracts.actions.delivery import (
    TargetTerms,
    YearTerms,
    link_year,
    plan_digest,
    set_targets,
)
from prakarsa.contracts.actions.realisations import (
    add_proof,
    remove_proof,
    save_realisation,
    submit_realisation,
)
from prakarsa.contracts.actions.verdicts import decide_realisation
from prakarsa.contracts.models import (
    PerformanceContract,
    QuarterTarget,
    Realisation,
    RealisationEntry,
    YearLink,
)
from prakarsa.contracts.states import Step
from prakarsa.foundation.versions import Stale
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import seat_of
from prakarsa.rules.contract.quarters import Quarter
from tests.contracts.delivering import (
    DUE,
    LATER,
    add_version,
    make_contract,
    make_targets,
    prepared,
    saved,
    submitted,
    verified,
)
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(world: World) -> PerformanceContract:
    return make_contract(world)


def year_terms(agreement: str = "PK/1") -> YearTerms:
    return YearTerms(
        year=2026, agreement=agreement, agreed_on=date(2026, 1, 20), budget_line="1.02.03"
    )


def planned(*values: object) -> list[TargetTerms]:
    return [
        TargetTerms(Quarter(2026, place), Decimal(str(value)), DUE[place])
        for place, value in enumerate(values, start=1)
    ]


def test_a_year_is_linked_once_and_changed_only_from_what_was_shown(
    world: World, contract: PerformanceContract
) -> None:
    seat = world.seat(Role.OPERATOR)
    link = link_year(seat=seat, contract=contract, terms=year_terms(), at=AT)
    again = link_year(seat=seat, contract=contract, terms=year_terms(), at=AT)
    assert (again.pk, again.version, YearLink.objects.count()) == (link.pk, 1, 1)
    with pytest.raises(Stale):
        link_year(seat=seat, contract=contract, terms=year_terms(agreement="PK/2"), at=AT)
    changed = link_year(
        seat=seat, contract=contract, terms=year_terms(agreement="PK/2"), at=AT, version=1
    )
    assert (changed.agreement, changed.version) == ("PK/2", 2)
    assert AuditEntry.objects.filter(act="contracts.contract.year_linked").count() == 2
    far = YearTerms(year=2031, agreement="x", agreed_on=date(2031, 1, 1), budget_line="x")
    with pytest.raises(ValidationError, match="2026 sampai 2027"):
        link_year(seat=seat, contract=contract, terms=far, at=AT)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.MAYOR, Role.AUDITOR, Role.EMPLOYEE])
def test_others_neither_link_nor_plan_nor_report(
    world: World, contract: PerformanceContract, role: Role
) -> None:
    seat = world.seat(role)
    target = make_targets(contract, 65)[0]
    with pytest.raises(PermissionDenied):
        link_year(seat=seat, contract=contract, terms=year_terms(), at=AT)
    with pytest.raises(PermissionDenied):
        set_targets(seat=seat, contract=contract, year=2026, targets=planned(65), at=AT)
    with pytest.raises(PermissionDenied):
        save_realisation(seat=seat, target=target, value=Decimal(1), note="", version=0, at=AT)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.OPERATOR])
def test_another_region_touches_nothing(
    world: World, contract: PerformanceContract, role: Role
) -> None:
    seat, target = world.other_seat(role), make_targets(contract, 65)[0]
    with pytest.raises(PermissionDenied):
        link_year(seat=seat, contract=contract, terms=year_terms(), at=AT)
    with pytest.raises(PermissionDenied):
        set_targets(seat=seat, contract=contract, year=2026, targets=planned(65), at=AT)
    with pytest.raises(PermissionDenied):
        save_realisation(seat=seat, target=target, value=Decimal(1), note="", version=0, at=AT)


def test_targets_of_a_year_are_set_together_and_may_come_early(
    world: World, contract: PerformanceContract
) -> None:
    seat = world.seat(Role.SECRETARIAT)
    found = set_targets(
        seat=seat, contract=contract, year=2026, targets=planned(74, 76, 78, 80), at=AT
    )
    assert [each.value for each in found] == [74, 76, 78, 80]
    again = set_targets(
        seat=seat, contract=contract, year=2026, targets=planned(74, 76, 78, 80), at=AT
    )
    assert [each.pk for each in again] == [each.pk for each in found]
    assert AuditEntry.objects.filter(act="contracts.contract.targets_set").count() == 1
    with pytest.raises(Stale):
        set_targets(seat=seat, contract=contract, year=2026, targets=planned(74), at=AT)


def test_a_target_stays_once_it_is_due_or_reported(
    world: World, contract: PerformanceContract
) -> None:
    make_targets(contract, 65, 70, 75, 80)
    seat, seen = world.seat(Role.SECRETARIAT), plan_digest(QuarterTarget.objects.all())

    def change(*values: object) -> None:
        set_targets(
            seat=seat, contract=contract, year=2026, targets=planned(*values), at=LATER, seen=seen
        )

    with pytest.raises(ValidationError, match="triwulan 3 2026 tetap, karena tenggatnya"):
        change(65, 70, 74, 80)
    with pytest.raises(ValidationError, match="triwulan 1 2026 tetap"):
        set_targets(seat=seat, contract=contract, year=2026, targets=[], at=LATER, seen=seen)
    saved(world, QuarterTarget.objects.get(quarter=4), 80)
    with pytest.raises(ValidationError, match="triwulan 4 2026 tetap, karena capaiannya"):
        change(65, 70, 75, 79)
    assert [each.value for each in QuarterTarget.objects.all()] == [65, 70, 75, 80]


@pytest.mark.parametrize(
    ("quarter", "due", "said"),
    [
        (Quarter(2026, 2), date(2026, 6, 29), "harus sejak"),
        (Quarter(2026, 2), date(2027, 7, 2), "paling lama setahun"),
    ],
)
def test_a_due_day_lies_after_its_quarter(
    world: World, contract: PerformanceContract, quarter: Quarter, due: date, said: str
) -> None:
    targets = [TargetTerms(quarter, Decimal(70), due)]
    with pytest.raises(ValidationError, match=said):
        set_targets(
            seat=world.seat(Role.SECRETARIAT), contract=contract, year=2026, targets=targets, at=AT
        )


def test_a_realisation_goes_from_draft_to_verified_with_its_history(
    world: World, contract: PerformanceContract
) -> None:
    found = verified(world, make_targets(contract, 65)[0], "64.5")
    assert (found.state, found.value, found.verified_at) == ("verified", Decimal("64.5"), AT)
    entries = RealisationEntry.objects.values_list("act", "value", "role")
    assert list(entries) == [
        ("save", Decimal("64.5"), "operator"), ("submit", Decimal("64.5"), "operator"),
        ("accept", Decimal("64.5"), "verifier"),
    ]  # fmt: skip
    acts = AuditEntry.objects.filter(act__startswith="contracts.realisation.")
    assert list(acts.order_by("sequence").values_list("act", flat=True)) == [
        "contracts.realisation.save", "contracts.realisation.proof_added",
        "contracts.realisation.submit", "contracts.realisation.accept",
    ]  # fmt: skip


def test_history_of_a_realisation_cannot_be_rewritten(
    world: World, contract: PerformanceContract
) -> None:
    saved(world, make_targets(contract, 65)[0], 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        RealisationEntry.objects.update(value=99)


def test_nothing_is_handed_in_without_proof_or_before_the_quarter_ends(
    world: World, contract: PerformanceContract
) -> None:
    first, *_rest, last = make_targets(contract, 65, 70, 75, 80)
    seat = world.seat(Role.OPERATOR)
    draft = saved(world, first, 64)
    with pytest.raises(ValidationError, match="satu berkas bukti"):
        submit_realisation(seat=seat, realisation=draft, version=1, at=LATER)
    early = saved(world, last, 80)
    add_proof(seat=seat, realisation=early, prepared=prepared(), caption="", at=LATER)
    with pytest.raises(ValidationError, match="mulai 31 Desember 2026"):
        submit_realisation(seat=seat, realisation=early, version=1, at=LATER)


def test_M04_a_second_click_has_one_effect(world: World, contract: PerformanceContract) -> None:
    target = make_targets(contract, 65)[0]
    waiting = submitted(world, target, 64)
    seat, judge = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    again = submit_realisation(
        seat=seat, realisation=waiting, version=waiting.version - 1, at=LATER
    )
    assert again.version == waiting.version
    for _click in range(2):
        decide_realisation(
            seat=judge, realisation=waiting, step=Step.RETURN, reason="Halaman 2 kosong.",
            version=waiting.version, at=LATER,
        )  # fmt: skip
    assert RealisationEntry.objects.filter(act="return").count() == 1
    assert Notice.objects.filter(person=world.person(Role.OPERATOR)).count() == 1


def test_M06_a_stale_page_decides_and_saves_nothing(
    world: World, contract: PerformanceContract
) -> None:
    target = make_targets(contract, 65)[0]
    waiting = submitted(world, target, 64)
    for step in (Step.ACCEPT, Step.RETURN):
        with pytest.raises(Stale):
            decide_realisation(
                seat=world.seat(Role.VERIFIER), realisation=waiting, step=step, reason="x",
                version=1, at=LATER,
            )  # fmt: skip
    with pytest.raises(Stale):
        saved(world, target, 70)
    assert Realisation.objects.get().state == "waiting"


def test_Z12_nobody_verifies_what_they_wrote_in_any_seat(
    world: World, contract: PerformanceContract
) -> None:
    target = make_targets(contract, 65)[0]
    writer = world.person(Role.OPERATOR)
    waiting = submitted(world, target, 64)
    post = Membership.objects.create(
        person=writer, role=Role.VERIFIER, region=world.home, valid_from=date(2020, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        decide_realisation(
            seat=seat_of(post), realisation=waiting, step=Step.ACCEPT, reason="",
            version=waiting.version, at=LATER,
        )  # fmt: skip


def test_Z12_nobody_verifies_for_an_agency_they_came_from(
    world: World, contract: PerformanceContract
) -> None:
    judge = world.person(Role.VERIFIER)
    Membership.objects.create(
        person=judge, role=Role.EMPLOYEE, region=world.home, agency=world.ward,
        valid_from=date(2025, 1, 1), valid_until=date(2026, 3, 1),
    )  # fmt: skip
    waiting = submitted(world, make_targets(contract, 65)[0], 64)
    with pytest.raises(PermissionDenied):
        decide_realisation(
            seat=seat_of(judge.memberships.get(role=Role.VERIFIER)), realisation=waiting,
            step=Step.ACCEPT, reason="", version=waiting.version, at=LATER,
        )  # fmt: skip


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT, Role.MAYOR, Role.AUDITOR])
def test_only_a_verifier_of_the_region_decides(
    world: World, contract: PerformanceContract, role: Role
) -> None:
    waiting = submitted(world, make_targets(contract, 65)[0], 64)
    for seat in (world.seat(role), world.other_seat(Role.VERIFIER)):
        with pytest.raises(PermissionDenied):
            decide_realisation(
                seat=seat, realisation=waiting, step=Step.ACCEPT, reason="",
                version=waiting.version, at=LATER,
            )  # fmt: skip


def test_a_returned_realisation_is_proved_anew_and_handed_in_again(
    world: World, contract: PerformanceContract
) -> None:
    waiting = submitted(world, make_targets(contract, 65)[0], 64)
    returned = decide_realisation(
        seat=world.seat(Role.VERIFIER), realisation=waiting, step=Step.RETURN, reason="Kurang.",
        version=waiting.version, at=LATER,
    )  # fmt: skip
    seat = world.seat(Role.AGENCY_HEAD)
    proof = returned.proofs.get()
    remove_proof(seat=seat, proof=proof, at=LATER)
    remove_proof(seat=seat, proof=proof, at=LATER)
    returned.refresh_from_db()
    assert (returned.state, returned.proofs.filter(removed_at=None).count()) == ("draft", 0)
    add_proof(seat=seat, realisation=returned, prepared=prepared("b.pdf"), caption="", at=LATER)
    again = submit_realisation(seat=seat, realisation=returned, version=returned.version, at=LATER)
    assert again.state == "waiting"


def test_a_mistaken_verdict_is_put_right_with_a_reason(
    world: World, contract: PerformanceContract
) -> None:
    done = verified(world, make_targets(contract, 65)[0], 64)
    with pytest.raises(ValidationError, match="Isi alasannya"):
        decide_realisation(
            seat=world.seat(Role.VERIFIER), realisation=done, step=Step.RETURN, reason=" ",
            version=done.version, at=LATER,
        )  # fmt: skip
    back = decide_realisation(
        seat=world.seat(Role.VERIFIER), realisation=done, step=Step.RETURN, reason="Salah tahun.",
        version=done.version, at=LATER,
    )  # fmt: skip
    assert (back.state, back.verified_at, back.verified_by_key) == ("returned", None, "")


def test_the_same_file_is_one_proof(world: World, contract: PerformanceContract) -> None:
    draft = saved(world, make_targets(contract, 65)[0], 64)
    seat = world.seat(Role.OPERATOR)
    found = {
        add_proof(seat=seat, realisation=draft, prepared=prepared(), caption="", at=LATER).pk
        for _click in range(2)
    }
    assert len(found) == 1


@pytest.mark.parametrize("state", ["signing", "measured", "judged", "closed"])
def test_nothing_is_delivered_outside_a_running_contract(world: World, state: str) -> None:
    contract = make_contract(world, state=state)
    target = make_targets(contract, 65)[0]
    with pytest.raises(PermissionDenied):
        saved(world, target, 64)
    with pytest.raises(PermissionDenied):
        set_targets(
            seat=world.seat(Role.SECRETARIAT), contract=contract, year=2026, targets=[], at=AT
        )


def test_delivery_goes_on_while_an_addendum_waits(world: World) -> None:
    contract = make_contract(world, state="amending")
    version = add_version(world, contract, 2, AT, end_value=Decimal(90))
    assert version.number == 2
    assert verified(world, make_targets(contract, 65)[0], 64).state == "verified"
