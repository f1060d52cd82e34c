"""Test the data of a lot: by somebody who had no hand in it, with a reason, written once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.actions.lot_files import add_lot_file, remove_lot_file
from prakarsa.auctions.actions.testing import test_baseline as decide_baseline
from prakarsa.auctions.models import AuctionPeriod, DataTest, Lot, LotEvent, LotFile
from prakarsa.auctions.refusals import TooLate
from prakarsa.auctions.states import Act
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.auctions.drafts import add_baseline_file, make_draft, prepared, submitted
from tests.formats import makers
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]


def decide(seat: Seat, lot: Lot, *, is_accepted: bool = True, reason: str = "Cocok.") -> DataTest:
    """Decide on the data of a lot as it is now."""
    return decide_baseline(
        seat=seat, lot=lot, is_accepted=is_accepted, reason=reason, version=lot.version, at=AT
    )


def test_a_verifier_accepts_or_sends_back_with_a_reason(
    world: World, period: AuctionPeriod
) -> None:
    seat = world.seat(Role.VERIFIER)
    for is_accepted, state in ((True, Lot.State.TESTED), (False, Lot.State.DRAFT)):
        lot = submitted(world, period)
        with pytest.raises(ValidationError):
            decide(seat, lot, is_accepted=is_accepted, reason=" ")
        test = decide(seat, lot, is_accepted=is_accepted)
        assert Lot.objects.get(pk=lot.pk).state == state
        assert (test.baseline, test.baseline_on) == (lot.baseline, lot.baseline_on)
    told = Notice.objects.filter(person=world.person(Role.OPERATOR), topic="auction")
    assert told.count() == 2


def test_M04_the_same_verdict_twice_counts_once(world: World, period: AuctionPeriod) -> None:
    lot, seat = submitted(world, period), world.seat(Role.VERIFIER)
    assert decide(seat, lot) == decide(seat, lot)
    assert DataTest.objects.count() == 1
    with pytest.raises(TooLate):
        decide(seat, lot, is_accepted=False)


@pytest.mark.parametrize("act", [Act.CREATE, Act.CHANGE, Act.SUBMIT])
def test_Z12_nobody_tests_what_they_had_a_hand_in_from_whatever_seat(
    world: World, period: AuctionPeriod, act: Act
) -> None:
    lot, seat = submitted(world, period), world.seat(Role.VERIFIER)
    LotEvent.objects.create(
        lot=lot, act=act, state_after=lot.state, actor_key=seat.actor.key,
        role=Role.OPERATOR.value, at=AT,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        decide(seat, lot)
    client = world.client(Role.VERIFIER)
    assert client.get(reverse("auctions:lot-test", args=[lot.key])).status_code == 403
    page = client.get(reverse("auctions:lot", args=[lot.key]))
    assert page.context["shown"].buttons == []


def test_Z12_who_works_in_an_agency_of_the_lot_does_not_test_it(
    world: World, period: AuctionPeriod
) -> None:
    lot, seat = submitted(world, period), world.seat(Role.VERIFIER)
    Membership.objects.create(
        person=world.person(Role.VERIFIER), role=Role.EMPLOYEE, region=world.home,
        agency=world.ward, valid_from=date(2020, 1, 1),
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        decide(seat, lot)


def test_Z12_leaving_an_agency_does_not_clear_the_way_to_test_its_lot(
    world: World, period: AuctionPeriod
) -> None:
    lot, seat = submitted(world, period), world.seat(Role.VERIFIER)
    post = Membership.objects.create(
        person=world.person(Role.VERIFIER), role=Role.OPERATOR, region=world.home,
        agency=world.ward, valid_from=date(2020, 1, 1), valid_until=date(2026, 7, 15),
    )  # fmt: skip
    tomorrow = AT + timedelta(days=1)
    values = {"seat": seat, "lot": lot, "is_accepted": True, "reason": "Cocok."}
    with pytest.raises(PermissionDenied):
        decide_baseline(**values, version=lot.version, at=tomorrow)
    # Who left before the lot was made has nothing to do with it.
    post.valid_until = date(2026, 7, 14)
    post.save()
    assert decide_baseline(**values, version=lot.version, at=tomorrow).is_accepted


@pytest.mark.parametrize("role", SIGNED_IN)
def test_Z01_only_verifiers_test_data(world: World, period: AuctionPeriod, role: Role) -> None:
    lot = submitted(world, period)
    client, url = world.client(role), reverse("auctions:lot-test", args=[lot.key])
    expected = 200 if role is Role.VERIFIER else 403
    assert client.get(url).status_code == expected
    assert client.get(reverse("auctions:tests")).status_code == expected
    if role is not Role.VERIFIER:
        with pytest.raises(PermissionDenied):
            decide(world.seat(role), lot)


def test_a_verdict_is_given_on_its_page(world: World, period: AuctionPeriod) -> None:
    lot, client = submitted(world, period), world.client(Role.VERIFIER)
    url = reverse("auctions:lot-test", args=[lot.key])
    with travel(AT, tick=False):
        waiting = client.get(reverse("auctions:tests")).content.decode()
        assert lot.title in waiting
        page = client.get(url).content.decode()
        assert "Titik nol 61,40% per 31 Desember 2025" in page
        assert "sumber.pdf" in page
        wrong = client.post(url, {"version": lot.version, "verdict": "pass"}).content.decode()
        assert "Isi alasannya." in wrong
        values = {"version": lot.version, "verdict": "fail", "reason": "Tahunnya lain."}
        assert client.post(url, values).status_code == 302
    shown = world.client(Role.OPERATOR).get(reverse("auctions:lot", args=[lot.key]))
    assert "Data ditolak" in shown.content.decode()
    assert "Tahunnya lain." in shown.content.decode()


def test_files_are_given_and_taken_and_the_same_bytes_are_one(
    world: World, period: AuctionPeriod
) -> None:
    lot, seat = make_draft(world, period), world.seat(Role.OPERATOR)
    first = add_baseline_file(world, lot)
    assert add_baseline_file(world, lot) == first
    current = Lot.objects.get(pk=lot.pk)
    with pytest.raises(TooLate):
        add_lot_file(
            seat=seat, lot=current, kind=LotFile.Kind.SUPPORT, prepared=prepared(pages=2),
            caption="", version=current.version - 1, at=AT,
        )  # fmt: skip
    removed = remove_lot_file(seat=seat, file=first, version=current.version, at=AT)
    again = remove_lot_file(seat=seat, file=first, version=current.version, at=AT)
    assert removed.removed_at == again.removed_at == AT


def test_Z03_files_reach_only_who_follows_the_lot(world: World, period: AuctionPeriod) -> None:
    lot = make_draft(world, period)
    url = reverse("auctions:lot-file", args=[add_baseline_file(world, lot).key])
    for role, status in (
        (Role.OPERATOR, 200), (Role.VERIFIER, 200), (Role.PANEL, 200), (Role.HR, 403),
    ):  # fmt: skip
        assert world.client(role).get(url).status_code == status
    stranger = world.client(Role.OPERATOR, region=world.other)
    assert stranger.get(url).status_code == 404


def test_a_file_is_uploaded_and_taken_away_on_the_page(world: World, period: AuctionPeriod) -> None:
    lot, client = make_draft(world, period), world.client(Role.OPERATOR)
    url = reverse("auctions:lot-files", args=[lot.key])
    values = {"version": lot.version, "kind": "baseline"}
    assert "Belum ada berkas." in client.post(url, values).content.decode()
    wrong = SimpleUploadedFile("sumber.pdf", b"bukan pdf")
    assert "bukan PDF" in client.post(url, {**values, "file": wrong}).content.decode()
    good = SimpleUploadedFile("sumber.pdf", makers.pdf())
    assert client.post(url, {**values, "file": good}).status_code == 302
    file, current = LotFile.objects.get(), Lot.objects.get(pk=lot.pk)
    remove = reverse("auctions:lot-file-remove", args=[file.key])
    client.post(remove, {"version": current.version})
    page = client.get(reverse("auctions:lot", args=[lot.key]))
    assert page.context["shown"].files == []
