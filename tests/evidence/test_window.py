"""After the reporting window closed: every form, the uploads, and the index of that edition."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from prakarsa.assessments.queries import counted_innovations
from prakarsa.calendars.actions import reopen_window
from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import Verdict, bring_answers, carry_report, submit_report
from prakarsa.evidence.models import Answer, Proof
from prakarsa.files.models import StoredFile
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions as registry
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import Part
from prakarsa.rules.index.edition import require_edition
from tests.evidence.builders import (
    claimed,
    decided,
    fresh,
    make_innovation,
    open_window,
    with_link,
)
from tests.evidence.editions import next_edition
from tests.evidence.posts import FORMS, Sending, everything
from tests.formats import makers
from tests.worlds import AT, World

# What may still be done, and why it moves nothing that was reported.
FREE = {
    "registry:edit": "a profile is prepared all year; what was handed in is kept as it was",
    "registry:attachments": "the same",
    "registry:attachment-remove": "the same",
    "registry:return": "verifying goes on after the last day",
    "registry:verify": "the same",
    "registry:publish": "the catalogue is not the report",
    "registry:retire": "what ends after the last day stays in that edition",
    "evidence:verify": "verifying goes on after the last day",
    "evidence:withdraw": "only a draft that was never handed in is called off",
}
CLOSED = sorted(set(FORMS) - set(FREE))
LATE = AT + timedelta(days=30)


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the edition of 2027 be complete too."""
    yield from next_edition(tmp_path, monkeypatch)


@pytest.fixture
def open_world(world: World) -> World:
    """Return the world with both windows open now, until a day from now."""
    for year in (2026, 2027):
        open_window(world.home, year=year)
    ReportingWindow.objects.update(
        opens_at=AT - timedelta(days=30), closes_at=AT + timedelta(days=1)
    )
    return world


def ready(world: World, name: str) -> Sending:
    with time_machine.travel(AT, tick=False):
        return FORMS[name].ready(world)


def test_the_forms_that_stay_open_are_forms() -> None:
    assert set(FREE) < set(FORMS)


@pytest.mark.parametrize("name", CLOSED)
def test_M02_a_form_of_the_report_is_refused_after_the_last_instant(
    open_world: World, name: str
) -> None:
    sending = ready(open_world, name)
    last = ReportingWindow.objects.filter(edition_year=2026).get().closes_at
    before = everything()
    with time_machine.travel(last + timedelta(microseconds=1), tick=False):
        assert FORMS[name].send(open_world, sending).status_code in {200, 302}
    assert everything() == before
    with time_machine.travel(last, tick=False):
        assert FORMS[name].send(open_world, sending).status_code == 302
    assert everything() != before


@pytest.mark.parametrize("name", CLOSED)
def test_a_window_reopened_for_another_unit_opens_nothing(open_world: World, name: str) -> None:
    sending = ready(open_world, name)
    with time_machine.travel(LATE, tick=False):
        for window in ReportingWindow.objects.all():
            reopen_window(
                seat=open_world.seat(Role.SECRETARIAT), window=window,
                agency=open_world.second_ward, until=LATE + timedelta(days=3), reason="Sakit",
                at=LATE,
            )  # fmt: skip
        before = everything()
        FORMS[name].send(open_world, sending)
        assert everything() == before


def pieces(client: Client, target: str, content: bytes) -> str:
    """Send a file in one piece and return the key of its upload."""
    words = {"filename": "SK.pdf", "target": target, "modified": "1"}
    told = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())
    begun = client.post(
        reverse("files:uploads"),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)),
                 "Upload-Metadata": told},
    )  # fmt: skip
    assert begun.status_code == 201, begun.content
    sent = client.patch(
        begun.headers["Location"], content, content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )  # fmt: skip
    assert sent.status_code == 204, sent.content
    return str(begun.headers["Location"]).strip("/").split("/")[-1]


