"""S05, S10: letters work once, for their own purpose, in time, and name the configured address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prakarsa.accounts import actions
from prakarsa.accounts.models import Letter, Person
from prakarsa.accounts.queries import living_letter
from prakarsa.audit.models import AuditPayload
from prakarsa.foundation.time import now
from prakarsa.notices.models import Mail
from tests.accounts.browser import (
    is_signed_in,
    shapes_of,
    signed_in,
    try_sign_in,
    without_nonces,
)
from tests.accounts.letters import (
    ACTOR,
    NEW,
    Purpose,
    Send,
    ask_address,
    ask_reset,
    invite,
    token_of,
)
from tests.audit.entries import assert_one_entry
from tests.working import run_all
from tests.worlds import PASSWORD


def test_S05_a_reset_works_once(person: Person, sent: Send) -> None:
    old = signed_in(person.email)
    path = sent(ask_reset(person))
    with assert_one_entry("accounts.password.reset"):
        response = Client().post(path, {"password": NEW})
    assert (response.status_code, response.url) == (302, "/masuk/")
    assert not is_signed_in(old)
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"password": "yang lain lagi sekali"}).status_code == 410
    assert try_sign_in(Client(), person.email).status_code == 200
    assert try_sign_in(Client(), person.email, NEW).status_code == 302


def test_S05_a_reset_signs_nobody_in(person: Person, sent: Send) -> None:
    client = Client()
    client.post(sent(ask_reset(person)), {"password": NEW})
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("purpose", "works_for"),
    [
        (Purpose.RESET, timedelta(hours=2)),
        (Purpose.INVITATION, timedelta(days=7)),
        (Purpose.ADDRESS, timedelta(days=1)),
    ],
)
def test_S05_a_letter_expires(
    person: Person, sent: Send, purpose: Letter.Purpose, works_for: timedelta
) -> None:
    ways: dict[Letter.Purpose, Callable[[], Any]] = {
        Purpose.RESET: ask_reset(person),
        Purpose.INVITATION: invite,
        Purpose.ADDRESS: ask_address(person),
    }
    path = sent(ways[purpose])
    start = now()
    with time_machine.travel(start + works_for - timedelta(minutes=1)):
        assert Client().get(path).status_code == 200
    with time_machine.travel(start + works_for + timedelta(minutes=1)):
        assert Client().get(path).status_code == 410


def test_S05_letters_die_when_the_password_changes(person: Person, sent: Send) -> None:
    paths = [sent(ask_reset(person)), sent(ask_address(person))]
    assert [Client().get(path).status_code for path in paths] == [200, 200]
    actions.change_password(person=person, password=NEW, at=now())
    assert [Client().get(path).status_code for path in paths] == [410, 410]


def test_S05_letters_die_when_the_address_changes(person: Person, sent: Send) -> None:
    paths = [sent(ask_reset(person)), sent(ask_address(person, "kedua@contoh.invalid"))]
    confirm = sent(ask_address(person))
    assert Client().post(confirm).status_code == 302
    assert [Client().get(path).status_code for path in [*paths, confirm]] == [410] * 3


def test_S05_letters_die_when_the_account_is_closed(person: Person, sent: Send) -> None:
    path = sent(ask_reset(person))
    Person.objects.update(is_active=False)
    assert Client().get(path).status_code == 410


def by_reset(person: Person, path: str) -> None:
    assert Client().post(path, {"password": NEW}).status_code == 302


def by_hand(person: Person, path: str) -> None:
    actions.change_password(person=person, password=NEW, at=now())


def by_address(person: Person, path: str) -> None:
    assert Client().post(path).status_code == 302


@pytest.mark.parametrize("change", [by_reset, by_hand, by_address])
def test_S05_what_is_on_its_way_dies_when_password_or_address_changes(
    person: Person, sent: Send, change: Callable[[Person, str], None]
) -> None:
    path = sent((ask_address if change is by_address else ask_reset)(person))
    ask_reset(person)()
    ask_address(person, "pencuri@contoh.invalid")()
    bystander = invite()
    change(person, path)
    mail.outbox.clear()
    run_all()
    links = [str(message.body) for message in mail.outbox if "/undangan/" not in message.body]
    assert all("/kata-sandi/baru/" not in text and "/alamat/" not in text for text in links)
    told = {message.to[0] for message in mail.outbox}
    assert "pencuri@contoh.invalid" not in told
    assert bystander.email in told
    assert person.email in told or change is by_address
    # From now on the owner asks as before.
    person.refresh_from_db()
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert Client().get(sent(ask_reset(person))).status_code == 200


def reset_all(person: Person) -> None:
    actions.reset_factors(actor=ACTOR, person=person, reason="Ponsel hilang", at=now())


def end_all(person: Person) -> None:
    actions.end_all_sessions(actor=ACTOR, person=person, at=now())


@pytest.mark.parametrize("help_owner", [reset_all, end_all])
def test_S05_letters_die_when_an_administrator_takes_the_thief_out(
    person: Person, sent: Send, help_owner: Callable[[Person], None]
) -> None:
    """Whoever was signed in as another leaves no way back: neither a link nor one on its way."""
    paths = [sent(ask_reset(person)), sent(ask_address(person))]
    assert [Client().get(path).status_code for path in paths] == [200, 200]
    ask_reset(person)()
    ask_address(person, "pencuri@contoh.invalid")()
    bystander = invite()
    help_owner(person)
    assert [Client().get(path).status_code for path in paths] == [410, 410]
    mail.outbox.clear()
    run_all()
    told = {message.to[0] for message in mail.outbox}
    assert told - {person.email} == {bystander.email}
    assert all("/kata-sandi/baru/" not in str(message.body) for message in mail.outbox)
    assert [Client().post(path).status_code for path in paths] == [410, 410]
    person.refresh_from_db()
    assert person.email == "rini@contoh.invalid"
    # From now on the owner asks as before.
    later = now() + timedelta(minutes=2)
    with time_machine.travel(later):
        assert Client().get(sent(ask_reset(person))).status_code == 200


@pytest.mark.parametrize("kind", [Purpose.ADDRESS, Purpose.RESET])
def test_S05_a_letter_that_could_not_leave_is_not_sent_again_either(
    person: Person, kind: Letter.Purpose
) -> None:
    {Purpose.ADDRESS: ask_address, Purpose.RESET: ask_reset}[kind](person)()
    Mail.objects.filter(kind=kind).update(state=Mail.State.FAILED)
    end_all(person)
    assert Mail.objects.get(kind=kind).state == Mail.State.DROPPED


@pytest.mark.parametrize("made_for", list(Purpose))
@pytest.mark.parametrize("used_as", list(Purpose))
def test_S05_one_path_never_accepts_the_letter_of_another(
    person: Person, sent: Send, made_for: Letter.Purpose, used_as: Letter.Purpose
) -> None:
    ways: dict[Letter.Purpose, Callable[[], Any]] = {
        Purpose.RESET: ask_reset(person),
        Purpose.INVITATION: invite,
        Purpose.ADDRESS: ask_address(person),
    }
    token = token_of(sent(ways[made_for]))
    is_own = made_for == used_as
    assert (living_letter(token=token, purpose=used_as, at=now()) is not None) is is_own
    routes = {
        Purpose.RESET: "/kata-sandi/baru/",
        Purpose.INVITATION: "/undangan/",
        Purpose.ADDRESS: "/alamat/",
    }
    response = Client().get(f"{routes[used_as]}{token}/")
    assert response.status_code == (200 if is_own else 410)


def test_S05_a_reset_does_not_revive_an_expired_invitation(db: None, sent: Send) -> None:
    path = sent(invite)
    with time_machine.travel(now() + timedelta(days=8)):
        assert Client().get(path).status_code == 410
        mail.outbox.clear()
        actions.request_reset(email="baru@contoh.invalid", at=now())
        run_all()
        assert mail.outbox == []
        again = sent(invite)
        assert again != path
        assert Client().get(again).status_code == 200


def test_S05_an_invented_letter_answers_like_a_used_one(person: Person, sent: Send) -> None:
    path = sent(ask_reset(person))
    Client().post(path, {"password": NEW})
    answers = []
    for asked in (path, "/kata-sandi/baru/tidak-ada/"):
        response = Client().get(asked)
        answers.append((response.status_code, without_nonces(response).replace(asked, "ALAMAT")))
    assert answers[0] == answers[1]


def test_S05_only_the_digest_of_a_letter_is_kept(person: Person, sent: Send) -> None:
    token = token_of(sent(ask_reset(person)))
    assert token not in str(list(Letter.objects.values()))
    assert token not in str(list(AuditPayload.objects.values_list("body", flat=True)))
    assert len(token) >= 43


def test_an_invitation_sets_name_and_password_and_is_recorded(db: None, sent: Send) -> None:
    path = sent(invite)
    form = {"name": " Dimas   Prayoga ", "password": NEW}
    with assert_one_entry("accounts.invitation.accepted"):
        assert Client().post(path, form).status_code == 302
    person = Person.objects.get()
    assert (person.name, person.email) == ("Dimas Prayoga", "baru@contoh.invalid")
    assert try_sign_in(Client(), person.email, NEW).status_code == 302
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize("name", ["", "\u200b\u200b", "Rini\u202eAstuti", "a" * 201])
def test_F07_an_invitation_refuses_names_that_hide(db: None, sent: Send, name: str) -> None:
    response = Client().post(sent(invite), {"name": name, "password": NEW})
    assert response.status_code == 200
    assert not Person.objects.get().has_usable_password()


def test_an_account_that_has_a_password_gets_no_letter_that_opens_it(person: Person) -> None:
    same = actions.open_account(actor=ACTOR, email="RINI@contoh.invalid", name="X", at=now())
    actions.send_invitation(actor=ACTOR, person=same, at=now())
    run_all()
    assert (same, same.name) == (person, "Rini Astuti")
    assert mail.outbox == []


def test_a_new_address_counts_once_it_is_confirmed(person: Person, sent: Send) -> None:
    client = signed_in(person.email)
    form = {"email": "Rini.Baru@contoh.invalid", "password": PASSWORD}
    path = sent(lambda: client.post("/akun/alamat/", form))
    assert [letter.to for letter in mail.outbox] == [
        ["rini.baru@contoh.invalid"],
        ["rini@contoh.invalid"],
    ]
    person.refresh_from_db()
    assert person.email == "rini@contoh.invalid"
    assert Client().get(path).status_code == 200
    with assert_one_entry("accounts.address.changed"):
        assert Client().post(path).status_code == 302
    person.refresh_from_db()
    assert person.email == "rini.baru@contoh.invalid"


def test_Z08_an_address_that_is_taken_gets_the_same_answer_and_no_mail(
    person: Person, at: datetime
) -> None:
    Person.objects.create(email="ada@contoh.invalid", name="Ada", created_at=at)
    client = signed_in(person.email)
    client.post("/akun/alamat/", {"email": "pertama@contoh.invalid", "password": PASSWORD})
    answers = []
    for email in ("ada@contoh.invalid", "tidak.ada@contoh.invalid"):
        with CaptureQueriesContext(connection) as asked:
            response = client.post("/akun/alamat/", {"email": email, "password": PASSWORD})
        answers.append((response.status_code, response.url, shapes_of(asked)))
    assert answers[0] == answers[1]
    run_all()
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "pertama@contoh.invalid",
        "rini@contoh.invalid",
        "tidak.ada@contoh.invalid",
    ]


def test_a_wrong_password_asks_for_no_new_address(person: Person) -> None:
    client = signed_in(person.email)
    response = client.post("/akun/alamat/", {"email": "x@contoh.invalid", "password": "salah"})
    assert response.status_code == 200
    assert not Letter.objects.exists()
