"""The mail a letter leaves in: one per wish, to our address, and no word of it kept afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from prakarsa.accounts import actions
from prakarsa.accounts.models import Letter, Person
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.foundation.time import now
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Mail
from prakarsa.organisations.roles import Role
from tests.accounts.browser import link_in
from tests.accounts.letters import (
    Send,
    ask_reset,
    token_of,
)
from tests.working import run_all
from tests.worlds import PASSWORD, World, make_region


def ask_every(step: timedelta, person: Person) -> int:
    """Ask five times for a reset; return how many mails that made."""
    start = now()
    for number in range(5):
        with time_machine.travel(start + number * step, tick=False):
            assert Client().post("/kata-sandi/lupa/", {"email": person.email}).status_code == 302
            run_all()
    return len(mail.outbox)


def test_M04_a_double_click_sends_one_mail(person: Person) -> None:
    assert ask_every(timedelta(seconds=10), person) == 1


def test_M04_a_double_click_sends_one_mail_when_the_worker_was_busy(person: Person) -> None:
    for _twice in range(2):
        Client().post("/kata-sandi/lupa/", {"email": person.email})
        actions.request_address(person=person, new_email="baru@contoh.invalid", at=now())
    run_all()
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "baru@contoh.invalid",
        person.email,
        person.email,
    ]


def test_M04_another_address_within_the_minute_is_another_wish(person: Person) -> None:
    for new in ("salah.ketik@contoh.invalid", "benar@contoh.invalid"):
        actions.request_address(person=person, new_email=new, at=now())
    run_all()
    assert [letter.to[0] for letter in mail.outbox].count("benar@contoh.invalid") == 1
    assert [letter.to[0] for letter in mail.outbox].count("salah.ketik@contoh.invalid") == 1


def test_three_resets_an_hour_are_enough(person: Person) -> None:
    assert ask_every(timedelta(minutes=10), person) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_HOST": "jahat.example"},
        {"HTTP_X_FORWARDED_PROTO": "http", "HTTP_X_FORWARDED_PORT": "8443"},
        {"HTTP_HOST": "localhost"},
        {"HTTP_REFERER": "https://jahat.example/", "HTTP_ORIGIN": "https://jahat.example"},
    ],
)
def test_S10_links_in_mail_use_the_configured_address(
    person: Person, settings: Any, headers: dict[str, str], sent: Send
) -> None:
    settings.PRAKARSA_ADDRESS = "https://inovasi.contoh.invalid"
    sent(lambda: Client().post("/kata-sandi/lupa/", {"email": person.email}, **headers))
    assert "https://inovasi.contoh.invalid/kata-sandi/baru/" in mail.outbox[0].body
    assert "jahat" not in mail.outbox[0].body


def test_S10_a_forged_host_gets_no_mail_sent(person: Person) -> None:
    response = Client().post(
        "/kata-sandi/lupa/", {"email": person.email}, HTTP_HOST="jahat.example"
    )
    run_all()
    assert (response.status_code, mail.outbox) == (400, [])


def test_X08_subjects_name_nobody_and_no_header_is_injected(person: Person, sent: Send) -> None:
    Person.objects.update(name="Rini\r\nBcc: semua@contoh.invalid")
    sent(ask_reset(person))
    (letter,) = mail.outbox
    assert letter.subject == "Atur ulang kata sandi Prakarsa"
    assert letter.recipients() == [person.email]
    assert "bcc" not in {name.lower() for name, _value in letter.message().items()}


def test_X08_a_letter_speaks_the_language_and_the_zone_of_its_reader(
    person: Person, sent: Send, world: World
) -> None:
    reader = world.person(Role.HR)
    reader.memberships.update(region=make_region("91.01", "Kota Timur"))
    reader.language = "en"
    reader.set_password(PASSWORD)
    reader.save()
    sent(ask_reset(reader))
    (letter,) = mail.outbox
    assert letter.subject == "Reset your Prakarsa password"
    assert "WIT" in letter.body


def test_L07_a_link_lies_in_no_table_at_any_time(person: Person, settings: Any) -> None:
    settings.PRAKARSA_KEEPS_MAILS = False
    actions.request_reset(email=person.email, at=now())
    actions.request_address(person=person, new_email="baru@contoh.invalid", at=now())
    assert "http" not in everything_kept()
    run_all()
    tokens = [token_of(link_in(letter.body)) for letter in mail.outbox if "http" in letter.body]
    assert len(tokens) == 2
    kept = everything_kept()
    assert [token for token in tokens if token in kept] == []
    assert "http" not in kept


def test_L07_a_mail_keeps_neither_address_nor_words_once_it_is_sent(
    person: Person, settings: Any
) -> None:
    settings.PRAKARSA_KEEPS_MAILS = False
    actions.request_address(person=person, new_email="baru@contoh.invalid", at=now())
    actions.request_reset(email="orang.lain@contoh.invalid", at=now())
    run_all()
    states = Mail.objects.order_by("pk").values_list("state", "address", "body")
    assert list(states) == [("sent", "", ""), ("sent", "", ""), ("dropped", "", "")]


def everything_kept() -> str:
    """Return all rows that have to do with a letter, as one text."""
    models = (Mail, Letter, Job, AuditPayload)
    return "\n".join(repr(row) for model in models for row in model._default_manager.values())


@pytest.fixture
def absent_server(settings: Any) -> Any:
    settings.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    return settings


def test_a_mail_server_that_is_away_breaks_nothing(
    person: Person, absent_server: Any, caplog: Any
) -> None:
    response = Client().post("/kata-sandi/lupa/", {"email": person.email})
    assert response.status_code == 302
    run_all()
    assert "MailServerAway" in caplog.text
    assert person.email not in caplog.text


def test_S05_a_later_try_replaces_the_link_that_never_left(
    person: Person, absent_server: Any
) -> None:
    start = now()
    actions.request_reset(email=person.email, at=start)
    with time_machine.travel(start, tick=False):
        run_all()
    absent_server.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(start + timedelta(minutes=2), tick=False):
        run_all()
        path = link_in(mail.outbox[0].body)
        assert Client().get(path).status_code == 200
    assert Letter.objects.count() == 1
    sent = AuditEntry.objects.filter(act="accounts.reset.sent")
    assert [entry.target_key for entry in sent] == [str(person.key)]
