"""M03: of acts at the same time exactly one wins, and the others read why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from prakarsa.audit.actors import system_actor
from prakarsa.formats.workbooks import read_table
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry import actions
from prakarsa.registry.actions.imports import import_innovations
from prakarsa.registry.importing.plan import plan_innovations
from prakarsa.registry.models import Innovation, Revision
from tests.crowds import at_once, crowd, seats
from tests.registry.conftest import open_windows
from tests.registry.innovations import make_complete
from tests.worlds import World, make_world

NOTES = [actions.Note("Lengkapi.")]


@pytest.fixture
def home(shared_database: str, at: datetime) -> World:
    """Return the world in a database that several connections share."""
    world = make_world()
    open_windows(world, at)
    return world


def test_M03_one_of_many_verdicts_counts(home: World, at: datetime) -> None:
    operator = home.seat(Role.OPERATOR)
    page = actions.submit_innovation(seat=operator, innovation=make_complete(operator, at), at=at)

    def decide(seat: Seat, number: int) -> str:
        if number % 2:
            return actions.verify_innovation(seat=seat, innovation=page, at=at).state
        return actions.return_innovation(seat=seat, innovation=page, notes=NOTES, at=at).state

    told = at_once([
        lambda seat=seat, number=number: decide(seat, number)
        for number, seat in enumerate(seats(home, Role.VERIFIER))
    ])  # fmt: skip
    state = Innovation.objects.get().state
    won = {"verified": "verify", "returned": "return"}[state]
    assert told == sorted([state] + [f"too late: {won}"] * (crowd() - 1))
    assert Revision.objects.filter(act__in=["verify", "return"]).count() == 1


def test_M03_one_of_many_submissions_counts(home: World, at: datetime) -> None:
    page = make_complete(home.seat(Role.OPERATOR), at)
    told = at_once([
        lambda seat=seat: actions.submit_innovation(seat=seat, innovation=page, at=at).state
        for seat in seats(home, Role.OPERATOR)
    ])  # fmt: skip
    assert told == sorted(["submitted"] + ["too late: submit"] * (crowd() - 1))


def test_M03_one_of_many_same_names_is_recorded(home: World, at: datetime) -> None:
    told = at_once([
        lambda seat=seat: actions.create_innovation(
            seat=seat, name="SAPA MELATI", agency=home.ward, at=at
        ).state
        for seat in seats(home, Role.OPERATOR)
    ])  # fmt: skip
    assert told == sorted(["draft"] + ["taken: SAPA MELATI"] * (crowd() - 1))


def test_M03_one_file_imported_at_once_comes_in_once(
    home: World, at: datetime, tmp_path: Path
) -> None:
    table = tmp_path / "daftar.csv"
    lines = [f"Inovasi {number},Kota Contoh,Kelurahan Melati" for number in range(5)]
    table.write_text("\n".join(["Judul Inovasi,Pemda,Admin OPD", *lines]))
    plans = [plan_innovations(read_table(table), allowed=[home.home]) for _ in range(crowd())]
    told = at_once([
        lambda plan=plan: str(import_innovations(plan=plan, actor=system_actor("t"), at=at))
        for plan in plans
    ])  # fmt: skip
    assert told == ["0"] * (crowd() - 1) + ["5"]
    assert Innovation.objects.count() == Revision.objects.count() == 5
