"""The end of a contract: measured, verified by another person, judged by its book, closed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.contracts.actions.closing import (
    Measure,
    close_contract,
    give_measure,
    judge_measure,
    return_measure,
    shield_failure,
)
from prakarsa.contracts.models import Outcome, PerformanceContract
from prakarsa.contracts.refusals import NotNow, TooLate
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.models import Innovation
from tests.contracts.delivering import make_contract
from tests.evidence.builders import make_innovation
from tests.worlds import World

pytestmark = pytest.mark.django_db
# A day after the last one of the contract.
AFTER = datetime(2028, 1, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def contract(world: World) -> PerformanceContract:
    return make_contract(world)


def fresh(contract: PerformanceContract) -> PerformanceContract:
    return PerformanceContract.objects.get(pk=contract.pk)


def measured(
    world: World, contract: PerformanceContract, value: str = "80", on: date = date(2027, 12, 31)
) -> PerformanceContract:
    measure = Measure(measured=Decimal(value), measured_on=on, note="Data SIPSN.")
    seat = world.seat(Role.OPERATOR)
    version = fresh(contract).version
    give_measure(seat=seat, contract=contract, measure=measure, version=version, at=AFTER)
    return fresh(contract)


def judged(world: World, contract: PerformanceContract, value: str = "80") -> PerformanceContract:
    now = measured(world, contract, value)
    seat = world.seat(Role.VERIFIER)
    judge_measure(seat=seat, contract=now, reason="Sesuai data.", version=now.version, at=AFTER)
    return fresh(contract)


@pytest.mark.parametrize(
    ("value", "result", "hundredths", "proposal"),
    [
        ("80", "fulfilled", 10_000, "reward"), ("86", "fulfilled", 13_000, "reward"),
        ("79.9999", "partly", 10_000, "none"), ("72", "partly", 6_000, "none"),
        ("71.9999", "missed", 6_000, "review"), ("55", "missed", -2_500, "review"),
    ],
)  # fmt: skip
def test_the_book_says_what_came_of_it_and_people_decide(
    world: World, contract: PerformanceContract, value: str, result: str, hundredths: int,
    proposal: str,
) -> None:  # fmt: skip
    now = judged(world, contract, value)
    found = now.outcome
    assert (now.state, found.result, found.progress_hundredths) == ("judged", result, hundredths)
    assert (found.proposal, found.book) == (proposal, "contoh")
    assert Notice.objects.filter(person=world.person(Role.OPERATOR)).count() == 1


def test_a_measure_before_the_end_is_final_only_when_the_end_is_reached(
    world: World, contract: PerformanceContract
) -> None:
    with pytest.raises(ValidationError, match="berakhir 31 Desember 2027"):
        measured(world, contract, "79", date(2027, 6, 30))
    with pytest.raises(ValidationError, match="belum tiba"):
        measured(world, contract, "80", date(2028, 1, 11))
    with pytest.raises(ValidationError, match="sesudah titik nol"):
        measured(world, contract, "80", date(2025, 12, 31))
    assert measured(world, contract, "80", date(2027, 6, 30)).state == "measured"


def test_a_returned_measure_is_given_again(world: World, contract: PerformanceContract) -> None:
    now = measured(world, contract)
    seat = world.seat(Role.VERIFIER)
    with pytest.raises(ValidationError, match="alasannya"):
        return_measure(seat=seat, contract=now, reason=" ", version=now.version, at=AFTER)
    for _click in range(2):
        return_measure(
            seat=seat, contract=now, reason="Tahun salah.", version=now.version, at=AFTER
        )
    assert fresh(contract).state == "running"
    again = measured(world, contract, "78")
    assert (again.state, again.outcome.measured, again.outcome.verified_reason) == (
        "measured", Decimal(78), "",
    )  # fmt: skip


def test_Z12_nobody_judges_what_they_measured_in_any_seat(
    world: World, contract: PerformanceContract
) -> None:
    now = measured(world, contract)
    writer = world.person(Role.OPERATOR)
    own = Membership.objects.create(
        person=writer, role=Role.VERIFIER, region=world.home, valid_from=date(2020, 1, 1)
    )
    for act in (judge_measure, return_measure):
        with pytest.raises(PermissionDenied):
            act(seat=seat_of(own), contract=now, reason="x", version=now.version, at=AFTER)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT, Role.MAYOR, Role.AUDITOR])
def test_only_a_verifier_judges(world: World, contract: PerformanceContract, role: Role) -> None:
    now = measured(world, contract)
    for seat in (world.seat(role), world.other_seat(Role.VERIFIER)):
        with pytest.raises(PermissionDenied):
            judge_measure(seat=seat, contract=now, reason="x", version=now.version, at=AFTER)


def test_M04_and_M06_one_effect_and_no_stale_page(
    world: World, contract: PerformanceContract
) -> None:
    now = measured(world, contract)
    seat = world.seat(Role.VERIFIER)
    with pytest.raises(TooLate):
        judge_measure(seat=seat, contract=now, reason="x", version=now.version - 1, at=AFTER)
    for _click in range(2):
        judge_measure(seat=seat, contract=now, reason="x", version=now.version, at=AFTER)
    assert AuditEntry.objects.filter(act="contracts.contract.judge").count() == 1
    planner, version = world.seat(Role.SECRETARIAT), fresh(contract).version
    for _click in range(2):
        close_contract(seat=planner, contract=contract, version=version, at=AFTER)
    assert AuditEntry.objects.filter(act="contracts.contract.close").count() == 1
    with pytest.raises(NotNow):
        measured(world, contract)


def adopted(world: World, contract: PerformanceContract, **values: str) -> None:
    own = {"state": Innovation.State.PUBLISHED, "stage": Innovation.Stage.IMPLEMENTATION, **values}
    innovation = make_innovation(world).innovation
    Innovation.objects.filter(pk=innovation.pk).update(**own)
    contract.lot.innovation = innovation
    contract.lot.save()


def shield(seat: Seat, contract: PerformanceContract, reason: str = "Banjir besar.") -> Outcome:
    return shield_failure(
        seat=seat, contract=contract, reason=reason, version=contract.version, at=AFTER
    )


def test_an_honest_failure_of_an_adopted_innovation_proposes_no_review(
    world: World, contract: PerformanceContract
) -> None:
    adopted(world, contract)
    now = judged(world, contract, "61")
    assert now.outcome.proposal == "review"
    for role in (Role.SECRETARIAT, Role.VERIFIER, Role.AGENCY_HEAD, Role.SECRETARY):
        with pytest.raises(PermissionDenied):
            shield(world.seat(role), now)
    found = shield(world.seat(Role.MAYOR), now)
    assert (found.is_honest_failure, found.proposal) == (True, "none")
    assert "pasal 389" in found.proposal_reason
    outcome = Outcome.objects.get()
    outcome.proposal = "review"
    with pytest.raises(IntegrityError), transaction.atomic():
        outcome.save()


def test_Z12_a_mayor_who_led_the_agency_does_not_shield_it(
    world: World, contract: PerformanceContract
) -> None:
    adopted(world, contract)
    now = judged(world, contract, "61")
    Membership.objects.create(
        person=world.person(Role.MAYOR), role=Role.AGENCY_HEAD, region=world.home,
        agency=world.ward, valid_from=date(2020, 1, 1), valid_until=date(2026, 9, 1),
    )  # fmt: skip
    mayor = seat_of(world.person(Role.MAYOR).memberships.get(role=Role.MAYOR))
    with pytest.raises(PermissionDenied):
        shield(mayor, now)
    assert "Tandai gagal" not in html(world.client(Role.MAYOR), "outcome", contract)


@pytest.mark.parametrize(
    "values",
    [{"state": Innovation.State.SUBMITTED}, {"stage": Innovation.Stage.TRIAL}, None],
)
def test_what_was_never_adopted_is_not_shielded(
    world: World, contract: PerformanceContract, values: dict[str, str] | None
) -> None:
    if values is not None:
        adopted(world, contract, **values)
    now = judged(world, contract, "61")
    with pytest.raises(ValidationError, match="terverifikasi dan diterapkan"):
        shield(world.seat(Role.MAYOR), now)


def test_a_kept_contract_has_no_failure_to_shield(
    world: World, contract: PerformanceContract
) -> None:
    adopted(world, contract)
    now = judged(world, contract)
    with pytest.raises(ValidationError, match="terpenuhi"):
        shield(world.seat(Role.MAYOR), now)


def page(name: str, contract: PerformanceContract) -> str:
    return reverse(f"contracts:{name}", args=[contract.key])


def html(client: Client, name: str, contract: PerformanceContract) -> str:
    return client.get(page(name, contract)).content.decode()


def test_the_end_goes_through_its_pages(
    world: World, contract: PerformanceContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prakarsa.contracts.views.outcome.now", lambda: AFTER)
    adopted(world, contract)
    operator, judge, mayor = (
        world.client(role) for role in (Role.OPERATOR, Role.VERIFIER, Role.MAYOR)
    )
    assert "Laporkan ukuran akhir" in html(operator, "outcome", contract)
    form = {"measured": "61", "measured_on": "2027-12-31", "note": "SIPSN.", "version": "1"}
    wrong = operator.post(page("measure", contract), {**form, "measured": ""})
    assert "Isi nilai akhir." in wrong.content.decode()
    operator.post(page("measure", contract), form)
    assert "5,00% jalan dilaporkan, menunggu verifikasi" in html(operator, "outcome", contract)
    assert world.client(Role.MAYOR).get(page("measure", contract)).status_code == 403
    assert "Verifikasi ukuran akhir" in html(judge, "judge", contract)
    verdict = {"step": "judge", "reason": "Sesuai.", "version": "2"}
    assert judge.post(page("judge", contract), verdict).status_code == 302
    shown = html(mayor, "outcome", contract)
    assert "5,00% jalan ditempuh" in shown
    assert "Tidak terpenuhi" in shown
    assert "menurut ambang contoh" in shown
    assert "Diusulkan kepada pengelola insentif: telaah" in shown
    assert "Ini usul, bukan keputusan." in shown
    assert "Tandai gagal secara jujur" in shown
    mayor.post(page("shield", contract), {"reason": "Banjir.", "version": "3"})
    assert "pasal 389" in html(operator, "outcome", contract)
    planner = world.client(Role.SECRETARIAT)
    assert "tidak dapat dibuka lagi" in html(planner, "close", contract)
    planner.post(page("close", contract), {"version": "4"})
    assert fresh(contract).state == "closed"
    assert planner.get(page("close", contract)).status_code == 403


def test_a_gap_that_rounding_hides_is_told(world: World, contract: PerformanceContract) -> None:
    judged(world, contract, "79.9999")
    shown = html(world.client(Role.MAYOR), "outcome", contract)
    assert "100,00% jalan ditempuh" in shown
    assert "Terpenuhi sebagian" in shown
    assert "nilai tepatnya masih di bawah ambang" in shown


def test_other_regions_find_no_outcome(world: World, contract: PerformanceContract) -> None:
    client = world.client(Role.VERIFIER, region=world.other)
    for name in ("outcome", "judge"):
        assert client.get(page(name, contract)).status_code == 404
