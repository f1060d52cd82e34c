"""Invitations: an offer shows nothing of its person, counts once accepted, and has an end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from prakarsa.organisations import actions
from prakarsa.organisations.models import Invitation, Membership
from prakarsa.organisations.queries import visible_people
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from tests.accounts.browser import link_in, shapes_of, without_nonces
from tests.audit.entries import assert_one_entry
from tests.working import run_all
from tests.worlds import AT, PASSWORD, World

DAY = date(2026, 7, 14)
WEEK = timedelta(days=7)


def offer(world: World, person: Person | None = None, **given: Any) -> Invitation:
    """Offer somebody the role of an operator of the ward, as its head."""
    values = {
        "seat": world.seat(Role.AGENCY_HEAD),
        "email": person.email if person else "baru@contoh.invalid",
        "person_name": "Nama Terketik",
        "role": Role.OPERATOR,
        "agency": world.ward,
        "valid_from": DAY,
        "at": AT,
        **given,
    }
    return actions.invite_member(**values)


def seat_for(person: Person) -> Seat:
    """Return a seat of the person, whichever it is."""
    membership = person.memberships.select_related("region", "agency", "person").first()
    assert membership is not None
    return seat_of(membership)


@pytest.fixture
def stranger(world: World) -> Person:
    """Return somebody who works in another region and has a password."""
    person = world.person(Role.VERIFIER, region=world.other)
    person.set_password(PASSWORD)
    person.save()
    return person


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="prakarsa.accounts.backends.AddressBackend")
    return client


def test_Z08_a_role_counts_only_when_its_person_accepted_it(world: World, stranger: Person) -> None:
    invitation, head = offer(world, stranger), world.seat(Role.AGENCY_HEAD)
    assert not stranger.memberships.filter(agency=world.ward).exists()
    assert stranger not in visible_people(head)
    with assert_one_entry("organisations.membership.granted"):
        membership = actions.accept_invitation(
            seat=seat_for(stranger), invitation=invitation, at=AT
        )
    assert (membership.role, membership.agency, membership.valid_from) == (
        "operator",
        world.ward,
        DAY,
    )
    assert stranger in visible_people(head)


@pytest.mark.parametrize("name", ["organisations:people", "organisations:invitations"])
def test_Z08_the_inviter_reads_only_what_was_typed(
    world: World, stranger: Person, name: str
) -> None:
    offer(world, stranger)
    head = world.client(Role.AGENCY_HEAD)
    page = head.get(reverse(name)).content.decode()
    assert stranger.name not in page
    assert head.get(reverse("organisations:person", args=[stranger.key])).status_code == 404
    assert ("Nama Terketik" in page) == (name == "organisations:invitations")


def test_Z08_inviting_tells_nothing_of_whether_there_is_an_account(
    world: World, stranger: Person
) -> None:
    head, answers = world.client(Role.AGENCY_HEAD), []
    address = reverse("organisations:invite")
    for email in (stranger.email, "tidak.ada@contoh.invalid"):
        form = {
            "email": email, "person_name": "Nama", "role": "operator", "agency": world.ward.pk,
            "valid_from": "2026-07-14",
        }  # fmt: skip
        response = head.post(address, form, follow=True)
        page = without_nonces(response).replace(email, "ALAMAT")
        keys = Invitation.objects.values_list("key", flat=True)
        for key in keys:
            page = page.replace(key, "KUNCI")
        answers.append((response.redirect_chain, page))
        actions.withdraw_invitation(
            seat=world.seat(Role.AGENCY_HEAD), invitation=Invitation.objects.get(email=email), at=AT
        )
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("sits", "changes", "field", "said"),
    [
        (Role.SECRETARIAT, {"agency": ""}, "agency",
         "Peran ini memerlukan unit kerja. Pilih unitnya."),
        (Role.SECRETARIAT, {"role": "verifier"}, "agency",
         "Peran ini berlaku untuk seluruh daerah. Pilih tingkat daerah."),
        (Role.SECRETARIAT, {"valid_until": "2026-07-13"}, "valid_until",
         "Tanggal berakhir harus setelah tanggal mulai."),
        (Role.AGENCY_HEAD, {"valid_until": "2026-07-14"}, "valid_until",
         "Tanggal berakhir harus setelah tanggal mulai."),
        (Role.PLATFORM_ADMIN, {"role": "secretariat"}, "region",
         "Peran ini memerlukan daerah. Pilih daerahnya."),
    ],
)  # fmt: skip
def test_an_impossible_offer_is_said_beside_its_field_and_keeps_what_was_typed(
    world: World, sits: Role, changes: dict[str, str], field: str, said: str
) -> None:
    form = {
        "email": "baru@contoh.invalid", "person_name": "Nama Terketik", "role": "operator",
        "agency": world.ward.pk, "valid_from": "2026-07-14", **changes,
    }  # fmt: skip
    page = world.client(sits).post(reverse("organisations:invite"), form)
    assert (page.status_code, page.context["form"].errors) == (200, {field: [said]})
    assert 'value="Nama Terketik"' in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("gone", ["closed", "ended"])
def test_Z08_an_offer_does_not_outlive_whoever_made_it(
    world: World, stranger: Person, gone: str
) -> None:
    head = world.person(Role.AGENCY_HEAD)
    invitation = offer(world, stranger)
    if gone == "closed":
        Person.objects.filter(pk=head.pk).update(is_active=False)
    else:
        actions.end_membership(
            seat=world.seat(Role.SECRETARIAT), membership=head.memberships.get(), version=1,
            on=DAY, reason="Pindah tugas", at=AT,
        )  # fmt: skip
    seat = seat_for(stranger)
    with pytest.raises(ValidationError, match="kedaluwarsa"):
        actions.accept_invitation(seat=seat, invitation=invitation, at=AT)
    assert not stranger.memberships.filter(role=Role.OPERATOR).exists()
    # Nobody takes it over by a click; whoever wants it offers it anew, and reads what it is.
    own = world.seat(Role.SECRETARIAT)
    with pytest.raises(ValidationError, match="tidak lagi bertugas"):
        actions.resend_invitation(seat=own, invitation=invitation, at=AT)
    with pytest.raises(ValidationError, match="kedaluwarsa"):
        actions.accept_invitation(seat=seat, invitation=invitation, at=AT)
    actions.withdraw_invitation(seat=own, invitation=invitation, at=AT)
    anew = offer(world, stranger, seat=own)
    actions.accept_invitation(seat=seat, invitation=anew, at=AT)
    assert stranger.memberships.filter(role=Role.OPERATOR).exists()


def test_Z12_nobody_but_the_invited_person_answers(world: World, stranger: Person) -> None:
    invitation = offer(world, stranger)
    for other in (world.seat(Role.AGENCY_HEAD), world.seat(Role.SECRETARIAT)):
        for act in (actions.accept_invitation, actions.decline_invitation):
            with pytest.raises(PermissionDenied):
                act(seat=other, invitation=invitation, at=AT)
    address = reverse("organisations:accept", args=[invitation.key])
    assert world.client(Role.SECRETARIAT).post(address).status_code == 404
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_a_new_person_opens_the_account_and_then_takes_the_role(world: World) -> None:
    with time_machine.travel(AT, tick=False):
        offer(world)
        run_all(at=AT)
        path = link_in(str(mail.outbox[0].body))
        client = Client()
        client.post(path, {"name": "Budi Santoso", "password": PASSWORD})
        form = {"username": "baru@contoh.invalid", "password": PASSWORD}
        response = client.post("/masuk/", form, follow=True)
        assert response.redirect_chain[-1] == ("/akun/undangan/", 302)
        assert "Kelurahan Melati" in response.content.decode()
        key = Invitation.objects.get().key
        response = client.post(reverse("organisations:accept", args=[key]))
        assert response.url == "/beranda/"
        assert "Budi Santoso" in world.client(Role.AGENCY_HEAD).get("/orang/").content.decode()


def test_somebody_with_an_account_gets_a_letter_that_opens_none(
    world: World, stranger: Person
) -> None:
    offer(world, stranger)
    run_all(at=AT)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([stranger.email], "Undangan peran di Prakarsa")
    assert link_in(str(letter.body)) == "/akun/undangan/"


def test_an_expired_invitation_says_so_and_lives_again_when_sent_again(
    world: World, stranger: Person
) -> None:
    invitation, head = offer(world, stranger), world.seat(Role.AGENCY_HEAD)
    late = AT + WEEK
    with pytest.raises(ValidationError, match="kedaluwarsa"):
        actions.accept_invitation(seat=seat_for(stranger), invitation=invitation, at=late)
    with time_machine.travel(late, tick=False):
        listed = world.client(Role.AGENCY_HEAD).get("/orang/undangan/").content.decode()
        assert "kedaluwarsa 21 Jul 2026" in listed
        own = browser_of(stranger)
        page = own.get("/akun/undangan/").content.decode()
        assert "Undangan ini kedaluwarsa pada 21 Juli 2026" in page
        assert "Terima peran" not in page
        own.post(reverse("organisations:accept", args=[invitation.key]))
        assert not stranger.memberships.filter(agency=world.ward).exists()
    actions.resend_invitation(seat=head, invitation=invitation, at=late)
    membership = actions.accept_invitation(
        seat=seat_for(stranger), invitation=invitation, at=late + timedelta(days=1)
    )
    assert membership.valid_from == date(2026, 7, 22)


def test_Z09_a_role_begins_no_day_before_it_is_accepted(world: World, stranger: Person) -> None:
    late = offer(world, stranger, valid_from=date(2020, 1, 1))
    accepted = actions.accept_invitation(seat=seat_for(stranger), invitation=late, at=AT)
    assert accepted.valid_from == DAY
    over = offer(world, stranger, valid_until=date(2026, 7, 16), agency=world.ward, role="employee")
    with pytest.raises(ValidationError, match="kedaluwarsa"):
        actions.accept_invitation(
            seat=seat_for(stranger), invitation=over, at=AT + timedelta(days=2)
        )


def test_S05_a_withdrawn_invitation_opens_nothing_any_more(world: World) -> None:
    with time_machine.travel(AT, tick=False):
        invitation = offer(world)
        run_all(at=AT)
        path = link_in(str(mail.outbox[0].body))
        assert Client().get(path).status_code == 200
        with assert_one_entry("organisations.invitation.withdrawn"):
            actions.withdraw_invitation(
                seat=world.seat(Role.AGENCY_HEAD), invitation=invitation, at=AT
            )
        assert Client().get(path).status_code == 410


def test_an_offer_ends_once_and_the_loser_reads_why(world: World, stranger: Person) -> None:
    invitation, own = offer(world, stranger), seat_for(stranger)
    actions.withdraw_invitation(seat=world.seat(Role.AGENCY_HEAD), invitation=invitation, at=AT)
    for act in (actions.accept_invitation, actions.decline_invitation):
        with pytest.raises(ValidationError, match="sudah dijawab atau ditarik"):
            act(seat=own, invitation=invitation, at=AT)
    assert Membership.objects.filter(person=stranger).count() == 1


def test_M04_the_same_offer_is_open_once(world: World, stranger: Person) -> None:
    offer(world, stranger)
    with pytest.raises(ValidationError, match="sudah ada"):
        offer(world, stranger)
    with pytest.raises(ValidationError, match="sudah ada"):
        offer(world, stranger, seat=world.seat(Role.SECRETARIAT))
    run_all(at=AT)
    assert len(mail.outbox) == 1


def test_Z04_an_invitation_is_found_in_the_own_scope_only(world: World) -> None:
    invitation = offer(world, seat=world.other_seat(Role.SECRETARIAT), agency=world.other_office)
    for name in ("organisations:resend", "organisations:withdraw"):
        for role in (Role.SECRETARIAT, Role.AGENCY_HEAD):
            answers = {
                world.client(role).post(reverse(name, args=[key])).status_code
                for key in (invitation.key, "zzzzzzzzzzzz")
            }
            assert answers == {404}
    assert AuditEntry.objects.filter(act="organisations.invitation.withdrawn").count() == 0
    colleague = world.client(Role.SECRETARIAT, region=world.other)
    address = reverse("organisations:withdraw", args=[invitation.key])
    assert colleague.post(address).status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"


def test_a_declined_offer_is_shown_as_such_and_no_more(world: World, stranger: Person) -> None:
    invitation = offer(world, stranger)
    client = browser_of(stranger)
    assert client.post(reverse("organisations:decline", args=[invitation.key])).status_code == 302
    page = world.client(Role.AGENCY_HEAD).get("/orang/undangan/").content.decode()
    assert "Ditolak" in page
    assert "Kirim lagi" not in page
    assert stranger.name not in page


def test_G04_closed_and_expired_invitations_have_an_end_and_so_have_unopened_accounts(
    world: World, stranger: Person, at: datetime
) -> None:
    offer(world)
    declined = offer(world, stranger)
    actions.decline_invitation(seat=seat_for(stranger), invitation=declined, at=AT)
    assert actions.sweep_invitations(at=at + timedelta(days=30)) == 0
    assert actions.sweep_invitations(at=at + timedelta(days=31)) == 1
    assert Person.objects.filter(email="baru@contoh.invalid").exists()
    with assert_one_entry("accounts.person.removed"):
        assert actions.sweep_invitations(at=at + timedelta(days=38)) == 1
    assert not Person.objects.filter(email="baru@contoh.invalid").exists()
    assert Person.objects.filter(pk=stranger.pk).exists()


def test_G01_the_list_asks_the_database_equally_often(world: World) -> None:
    client, counts = world.client(Role.AGENCY_HEAD), []
    for emails in (["a"], ["b", "c"]):
        for email in emails:
            offer(world, email=f"{email}@contoh.invalid")
        client.get("/orang/undangan/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/orang/undangan/")
        counts.append(len(shapes_of(asked)))
    assert counts[0] == counts[1] <= 12
