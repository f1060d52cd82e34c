"""M03: of acts given at once exactly one counts, and the others read why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prakarsa.evidence.actions import (
    Claim,
    Verdict,
    add_proof,
    carry_report,
    claim_level,
    confirm_answers,
    decide_level,
    submit_report,
)
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Revision, Submission
from tests.crowds import at_once, crowd, seats
from tests.evidence.builders import claimed, fresh, make_innovation, open_window, with_link
from tests.evidence.editions import next_edition
from tests.worlds import AT, World, make_world

DRAFT, PUBLISHED = Innovation.State.DRAFT, Innovation.State.PUBLISHED


@pytest.fixture
def home(shared_database: str) -> World:
    """Return the world in a database that several connections share."""
    world = make_world()
    open_window(world.home)
    return world


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the edition of 2027 be complete."""
    yield from next_edition(tmp_path, monkeypatch)


def test_M03_one_of_many_verdicts_counts(home: World) -> None:
    answer = claimed(home, make_innovation(home))

    def decide(seat: Seat) -> str:
        decide_level(
            seat=seat, answer=answer, verdict=Verdict.ACCEPT, level=2, reason="",
            version=answer.version, at=AT,
        )  # fmt: skip
        return "decided"

    told = at_once([lambda seat=seat: decide(seat) for seat in seats(home, Role.VERIFIER)])
    assert told == sorted(["decided"] + ["Stale"] * (crowd() - 1))
    assert LevelEntry.objects.filter(kind="verified").count() == 1
    assert Answer.objects.get(pk=answer.pk).version == answer.version + 1


def test_M03_one_of_many_claims_counts(home: World) -> None:
    answer = claimed(home, make_innovation(home, state=DRAFT))

    def claim(seat: Seat, number: int) -> str:
        claim_level(
            seat=seat, answer=answer, claim=Claim(level=number % 2, note=f"Orang {number}"),
            version=answer.version, at=AT,
        )  # fmt: skip
        return "claimed"

    told = at_once([
        lambda seat=seat, number=number: claim(seat, number)
        for number, seat in enumerate(seats(home, Role.OPERATOR))
    ])  # fmt: skip
    assert told == sorted(["claimed"] + ["Stale"] * (crowd() - 1))
    assert LevelEntry.objects.filter(kind="claimed").count() == 2


def test_M03_one_of_many_reports_is_handed_in(home: World) -> None:
    submission = make_innovation(home, state=DRAFT)
    answer = with_link(home, claimed(home, submission))

    def submit(seat: Seat) -> str:
        # Each has its own copy, as each request has.
        page = Submission.objects.select_related("innovation").get(pk=submission.pk)
        count = submit_report(seat=seat, submission=page, at=AT, version=1)
        return f"{count} handed in"

    told = at_once([lambda seat=seat: submit(seat) for seat in seats(home, Role.OPERATOR)])
    assert told == sorted(["1 handed in"] + ["too late: submit"] * (crowd() - 1))
    assert fresh(answer).state == Answer.State.WAITING
    assert fresh(answer).version == answer.version + 1
    assert Revision.objects.filter(act="submit").count() == 1


def test_M03_the_same_link_given_at_once_stands_once(home: World) -> None:
    answer = claimed(home, make_innovation(home, state=DRAFT))

    def give(seat: Seat) -> str:
        link = "https://contoh.invalid/sama"
        return str(add_proof(seat=seat, answer=answer, link=link, version=None, at=AT).pk)

    told = at_once([lambda seat=seat: give(seat) for seat in seats(home, Role.OPERATOR)])
    assert told == [str(Proof.objects.get().pk)] * crowd()


def test_M03_one_of_many_carries_the_report_over(home: World, edition: None) -> None:
    submission = make_innovation(home, state=PUBLISHED)
    with_link(home, claimed(home, submission, "22", 1))
    page = Innovation.objects.get()

    def carry(seat: Seat) -> str:
        carry_report(seat=seat, innovation=page, edition_year=2027, version=page.version, at=AT)
        return "carried"

    told = at_once([lambda seat=seat: carry(seat) for seat in seats(home, Role.OPERATOR)])
    assert told == sorted(["carried"] + ["too late: carry_over"] * (crowd() - 1))
    assert Answer.objects.filter(edition_year=2027).count() == 1
    assert Proof.objects.filter(answer__edition_year=2027).count() == 1


def test_M03_no_confirmation_is_lost_when_many_confirm_at_once(home: World, edition: None) -> None:
    open_window(home.home, year=2027)
    submission = make_innovation(home, state=DRAFT)
    codes = ("22", "23", "24", "26")
    for code in codes:
        with_link(home, claimed(home, submission, code, 1))
    carry_report(
        seat=home.seat(Role.OPERATOR), innovation=submission.innovation, edition_year=2027, at=AT
    )
    draft = Submission.objects.select_related("innovation").get(edition_year=2027)
    later = AT.replace(year=2027)
    seen = {row.indicator: row.version for row in draft.answers.all()}

    def confirm(seat: Seat, code: str) -> str:
        one = {code: seen[code]}
        found = confirm_answers(seat=seat, submission=draft, seen=one, at=later)
        return "confirmed" if found.done else "left out"

    told = at_once([
        lambda seat=seat, code=codes[number % 4]: confirm(seat, code)
        for number, seat in enumerate(seats(home, Role.OPERATOR))
    ])  # fmt: skip
    assert told == sorted(["confirmed"] * 4 + ["left out"] * (crowd() - 4))
    draft.refresh_from_db()
    assert set(draft.to_renew) & set(codes) == set()


@pytest.mark.postgres
def test_M03_is_tried_with_fifty_on_postgresql() -> None:
    assert crowd() == 50
