"""Contracts by program: read, signed in order and delivered with the rights of the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from prakarsa.accounts.sessions import PROVED
from prakarsa.contracts.models import PerformanceContract, QuarterTarget, Realisation, Signature
from prakarsa.contracts.queries import visible_contracts
from prakarsa.organisations.roles import Role
from tests.contracts.builders import State, agreed_lot, make_contract
from tests.worlds import World

pytestmark = pytest.mark.django_db
CONTRACTS = "/api/v1/contracts/"


def send(client: Client, path: str, body: object, method: str = "post") -> Any:
    return getattr(client, method)(path, body, content_type="application/json")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_Z02_programs_and_pages_reach_the_same_contracts(world: World, role: Role) -> None:
    make_contract(world)
    answer = world.client(role).get(CONTRACTS)
    expected = set(visible_contracts(world.seat(role)).values_list("key", flat=True))
    if answer.status_code == 403:
        assert expected == set()
        return
    assert {row["key"] for row in answer.json()["results"]} == expected


def test_Z03_a_contract_out_of_scope_answers_like_none(world: World) -> None:
    contract = make_contract(world)
    client = world.client(Role.SECRETARIAT, region=world.other)
    for rest in ("", "versions/", "quarters/"):
        foreign = client.get(f"{CONTRACTS}{contract.key}/{rest}")
        missing = client.get(f"{CONTRACTS}zzzzzzzzzzzz/{rest}")
        assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_a_contract_is_made_and_signed_by_program_in_its_order(world: World) -> None:
    lot = agreed_lot(world)
    body = {"lot": lot.key, "number": "050/1/2026", "version": lot.version}
    made = send(world.client(Role.SECRETARIAT), CONTRACTS, body)
    assert (made.status_code, made.json()["state"]) == (201, "signing")
    address = f"{CONTRACTS}{made.json()['key']}/"
    text = world.client(Role.MAYOR).get(f"{address}versions/").json()[0]
    assert text["next"] == "Kepala Kelurahan Melati"
    signature = {"sha256": text["sha256"], "order": 2}
    early = send(world.client(Role.MAYOR), f"{address}signatures/", signature)
    assert early.status_code == 422
    for role, order in ((Role.AGENCY_HEAD, 1), (Role.MAYOR, 2)):
        signature = {"sha256": text["sha256"], "order": order}
        assert send(world.client(role), f"{address}signatures/", signature).status_code == 201
    assert PerformanceContract.objects.get().state == State.RUNNING


def test_M06_another_text_than_the_one_read_is_not_signed(world: World) -> None:
    contract = make_contract(world, State.SIGNING)
    address = f"{CONTRACTS}{contract.key}/signatures/"
    answer = send(world.client(Role.AGENCY_HEAD), address, {"sha256": "0" * 64, "order": 1})
    assert answer.status_code == 422
    assert not Signature.objects.exists()


def test_S11_an_old_proof_is_asked_for_again_and_nothing_is_signed(world: World) -> None:
    contract = make_contract(world, State.SIGNING)
    client = world.client(Role.AGENCY_HEAD)
    session = client.session
    session[PROVED] -= 301
    session.save()
    text = client.get(f"{CONTRACTS}{contract.key}/versions/").json()[0]
    body = {"sha256": text["sha256"], "order": 1}
    answer = send(client, f"{CONTRACTS}{contract.key}/signatures/", body)
    assert (answer.status_code, answer.json()["proof"]) == (401, "second-step")
    assert not Signature.objects.exists()


def test_a_quarter_is_written_and_read_by_program(world: World) -> None:
    contract = make_contract(world)
    QuarterTarget.objects.create(
        contract=contract, year=2026, quarter=2, value=Decimal(65), due_on=date(2026, 7, 15)
    )
    address = f"{CONTRACTS}{contract.key}/quarters/2026/2/"
    body = {"value": "64.5", "note": "Laporan bulanan.", "version": 0}
    saved = send(world.client(Role.OPERATOR), address, body, "put")
    assert (saved.status_code, saved.json()["state"]) == (200, "draft")
    late = send(world.client(Role.OPERATOR), address, {**body, "value": "65"}, "put")
    assert late.status_code == 409
    for role in (Role.SECRETARIAT, Role.VERIFIER, Role.MAYOR):
        assert send(world.client(role), address, body, "put").status_code == 403, role
    handed_in = send(world.client(Role.OPERATOR), f"{address}submission/", {"version": 1})
    assert (handed_in.status_code, Realisation.objects.get().state) == (422, "draft")
    quarters = f"{CONTRACTS}{contract.key}/quarters/"
    # A draft is its agency's own business.
    assert world.client(Role.MAYOR).get(quarters).json()[0]["realisation"] is None
    read = world.client(Role.OPERATOR).get(quarters).json()
    assert read[0]["realisation"]["value"] == "64.5000"


@pytest.mark.parametrize("quarter", ["2026/5", "2026/0", f"{10**30}/1", f"2026/{10**30}"])
def test_X09_a_quarter_that_no_column_holds_is_missing(world: World, quarter: str) -> None:
    contract = make_contract(world)
    address = f"{CONTRACTS}{contract.key}/quarters/{quarter}/"
    body = {"value": "64.5", "note": "", "version": 0}
    assert send(world.client(Role.OPERATOR), address, body, "put").status_code == 404


def test_the_targets_of_a_year_are_set_as_a_whole_by_program(world: World) -> None:
    contract = make_contract(world)
    address = f"{CONTRACTS}{contract.key}/quarters/2026/"
    wanted = [{"quarter": 3, "value": "65", "due_on": "2026-10-15"}]
    planner = world.client(Role.SECRETARIAT)
    answer = send(planner, address, {"seen": [], "targets": wanted}, "put")
    assert [(row["quarter"], row["value"]) for row in answer.json()] == [(3, "65.0000")]
    late = send(planner, address, {"seen": [], "targets": []}, "put")
    assert late.status_code == 409
    assert QuarterTarget.objects.get().value == 65
    for role in (Role.AGENCY_HEAD, Role.MAYOR, Role.VERIFIER):
        answer = send(world.client(role), address, {"seen": wanted, "targets": []}, "put")
        assert answer.status_code == 403, role


def test_X09_a_number_that_only_looks_like_another_is_refused(world: World) -> None:
    lot = agreed_lot(world)
    for number in ("050/1\u202e/2026", "050/1\u200b/2026"):
        body = {"lot": lot.key, "number": number, "version": lot.version}
        answer = send(world.client(Role.SECRETARIAT), CONTRACTS, body)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["number"])
    assert not PerformanceContract.objects.exists()
