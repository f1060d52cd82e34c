"""The pages of proof: who opens them, in how many queries, and what a form cannot reach."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import Verdict
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries import (
    packable_submissions,
    visible_answers,
    visible_proofs,
    visible_submissions,
)
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from prakarsa.registry.actions import submission_for
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.permissions import READERS
from tests.evidence.builders import (
    claimed,
    decided,
    fresh,
    make_innovation,
    open_window,
    with_file,
    with_link,
)
from tests.evidence.posts import upload
from tests.worlds import World

SIGNED_IN = sorted(set(Role) - {Role.PUBLIC})
ALL_CODES = [str(number) for number in range(16, 36)]


@pytest.fixture
def answer(world: World, submission: Submission) -> Answer:
    return with_link(world, claimed(world, submission))


def detail_of(submission: Submission) -> str:
    return reverse("evidence:detail", args=[submission.innovation.key])


def answer_of(answer: Answer) -> str:
    assert answer.submission is not None
    return reverse("evidence:answer", args=[answer.submission.key, answer.indicator])


@pytest.mark.parametrize("role", SIGNED_IN)
def test_Z01_each_role_gets_its_declared_answer(world: World, answer: Answer, role: Role) -> None:
    client, verify = world.client(role), answer_of(answer).replace("/bukti/", "/antrean/")
    assert answer.submission is not None
    expected = 200 if role in READERS else 403
    assert client.get(detail_of(answer.submission)).status_code == expected
    assert client.get(answer_of(answer)).status_code == expected
    expected = 200 if role is Role.VERIFIER else 403
    assert client.get(reverse("evidence:queue")).status_code == expected
    assert client.get(verify).status_code == expected
    expected = 200 if role is Role.SECRETARIAT else 403
    assert client.get(reverse("evidence:finals")).status_code == expected


def test_Z01_a_visitor_is_asked_to_sign_in(world: World, answer: Answer) -> None:
    assert answer.submission is not None
    for url in (detail_of(answer.submission), answer_of(answer), reverse("evidence:queue")):
        page = Client().get(url)
        assert (page.status_code, page.headers["Location"].split("?")[0]) == (302, "/masuk/")


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role in READERS])
def test_Z02_every_channel_reaches_the_same_answers(
    world: World, submission: Submission, role: Role
) -> None:
    open_window(world.other)
    second = make_innovation(world, "KEDUA", agency=world.second_ward)
    foreign = make_innovation(world, "ASING", agency=world.other_office)
    owned = with_file(world, claimed(world, submission))
    outside = with_file(
        world,
        claimed(world, foreign, seat=world.other_seat(Role.OPERATOR)),
        seat=world.other_seat(Role.OPERATOR),
    )
    seat, client = world.seat(role), world.client(role)
    wanted = {row.pk for row in visible_submissions(seat)}
    opened = {
        row.pk
        for row in (submission, second, foreign)
        if client.get(detail_of(row)).status_code == 200
    }
    assert opened == wanted
    assert {row.pk for row in packable_submissions(seat, 2026)} == wanted
    answers = {proof.answer_id for proof in visible_proofs(seat)}
    assert answers == {row.pk for row in visible_answers(seat)}
    fetched = {
        proof.pk
        for proof in (owned, outside)
        if client.get(reverse("evidence:proof", args=[proof.key])).status_code == 200
    }
    assert fetched == {proof.pk for proof in visible_proofs(seat)} == {owned.pk}


def test_Z03_another_units_innovation_answers_like_none(
    world: World, submission: Submission
) -> None:
    other = make_innovation(world, "RAHASIA", agency=world.second_ward)
    claimed_key = other.innovation.key
    client = world.client(Role.OPERATOR)
    client.get(reverse("menu"))
    for name, rest in (
        ("detail", []), ("answer", ["16"]), ("add-proof", ["16"]), ("submit", []), ("confirm", []),
        ("bring", []), ("carry-over", []), ("withdraw", []),
    ):  # fmt: skip
        pages = []
        # The first of each kind begins to count how often the visitor comes.
        client.post(reverse(f"evidence:{name}", args=["zzzzzzzzzzzz", *rest]))
        for key in (claimed_key, "abcdefghjkmn"):
            url = reverse(f"evidence:{name}", args=[key, *rest])
            with CaptureQueriesContext(connection) as queries:
                page = client.get(url) if name in {"detail", "answer"} else client.post(url)
            pages.append((page.status_code, len(queries)))
        assert pages[0] == pages[1]
        assert pages[0][0] == 404


def test_Z05_what_no_form_offers_changes_nothing(world: World, answer: Answer) -> None:
    before = Answer.objects.filter(pk=answer.pk).values().get()
    names = {field.name for field in Answer._meta.fields}
    posted: dict[str, Any] = dict.fromkeys(names, "3")
    posted |= {"version": answer.version, "level": "2", "note": "", "evidence_year": ""}
    world.client(Role.OPERATOR).post(answer_of(answer), posted)
    after = Answer.objects.filter(pk=answer.pk).values().get()
    assert after == before
    given = {"file": upload(), "answer": "99", "key": "x", "added_by_key": "x"}
    given["version"] = str(answer.version)
    assert answer.submission is not None
    world.client(Role.OPERATOR).post(
        reverse("evidence:add-proof", args=[answer.submission.key, "16"]), given
    )
    proof = Proof.objects.get(file__name="SK.pdf")
    assert proof.answer_id == answer.pk
    assert proof.added_by_key == world.seat(Role.OPERATOR).actor.key


@pytest.mark.parametrize("year", ["²", "9" * 5000, "20²6", "+2026", "1999"])
def test_X09_an_edition_that_is_no_number_is_not_found(world: World, year: str) -> None:
    address = reverse("evidence:answer", args=[f"{world.home.pk}-{year}", "1"])
    assert world.client(Role.SECRETARIAT).get(address).status_code == 404


def test_a_claim_is_saved_and_named(world: World, submission: Submission) -> None:
    client = world.client(Role.OPERATOR)
    url = reverse("evidence:answer", args=[submission.innovation.key, "18"])
    page = client.post(
        url, {"version": "1", "level": "2", "evidence_year": "2025", "note": "DPA"}, follow=True
    )
    assert "Klaim No. 18 disimpan." in page.content.decode()
    saved = Answer.objects.get(indicator="18")
    assert (saved.claimed_level, saved.evidence_year, saved.note) == (2, 2025, "DPA")


def test_F07_hidden_signs_are_refused_in_a_note(world: World, submission: Submission) -> None:
    url = reverse("evidence:answer", args=[submission.key, "18"])
    typed = {"version": "1", "level": "2", "note": "Perda \u202e2025"}
    page = world.client(Role.OPERATOR).post(url, typed)
    assert "Teks memuat tanda tersembunyi (U+202E)." in page.content.decode()
    assert not Answer.objects.filter(indicator="18").exclude(note="").exists()


def test_Z10_a_stale_form_shows_both_values(world: World, answer: Answer) -> None:
    claimed(world, answer.submission, level=3) if answer.submission else None
    page = world.client(Role.OPERATOR).post(
        answer_of(answer), {"version": answer.version, "level": "1", "note": "Isian saya"}
    )
    text = page.content.decode()
    assert "Yang tersimpan sekarang" in text
    assert "Tingkat 3: Perda" in text
    assert "Isian saya" in text
    assert fresh(answer).claimed_level == 3


def test_Z10_each_form_of_a_page_carries_the_version_it_shows(world: World, answer: Answer) -> None:
    text = world.client(Role.OPERATOR).get(answer_of(answer)).content.decode()
    assert re.findall(r'name="version"[^>]* value="(\d+)"', text) == [str(answer.version)] * 3
    page = world.client(Role.VERIFIER).get(answer_of(answer).replace("/bukti/", "/antrean/"))
    assert f'name="version" value="{answer.version}"' in page.content.decode()


def test_Z10_a_stale_page_can_be_saved_after_both_values_were_seen(
    world: World, answer: Answer
) -> None:
    client, stale = world.client(Role.OPERATOR), {"version": "1", "level": "1", "note": "Saya"}
    text = client.post(answer_of(answer), stale).content.decode()
    (shown, *_rest) = re.findall(r'name="version"[^>]* value="(\d+)"', text)
    assert client.post(answer_of(answer), stale | {"version": shown}).status_code == 302
    assert (fresh(answer).claimed_level, fresh(answer).note) == (1, "Saya")


def test_a_slip_in_a_form_does_not_hide_that_the_page_is_stale(
    world: World, answer: Answer
) -> None:
    wrong = {"version": "1", "level": "7", "note": "Saya"}
    text = world.client(Role.OPERATOR).post(answer_of(answer), wrong).content.decode()
    assert re.findall(r'name="version"[^>]* value="(\d+)"', text)[0] == "1"


def test_a_closed_window_is_said_and_shows_no_form(world: World, answer: Answer) -> None:
    closed = now() - timedelta(days=2)
    ReportingWindow.objects.update(opens_at=closed - timedelta(days=2), closes_at=closed)
    text = world.client(Role.OPERATOR).get(answer_of(answer)).content.decode()
    assert "Pelaporan edisi 2026 ditutup pada" in text
    assert "Sekretariat inovasi dapat membukanya kembali" in text
    assert "Simpan klaim" not in text


def test_submitting_hands_over_profile_and_proof(world: World) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    waiting = claimed(world, draft)
    client = world.client(Role.OPERATOR)
    text = client.get(detail_of(draft)).content.decode()
    assert "Ajukan" in text
    url = reverse("evidence:submit", args=[draft.innovation.key])
    assert f'name="version" value="{draft.innovation.version}"' in text
    page = client.post(url, {"version": draft.innovation.version}, follow=True)
    assert "SAPA MELATI diajukan." in page.content.decode()
    assert Innovation.objects.get().state == Innovation.State.SUBMITTED
    assert fresh(waiting).state == Answer.State.WAITING
    assert client.post(url, {"version": draft.innovation.version}).status_code == 302
    assert fresh(waiting).version == waiting.version + 1


def test_the_check_page_of_the_profile_hands_over_the_proof_too(world: World) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    waiting = claimed(world, draft)
    client = world.client(Role.OPERATOR)
    check = client.get(reverse("registry:submit", args=[draft.innovation.key])).content.decode()
    url = reverse("evidence:submit", args=[draft.innovation.key])
    assert f'action="{url}"' in check
    for _turn in range(2):
        page = client.post(url, {"version": draft.innovation.version}, follow=True)
        assert "SAPA MELATI diajukan." in page.content.decode()
    assert fresh(waiting).state == Answer.State.WAITING
    assert Innovation.objects.get().version == draft.innovation.version + 1


def test_M03_a_profile_that_changed_meanwhile_hands_over_nothing(world: World) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    waiting = claimed(world, draft)
    Innovation.objects.update(version=2)
    draft.innovation.revisions.update(number=2)
    client, url = world.client(Role.OPERATOR), reverse("evidence:submit", args=[draft.key])
    page = client.post(url, {"version": 1}, follow=True)
    assert "mengubah catatan ini" in page.content.decode()
    assert client.post(url, {"version": "x"}).status_code == 400
    assert fresh(waiting).state == Answer.State.DRAFT


def test_a_first_submission_without_any_proof_goes_through(world: World) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    Submission.objects.all().delete()
    url = reverse("evidence:submit", args=[draft.innovation.key])
    world.client(Role.OPERATOR).post(url, {"version": draft.innovation.version})
    assert Innovation.objects.get().state == Innovation.State.SUBMITTED


def test_an_incomplete_profile_hands_over_nothing(world: World) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    waiting = claimed(world, draft)
    Innovation.objects.update(purpose="")
    url = reverse("evidence:submit", args=[draft.innovation.key])
    world.client(Role.OPERATOR).post(url, {"version": draft.innovation.version})
    assert fresh(waiting).state == Answer.State.DRAFT


def test_an_incomplete_edition_says_what_is_missing(world: World, submission: Submission) -> None:
    Submission.objects.update(edition_year=2025, key=f"{submission.innovation.key}-2025")
    text = world.client(Role.OPERATOR).get(detail_of(submission)).content.decode()
    assert "Edisi 2025 tidak dapat dihitung" in text


def test_the_years_of_an_innovation_lead_to_each_other(
    world: World, submission: Submission
) -> None:
    earlier = submission_for(innovation=submission.innovation, edition_year=2025, at=now())
    client = world.client(Role.OPERATOR)
    assert f"/inovasi/{earlier.key}/bukti/" in client.get(detail_of(submission)).content.decode()
    page = client.get(reverse("evidence:detail", args=[earlier.key]))
    assert f"/inovasi/{submission.key}/bukti/" in page.content.decode()


def test_rows_lead_a_verifier_to_the_decision(world: World, answer: Answer) -> None:
    assert answer.submission is not None
    text = world.client(Role.VERIFIER).get(detail_of(answer.submission)).content.decode()
    assert f"/antrean/{answer.submission.key}/16/" in text
    assert f"/bukti/{answer.submission.key}/17/" in text


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.VERIFIER])
def test_the_proof_of_an_innovation_takes_the_same_queries_full_or_empty(
    world: World, submission: Submission, role: Role
) -> None:
    client = world.client(role)
    client.get(reverse("menu"))
    counts = []
    for number in (1, 3, 18):
        for code in ALL_CODES[:number]:
            if code in {"30", "33"}:
                continue
            with_link(world, claimed(world, submission, code, 1), f"https://contoh.invalid/{code}")
        counts.append(queries_of(client, detail_of(submission)))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 15


def test_the_queue_takes_the_same_queries_short_or_long(
    world: World, submission: Submission
) -> None:
    client = world.client(Role.VERIFIER)
    client.get(reverse("menu"))
    counts = []
    for number in (1, 3, 12):
        for name in range(number):
            other = Innovation.objects.filter(name=f"INOVASI {name}").first()
            if other is None:
                claimed(world, make_innovation(world, f"INOVASI {name}"))
        counts.append(queries_of(client, reverse("evidence:queue")))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 15


def test_one_answer_takes_the_same_queries_with_one_file_or_three(
    world: World, answer: Answer
) -> None:
    client = world.client(Role.VERIFIER)
    client.get(reverse("menu"))
    url = answer_of(answer).replace("/bukti/", "/antrean/")
    first = queries_of(client, url)
    for number in range(3):
        with_link(world, answer, f"https://contoh.invalid/{number}")
    assert queries_of(client, url) == first
    assert first <= 20


def test_S09_reading_changes_nothing(world: World, answer: Answer) -> None:
    assert answer.submission is not None
    decided(world, answer, Verdict.ACCEPT, 2)
    before = list(Answer.objects.values())
    for role in (Role.OPERATOR, Role.VERIFIER):
        client = world.client(role)
        for name in ("submit", "add-proof"):
            rest = ["16"] if name == "add-proof" else []
            url = reverse(f"evidence:{name}", args=[answer.submission.innovation.key, *rest])
            assert client.get(url).status_code in {403, 405}
    assert list(Answer.objects.values()) == before
