"""Lots and offers by program: the same rows and the same refusals as the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from prakarsa.auctions.models import AuctionPeriod, Decision, Lot, Offer
from prakarsa.auctions.queries import visible_lots
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, offer
from tests.auctions.conftest import lot, period
from tests.worlds import AT, World

__all__ = ["lot", "period"]
pytestmark = pytest.mark.django_db
LOTS = "/api/v1/lots/"


def post(client: Client, path: str, body: object) -> Any:
    return client.post(path, body, content_type="application/json")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_Z02_programs_and_pages_reach_the_same_lots(world: World, lot: Lot, role: Role) -> None:
    answer = world.client(role).get(LOTS)
    expected = set(visible_lots(world.seat(role)).values_list("key", flat=True))
    if answer.status_code == 403:
        assert expected == set()
        return
    assert {row["key"] for row in answer.json()["results"]} == expected
    other = world.client(role, region=world.other).get(LOTS)
    assert other.json()["results"] == []


def test_a_stranger_is_told_to_sign_in_as_problem_details(world: World, lot: Lot) -> None:
    answer = Client().get(LOTS)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json() == {
        "title": "Unauthorized", "status": 401, "detail": "Masuk lebih dahulu.",
    }  # fmt: skip


def test_Z03_a_lot_out_of_scope_answers_like_none(world: World, lot: Lot) -> None:
    client = world.client(Role.SECRETARIAT, region=world.other)
    foreign, missing = client.get(f"{LOTS}{lot.key}/"), client.get(f"{LOTS}zzzzzzzzzzzz/")
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    assert foreign.status_code == 404
    assert foreign["Content-Type"] == "application/problem+json"


def test_Z06_an_answer_has_exactly_the_declared_fields(world: World, lot: Lot) -> None:
    row = world.client(Role.MAYOR).get(f"{LOTS}{lot.key}/").json()
    assert sorted(row) == [
        "agencies", "baseline", "baseline_on", "baseline_source", "budget_line", "definition",
        "direction", "end_on", "end_value", "indicator", "innovation", "key", "mission", "number",
        "period", "round", "state", "state_since", "title", "unit", "version",
    ]  # fmt: skip
    assert (row["baseline"], row["state"]) == ("61.4000", "scheduled")
    assert sorted(row["agencies"][0]) == ["is_lead", "key", "name", "share_hundredths"]


def test_Z07_filters_are_a_closed_list(world: World, lot: Lot, period: AuctionPeriod) -> None:
    make_lot(world, period, state=Lot.State.DRAFT, round=None)
    client = world.client(Role.SECRETARIAT)
    assert client.get(LOTS).json()["count"] == 2
    assert client.get(f"{LOTS}?state=draft&period={period.key}").json()["count"] == 1
    for query in ("state__in=draft", "created_by_key=maker", "state=nonsense", "ordering=pk"):
        assert client.get(f"{LOTS}?{query}").status_code == 400, query


def test_a_negotiation_by_program(world: World, lot: Lot) -> None:
    head, mayor = world.client(Role.AGENCY_HEAD), world.client(Role.MAYOR)
    body = {"value": "70", "day": "2029-12-31", "reason": "Laju lama.", "version": 1}
    answer = post(head, f"{LOTS}{lot.key}/offers/", body)
    assert answer.status_code == 201
    assert [(row["number"], row["side"], row["value"]) for row in answer.json()] == [
        (1, "bidder", "70.0000")
    ]
    late = post(mayor, f"{LOTS}{lot.key}/acceptance/", {"number": 1, "version": 1})
    assert late.status_code == 409
    assert "berubah sejak Anda membukanya" in late.json()["detail"]
    done = post(mayor, f"{LOTS}{lot.key}/acceptance/", {"number": 1, "version": 2})
    assert (done.status_code, done.json()["kind"]) == (201, "accepted")
    assert Decision.objects.get().offer.number == 1


def test_Z05_fields_outside_the_body_are_refused(world: World, lot: Lot) -> None:
    head = world.client(Role.AGENCY_HEAD)
    good = {"value": "70", "day": "2029-12-31", "reason": "Laju lama.", "version": 1}
    for name in ("state", "side", "number", "actor_key", "role", "lot", "at"):
        answer = post(head, f"{LOTS}{lot.key}/offers/", {**good, name: "x"})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [name])
    assert not Offer.objects.exists()


def test_what_is_no_promise_is_refused_with_the_field(world: World, lot: Lot) -> None:
    head = world.client(Role.AGENCY_HEAD)
    body = {"value": "50", "day": "2029-12-31", "reason": "Turun.", "version": 1}
    answer = post(head, f"{LOTS}{lot.key}/offers/", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["value"])


def test_Z12_who_may_not_act_on_the_page_may_not_by_program(world: World, lot: Lot) -> None:
    offered = offer(world, lot, Role.AGENCY_HEAD, "70")
    body = {"number": 1, "version": offered.version}
    for role in (Role.SECRETARIAT, Role.AUDITOR, Role.VERIFIER, Role.AGENCY_HEAD):
        answer = post(world.client(role), f"{LOTS}{lot.key}/acceptance/", body)
        assert answer.status_code in (403, 409), role
    assert not Decision.objects.exists()


def test_S09_an_act_needs_the_token_of_the_own_origin(world: World, lot: Lot) -> None:
    client = world.client(Role.AGENCY_HEAD)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    body = {"value": "70", "day": "2029-12-31", "reason": "Laju lama.", "version": 1}
    assert post(strict, f"{LOTS}{lot.key}/offers/", body).status_code == 403
    assert not Offer.objects.exists()


def test_C09_a_program_that_asks_too_often_is_told_when_to_come_back(
    world: World, lot: Lot, settings: Any
) -> None:
    settings.PRAKARSA_LIMITS = {**settings.PRAKARSA_LIMITS, "API": 2}
    with time_machine.travel(datetime(2031, 5, 5, 3, tzinfo=UTC), tick=False):
        client = world.client(Role.MAYOR)
        told = [client.get(LOTS).status_code for _each in range(3)]
        assert told == [200, 200, 429]
        assert client.get(LOTS)["Retry-After"] == "60"


def test_the_description_names_every_address_and_no_data() -> None:
    answer = Client().get("/api/v1/openapi.json")
    described = answer.json()
    assert described["openapi"].startswith("3.")
    assert "/api/v1/lots/{key}/acceptance/" in described["paths"]


BODY = {
    "mission": 1, "title": "Air bersih", "indicator": "Sambungan rumah", "unit": "rumah",
    "direction": "higher", "definition": "Sambungan yang aktif.", "baseline": "100",
    "baseline_on": "2025-12-31", "baseline_source": "Laporan 2025", "end_value": "150",
    "end_on": "2028-12-31", "budget_line": "Program air", "innovation": "",
}  # fmt: skip


def test_a_lot_goes_from_its_draft_into_a_round_by_program(
    world: World, period: AuctionPeriod
) -> None:
    head = world.client(Role.AGENCY_HEAD)
    lots = f"/api/v1/periods/{period.key}/lots/"
    made = post(head, lots, {**BODY, "agency": world.ward.key})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    address = f"{LOTS}{made.json()['key']}/"
    wrong = post(head, f"{address}draft/", {**BODY, "end_value": "100", "version": 1})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["end_value"])
    lacking = post(head, f"{address}submission/", {"version": 1})
    assert lacking.status_code == 422
    assert "Berkas" in lacking.json()["detail"]
    withdrawn = post(head, f"{address}withdrawal/", {"version": 1, "reason": "Salah indikator."})
    assert withdrawn.json()["state"] == "withdrawn"


def test_tests_and_rounds_by_program_keep_their_rules(world: World, period: AuctionPeriod) -> None:
    tested = make_lot(world, period, state=Lot.State.DATA_TEST, round=None)
    body = {"version": 1, "is_accepted": True, "reason": "Sama dengan laporannya."}
    assert post(world.client(Role.MAYOR), f"{LOTS}{tested.key}/test/", body).status_code == 403
    done = post(world.client(Role.VERIFIER), f"{LOTS}{tested.key}/test/", body)
    assert done.json()["state"] == "tested"
    with time_machine.travel(AT, tick=False):
        planner = world.client(Role.SECRETARIAT)
        body = {"version": 2, "round": 7}
        assert post(planner, f"{LOTS}{tested.key}/schedule/", body).status_code == 404
        body = {"version": 2, "round": 2}
        assert post(planner, f"{LOTS}{tested.key}/schedule/", body).json()["round"] == 2


@pytest.mark.parametrize("field", ["agency", "innovation", "mission"])
def test_Z04_what_a_body_names_is_looked_up_in_the_reach_of_the_seat(
    world: World, period: AuctionPeriod, field: str
) -> None:
    foreign = {"agency": world.other_office.key, "innovation": "zzzzzzzzzzzz", "mission": 9}
    body = {**BODY, "agency": world.ward.key, field: foreign[field]}
    lots = f"/api/v1/periods/{period.key}/lots/"
    answer = post(world.client(Role.AGENCY_HEAD), lots, body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not Lot.objects.exists()


def test_periods_name_no_member_of_a_panel(world: World, period: AuctionPeriod) -> None:
    rows = world.client(Role.OPERATOR).get("/api/v1/periods/").json()["results"]
    assert [row["name"] for row in rows] == [period.name]
    assert not {"panel", "members"} & set(rows[0])


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("title", "Air\u202ebersih"), ("unit", "ru\u200bmah"), ("indicator", "Sambungan\x1b"),
        ("definition", "Aktif\u202e."), ("baseline_on", "0001-01-01"), ("end_on", "9999-12-31"),
    ],
)  # fmt: skip
def test_X09_what_a_page_would_refuse_is_refused_by_program_too(
    world: World, period: AuctionPeriod, field: str, sent: str
) -> None:
    body = {**BODY, "agency": world.ward.key, field: sent}
    answer = post(world.client(Role.AGENCY_HEAD), f"/api/v1/periods/{period.key}/lots/", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert not Lot.objects.exists()
