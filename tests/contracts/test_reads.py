"""The pages of contracts ask the database as often for many as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prakarsa.organisations.roles import Role
from tests.contracts.builders import agreed_lot, fresh, make_contract, sign_all
from tests.contracts.test_changing import amend
from tests.worlds import World

pytestmark = pytest.mark.django_db


def questions(world: World, address: str) -> int:
    """Return how often a page asks, the second time it is opened."""
    client = world.client(Role.AUDITOR)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
        assert answer.status_code == 200
        b"".join(answer)
    return len(asked)


@pytest.mark.parametrize("address", ["/kontrak/", "/kontrak/unduh/csv/"])
def test_a_list_asks_as_often_for_many(world: World, address: str) -> None:
    first = make_contract(world)
    few = questions(world, address)
    for _number in range(4):
        make_contract(world, lot=agreed_lot(world, first.lot.period))
    assert questions(world, address) == few


def test_a_contract_asks_as_often_for_many_texts(world: World) -> None:
    contract = make_contract(world)
    pages = [f"/kontrak/{contract.key}/{rest}" for rest in ("", "versi/1/", "bandingkan/")]
    few = [questions(world, page) for page in pages]
    for number in range(4):
        amend(world, fresh(contract), definition=f"Definisi {number}")
        sign_all(world, contract)
    assert [questions(world, page) for page in pages] == few