def test_M02_an_upload_begun_in_time_is_not_given_too_late(open_world: World) -> None:
    with time_machine.travel(AT, tick=False):
        submission = make_innovation(open_world, state=Innovation.State.DRAFT)
        answer = claimed(open_world, submission)
        client = open_world.client(Role.OPERATOR)
        address = reverse("evidence:add-proof", args=[submission.key, "16"])
        upload = pieces(client, address, makers.pdf())
    given = {"upload": upload, "version": answer.version}
    with time_machine.travel(AT + timedelta(hours=23), tick=False):
        ReportingWindow.objects.update(closes_at=AT + timedelta(hours=22))
        page = open_world.client(Role.OPERATOR).post(address, given)
        assert "Pelaporan edisi 2026 ditutup" in page.content.decode()
        assert (Proof.objects.count(), StoredFile.objects.count()) == (0, 0)
        ReportingWindow.objects.update(closes_at=AT + timedelta(days=1))
        assert open_world.client(Role.OPERATOR).post(address, given).status_code == 302
    assert (Proof.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_report_of_an_earlier_edition_is_not_handed_in_through_its_own_address(
    open_world: World,
) -> None:
    """An innovation that was carried over has two addresses; each is judged by its own window."""
    submission = make_innovation(open_world, state=Innovation.State.PUBLISHED)
    with_link(open_world, claimed(open_world, submission, "22", 1))
    Submission.objects.update(submitted_at=AT)
    operator = open_world.seat(Role.OPERATOR)
    carry_report(seat=operator, innovation=submission.innovation, edition_year=2027, at=AT)
    ReportingWindow.objects.filter(edition_year=2026).update(closes_at=AT - timedelta(days=1))
    before, version = everything(), Innovation.objects.get().version
    for key in (f"{submission.innovation.key}-2026", f"{submission.innovation.key}-2027"):
        address = reverse("evidence:submit", args=[key])
        with time_machine.travel(AT, tick=False):
            open_world.client(Role.OPERATOR).post(address, {"version": version})
    assert everything() == before
    assert Innovation.objects.get().state == Innovation.State.DRAFT


def test_answers_do_not_follow_into_an_edition_whose_time_is_over(open_world: World) -> None:
    submission = make_innovation(open_world, state=Innovation.State.PUBLISHED)
    with_link(open_world, claimed(open_world, submission, "22", 1))
    operator = open_world.seat(Role.OPERATOR)
    carry_report(seat=operator, innovation=submission.innovation, edition_year=2027, at=AT)
    draft = Submission.objects.select_related("innovation").get(edition_year=2027)
    Answer.objects.filter(submission=draft).update(state=Answer.State.EMPTY)
    with pytest.raises(registry.ReportingClosed):
        bring_answers(seat=operator, submission=draft, at=LATE)


@pytest.fixture
def returned(open_world: World) -> Innovation:
    """Return an innovation that was handed in and came back before the window closed."""
    submission = make_innovation(open_world, state=Innovation.State.DRAFT)
    Innovation.objects.update(implemented_on=date(2023, 1, 1))
    answer = with_link(open_world, claimed(open_world, submission))
    submit_report(seat=open_world.seat(Role.OPERATOR), submission=submission, at=AT)
    decided(open_world, fresh(answer), Verdict.RETURN, None, "Salah tahun.")
    innovation = Innovation.objects.get()
    assert innovation.state == Innovation.State.RETURNED
    return innovation


def index_of(world: World) -> list[Any]:
    return counted_innovations(world.home, require_edition(2026))


CHANGES: dict[Part, dict[str, Any]] = {
    Part.STAGES: {"implemented_on": date(2025, 1, 1), "developed_on": date(2025, 6, 1)},
    Part.DESIGN: {"design": " ".join(["kata"] * 999)},
    Part.KIND: {"main_affair": "Kesehatan"},
}


@pytest.mark.parametrize("part", list(CHANGES))
def test_M02_a_profile_changed_after_the_last_day_moves_no_index(
    open_world: World, returned: Innovation, part: Part
) -> None:
    before = index_of(open_world)
    assert [each.reasons[0].code.value for each in before] == ["outside_window"]
    registry.change_innovation(
        seat=open_world.seat(Role.OPERATOR), innovation=returned, part=part,
        values=CHANGES[part], at=LATE,
    )  # fmt: skip
    assert index_of(open_world) == before


def test_M02_a_profile_changed_for_the_next_edition_moves_no_earlier_index(
    open_world: World, returned: Innovation
) -> None:
    before, operator = index_of(open_world), open_world.seat(Role.OPERATOR)
    carry_report(seat=operator, innovation=returned, edition_year=2027, at=AT)
    for part, values in CHANGES.items():
        registry.change_innovation(
            seat=operator, innovation=Innovation.objects.get(), part=part, values=values, at=AT
        )
    assert index_of(open_world) == before


@pytest.mark.parametrize(("days", "counted"), [(0, 0), (30, 1)])
def test_M02_ending_a_weak_innovation_after_the_last_day_does_not_lift_the_mean(
    open_world: World, returned: Innovation, days: int, counted: int
) -> None:
    registry.retire_innovation(
        seat=open_world.seat(Role.OPERATOR), innovation=returned, reason="Selesai.",
        at=AT + timedelta(days=days),
    )  # fmt: skip
    assert len(index_of(open_world)) == counted


def test_what_is_handed_in_again_is_judged_as_it_is_then(
    open_world: World, returned: Innovation
) -> None:
    operator = open_world.seat(Role.OPERATOR)
    for part, values in CHANGES.items():
        registry.change_innovation(
            seat=operator, innovation=Innovation.objects.get(), part=part, values=values, at=AT
        )
    with_link(open_world, fresh(Answer.objects.get()), "https://contoh.invalid/baru")
    submission = Submission.objects.select_related("innovation").get()
    submit_report(seat=operator, submission=submission, at=AT)
    (found,) = index_of(open_world)
    assert found.affair == "Kesehatan"
    assert "outside_window" not in [reason.code.value for reason in found.reasons]
