"""M03: of many who want the last place at once exactly one gets it, and the others read why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prakarsa.evidence.actions import add_proof
from prakarsa.evidence.actions.proofs import MOST_PROOFS
from prakarsa.evidence.models import Proof
from prakarsa.files import actions, storage
from prakarsa.files.models import UploadSession
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.jobs.actions import MOST_OPEN, TooManyJobs, enqueue
from prakarsa.jobs.models import Job
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.crowds import at_once, crowd, seats
from tests.evidence.builders import claimed, make_innovation, open_window
from tests.jobs import kinds_for_tests
from tests.worlds import AT, World, make_world

TARGET = "/bukti/x/16/berkas/"
assert kinds_for_tests.STEPS == 5


def heard(act: Callable[[], object]) -> Callable[[], str]:
    """Return an act that answers "done", or the words it was refused with."""

    def told() -> str:
        try:
            act()
        except Refused as refusal:
            return explain(refusal)
        except TooManyJobs as refusal:
            return str(refusal)
        except actions.WrongOffset as wrong:
            return f"offset {wrong.offset}"
        return "done"

    return told


@pytest.fixture
def home(shared_database: str, settings: Any, tmp_path: Path) -> World:
    """Return the world in a database that several connections share."""
    settings.PRAKARSA_FILES = tmp_path / "files"
    return make_world()


def ask(seat: Seat, key: str) -> Job:
    return enqueue(kind="tests.count", seat=seat, parameters={}, idempotency_key=key, at=AT)


PIECE = b"%PDF-" * 20_000


def begin(seat: Seat, name: str) -> UploadSession:
    return actions.begin_upload(
        seat=seat, name=name, length=2 * len(PIECE), target=TARGET, stamp="1", at=AT
    )


def test_M03_one_of_many_gets_the_last_place_in_the_queue(home: World) -> None:
    seat = home.seat(Role.OPERATOR)
    for number in range(MOST_OPEN - 1):
        ask(seat, f"before {number}")
    told = at_once(
        [heard(lambda number=number: ask(seat, str(number))) for number in range(crowd())]
    )
    words = "Anda masih punya 5 pekerjaan yang belum selesai. Tunggu atau batalkan."
    assert told == sorted(["done"] + [words] * (crowd() - 1))
    assert Job.objects.count() == MOST_OPEN


def test_M03_one_file_asked_to_be_imported_many_times_is_one_job(home: World) -> None:
    seat = home.seat(Role.OPERATOR)
    told = at_once([heard(lambda: ask(seat, "one file"))] * crowd())
    assert told == ["done"] * crowd()
    assert Job.objects.count() == 1


def test_M03_one_of_many_proofs_gets_the_last_place(home: World) -> None:
    open_window(home.home)
    answer = claimed(home, make_innovation(home))
    for number in range(MOST_PROOFS - 1):
        add_proof(
            seat=home.seat(Role.OPERATOR), answer=answer, link=f"https://a.invalid/{number}", at=AT
        )
    told = at_once([
        heard(lambda seat=seat, number=number: add_proof(
            seat=seat, answer=answer, link=f"https://b.invalid/{number}", at=AT
        ))
        for number, seat in enumerate(seats(home, Role.OPERATOR))
    ])  # fmt: skip
    assert told == ["CannotAct"] * (crowd() - 1) + ["done"]
    assert Proof.objects.count() == MOST_PROOFS


def test_M03_one_file_begun_many_times_is_one_upload(home: World) -> None:
    seat = home.seat(Role.OPERATOR)
    told = at_once([heard(lambda: begin(seat, "SK.pdf"))] * crowd())
    assert told == ["done"] * crowd()
    assert UploadSession.objects.count() == 1


def test_M03_one_of_many_uploads_gets_the_last_place(home: World) -> None:
    seat = home.seat(Role.OPERATOR)
    for number in range(actions.MOST_OPEN - 1):
        begin(seat, f"{number}.pdf")
    told = at_once(
        [heard(lambda number=number: begin(seat, f"b{number}.pdf")) for number in range(crowd())]
    )
    assert told.count("done") == 1
    assert len(set(told)) == 2
    assert UploadSession.objects.count() == actions.MOST_OPEN


def test_M03_one_piece_sent_many_times_is_written_once(home: World) -> None:
    session = begin(home.seat(Role.OPERATOR), "SK.pdf")
    told = at_once([
        heard(lambda: actions.add_piece(
            session=UploadSession.objects.get(pk=session.pk), offset=0, piece=PIECE
        ))
    ] * crowd())  # fmt: skip
    assert told == ["done"] + [f"offset {len(PIECE)}"] * (crowd() - 1)
    assert storage.incoming_path_of(session.key).stat().st_size == len(PIECE)
