"""The verifier's queue: what waits, in which order, and what comes after a verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.evidence.actions import Claim, Verdict, claim_level, claim_region_row
from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import can_decide
from prakarsa.evidence.queries import QueueFilter, agencies_in, place_of, queue_of, ready_in
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.models import Submission
from tests.evidence.builders import (
    YEAR,
    claimed,
    decided,
    fresh,
    make_innovation,
    new_answer,
    with_link,
)
from tests.worlds import AT, World, make_person

ALL = QueueFilter(YEAR)


def waiting(world: World, submission: Submission, code: str, days: int) -> Answer:
    return claim_level(
        seat=world.seat(Role.OPERATOR),
        answer=new_answer(submission, code),
        claim=Claim(level=2),
        version=None,
        at=AT - timedelta(days=days),
    )


@pytest.fixture
def line(world: World, submission: Submission) -> list[Answer]:
    """Return three answers, longest waiting first."""
    other = make_innovation(world, "LAIN")
    oldest = waiting(world, other, "16", 9)
    return [oldest, waiting(world, submission, "16", 4), waiting(world, submission, "18", 1)]


def test_what_waits_longest_comes_first(world: World, line: list[Answer]) -> None:
    queue = queue_of(world.seat(Role.VERIFIER), ALL, at=AT)
    assert [answer.pk for answer in queue] == [answer.pk for answer in line]


def test_the_queue_can_be_asked_by_age_and_unit(world: World, line: list[Answer]) -> None:
    seat = world.seat(Role.VERIFIER)
    aged = queue_of(seat, QueueFilter(YEAR, days=3), at=AT)
    assert [answer.pk for answer in aged] == [line[0].pk, line[1].pk]
    own = queue_of(seat, QueueFilter(YEAR, agency_key=world.second_ward.key), at=AT)
    assert list(own) == []
    shares = agencies_in(queue_of(seat, ALL, at=AT))
    assert [(share.name, share.count) for share in shares] == [("Kelurahan Melati", 3)]


def test_the_place_in_the_queue_and_its_neighbours(world: World, line: list[Answer]) -> None:
    place = place_of(line[1], queue_of(world.seat(Role.VERIFIER), ALL, at=AT))
    assert (place.place, place.total) == (2, 3)
    assert (place.previous_pk, place.next_pk) == (line[0].pk, line[2].pk)


def test_Z12_the_own_unit_does_not_stand_in_the_queue(world: World, line: list[Answer]) -> None:
    seat = world.seat(Role.VERIFIER)
    Membership.objects.create(
        person=seat.person,
        role=Role.EMPLOYEE,
        region=world.home,
        agency=world.ward,
        valid_from=AT.date(),
    )
    assert list(queue_of(seat, ALL, at=AT)) == []


def test_Z12_what_the_person_claimed_does_not_stand_in_the_queue(
    world: World, line: list[Answer]
) -> None:
    other = make_person("Verifikator Dua", Role.VERIFIER, world.home, None)
    rows = other.memberships.select_related("person", "region", "agency")
    seat = seat_of(rows.get())
    line[0].proofs.create(link="https://contoh.invalid", added_by_key=seat.actor.key, added_at=AT)
    line[2].submission.innovation.revisions.update(actor_key=seat.actor.key)
    assert list(queue_of(seat, ALL, at=AT)) == []
    assert queue_of(world.seat(Role.VERIFIER), ALL, at=AT).count() == 3


def test_Z12_the_queue_holds_exactly_what_may_be_decided(world: World, line: list[Answer]) -> None:
    seat = world.seat(Role.VERIFIER)
    second = make_innovation(world, "KENANGA", agency=world.second_ward)
    stranger = make_person("Operator Kenanga", Role.OPERATOR, world.home, world.second_ward)
    operator = stranger.memberships.select_related("person", "region", "agency").get()
    claimed(world, second, seat=seat_of(operator))
    line[2].proofs.create(link="https://contoh.invalid", added_by_key=seat.actor.key, added_at=AT)
    for agency, until in ((world.second_ward, date(2026, 2, 1)), (world.ward, date(2025, 12, 31))):
        Membership.objects.create(
            person=seat.person,
            role=Role.EMPLOYEE,
            region=world.home,
            agency=agency,
            valid_from=date(2020, 1, 1),
            valid_until=until,
        )
    waiting_now = Answer.objects.select_related("submission__innovation", "region").all()
    decidable = {answer.pk for answer in waiting_now if can_decide(seat, answer)}
    assert {answer.pk for answer in queue_of(seat, ALL, at=AT)} == decidable
    assert decidable == {line[0].pk, line[1].pk}


def test_another_regions_verifier_sees_nothing(world: World, line: list[Answer]) -> None:
    assert list(queue_of(world.other_seat(Role.VERIFIER), ALL, at=AT)) == []


def test_a_region_row_waits_in_the_same_queue(world: World, line: list[Answer]) -> None:
    row = claim_region_row(
        seat=world.seat(Role.SECRETARIAT),
        region=world.home,
        edition_year=YEAR,
        indicator="1",
        claim=Claim(level=3),
        version=None,
        at=AT,
    )
    assert row in queue_of(world.seat(Role.VERIFIER), ALL, at=AT)
    client = world.client(Role.VERIFIER)
    assert "Baris daerah (SPD)" in client.get(reverse("evidence:queue")).content.decode()
    url = reverse("evidence:verify", args=[f"{world.home.code}-{YEAR}", "1"])
    page = client.post(url, {"version": row.version, "level": "3", "verdict": "accept"})
    assert page.status_code == 302
    assert fresh(row).verified_points_hundredths == 300


def test_the_next_one_comes_after_the_verdict(world: World, line: list[Answer]) -> None:
    client = world.client(Role.VERIFIER)
    url = reverse("evidence:verify", args=[line[1].submission.key, "16"])
    page = client.post(
        url,
        {"version": line[1].version, "level": "2", "verdict": "accept"},
        follow=True,
    )
    text = page.content.decode()
    assert "No. 16 SAPA MELATI diverifikasi." in text
    assert "SAPA MELATI, No. 18" in text
    assert fresh(line[1]).state == Answer.State.VERIFIED


def test_after_the_last_one_the_queue_is_empty(world: World, submission: Submission) -> None:
    only = with_link(world, claimed(world, submission))
    client = world.client(Role.VERIFIER)
    url = reverse("evidence:verify", args=[submission.key, "16"])
    page = client.post(
        url, {"version": only.version, "verdict": "return", "reason": "Salah."}, follow=True
    )
    text = page.content.decode()
    assert "No. 16 SAPA MELATI dikembalikan." in text
    assert "Tidak ada bukti yang menunggu" in text


def test_nothing_is_decided_without_a_button(world: World, line: list[Answer]) -> None:
    client = world.client(Role.VERIFIER)
    url = reverse("evidence:verify", args=[line[0].submission.key, "16"])
    page = client.post(url, {"version": line[0].version, "level": "2"})
    assert page.status_code == 200
    assert fresh(line[0]).state == Answer.State.WAITING


def test_a_missing_reason_keeps_what_was_typed(world: World, line: list[Answer]) -> None:
    client = world.client(Role.VERIFIER)
    url = reverse("evidence:verify", args=[line[0].submission.key, "16"])
    page = client.post(url, {"version": line[0].version, "level": "1", "verdict": "accept"})
    text = page.content.decode()
    assert "Tulis alasannya, karena tingkat ini berbeda dari klaim." in text
    assert 'value="1" checked' in text


def test_the_second_verifier_reads_that_it_was_decided(world: World, line: list[Answer]) -> None:
    seen = line[0].version
    decided(world, line[0], Verdict.ACCEPT, 2)
    client = world.client(Role.VERIFIER)
    url = reverse("evidence:verify", args=[line[0].submission.key, "16"])
    page = client.post(url, {"version": seen, "level": "1", "verdict": "accept", "reason": "Lain."})
    assert "Data berubah sejak Anda membukanya" in page.content.decode()
    assert fresh(line[0]).verified_level == 2


@pytest.mark.parametrize("query", ["?edisi=x", "?lama=2", "?unit=%27", "?edisi=2026__x&lama=-1"])
def test_Z07_what_is_not_in_the_list_is_a_bad_request(
    world: World, line: list[Answer], query: str
) -> None:
    client = world.client(Role.VERIFIER)
    assert client.get(reverse("evidence:queue") + query).status_code == 400
    place = reverse("evidence:verify", args=[line[0].submission.key, "16"])
    assert client.get(place + query).status_code == 400
    assert client.get(place + "?edisi=2026&lama=3").status_code == 200


def ready(world: World, seat: Seat | None = None) -> list[Submission]:
    return list(ready_in(seat or world.seat(Role.VERIFIER), ALL))


def test_after_the_last_verdict_the_innovation_itself_is_to_be_verified(
    world: World, line: list[Answer]
) -> None:
    client, innovation = world.client(Role.VERIFIER), line[0].submission.innovation
    url = reverse("evidence:verify", args=[line[0].submission.key, "16"])
    fields = {"version": line[0].version, "level": "2", "verdict": "accept"}
    page = client.post(url, fields)
    assert page["Location"] == reverse("evidence:detail", args=[innovation.key])
    with CaptureQueriesContext(connection) as queries:
        text = client.get(page["Location"]).content.decode()
    assert "Semua bukti sudah diputuskan: verifikasi inovasi ini" in text
    assert reverse("registry:verify", args=[innovation.key]) in text
    assert len(queries) <= 15
    assert (
        "verifikasi inovasi ini"
        not in world.client(Role.OPERATOR).get(page["Location"]).content.decode()
    )
    client.post(reverse("registry:verify", args=[innovation.key]), {"version": innovation.version})
    innovation.refresh_from_db()
    assert innovation.state == "verified"
    assert line[0].submission not in ready(world)


def test_what_waits_for_its_own_verdict_stands_in_the_queue_and_on_the_home(
    world: World, line: list[Answer]
) -> None:
    assert ready(world) == []
    decided(world, line[0], Verdict.ACCEPT, 2)
    decided(world, line[1], Verdict.ACCEPT, 2)
    assert ready(world) == [line[0].submission]
    assert list(ready_in(world.seat(Role.VERIFIER), QueueFilter(YEAR, "ZZZZZZ"))) == []
    client, link = (
        world.client(Role.VERIFIER),
        f'href="/inovasi/{line[0].submission.innovation.key}',
    )
    for address in (reverse("evidence:queue"), reverse("dashboards:home")):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(address).content.decode()
        assert 'Siap diverifikasi <span class="i3 num">1</span>' in text
        assert link in text
        assert len(queries) <= 15


def test_Z12_who_had_a_hand_in_it_is_not_offered_the_innovation(
    world: World, line: list[Answer]
) -> None:
    seat = world.seat(Role.VERIFIER)
    decided(world, line[0], Verdict.ACCEPT, 2)
    innovation = line[0].submission.innovation
    changed = innovation.revisions.create(
        number=2, act="change", actor_key=seat.actor.key, role="operator", at=AT, snapshot={}
    )
    assert ready(world, seat) == []
    innovation.revisions.filter(pk=changed.pk).delete()
    assert ready(world, seat) == [line[0].submission]
    assert list(ready_in(world.other_seat(Role.VERIFIER), ALL)) == []
    Membership.objects.create(
        person=seat.person, role=Role.EMPLOYEE, region=world.home, agency=world.ward,
        valid_from=date(2020, 1, 1), valid_until=date(2026, 2, 1),
    )  # fmt: skip
    assert ready(world, seat) == []
