"""C11: mails leave through one door, in time, and never inside a transaction."""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

import pytest
from django.conf import settings as configured
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from prakarsa.accounts.actions import request_reset
from prakarsa.accounts.models import Person
from prakarsa.jobs.models import Job
from prakarsa.notices.actions import post_mail
from prakarsa.notices.models import Mail
from prakarsa.notices.sending import send
from prakarsa.organisations.roles import Role
from tests.sources import imported_by
from tests.working import run_all, run_next
from tests.worlds import World, make_world

SOURCE = Path("src/prakarsa")
# What speaks to other machines; the database is reached by the framework alone.
SPEAKERS = {
    "smtplib", "socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "ftplib",
    "telnetlib", "imaplib", "poplib", "xmlrpc.client", "django.core.mail",
}  # fmt: skip
MAY_SPEAK = {
    # The one client for all other calls, with limits and addresses of its own.
    "foundation/outgoing.py": {"http.client", "socket", "ssl"},
    "notices/sending.py": {"smtplib", "django.core.mail"},
    "notices/outbox.py": {"django.core.mail"},
}
SENDERS = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "email_user"}


class WatchingBackend(EmailBackend):
    """A mail server that notes whether a transaction was open when it was spoken to."""

    was_open: ClassVar[list[bool]] = []

    def send_messages(self, messages: Any) -> int:
        self.was_open.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.fixture
def grown(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def black_hole() -> Iterator[int]:
    """Return the port of a server that takes calls and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_C11_a_server_that_never_answers_is_left_in_time(
    grown: World, at: datetime, settings: Any, black_hole: int
) -> None:
    settings.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", black_hole, 1
    person = grown.person(Role.OPERATOR)
    post_mail(person=person, subject="Kabar", body="isi", at=at)
    began = monotonic()
    job = run_next(at=at)
    assert monotonic() - began < 20
    assert job is not None
    assert job.state == Job.State.WAITING
    assert Mail.objects.get().problem == "Peladen surel belum dapat dihubungi."


def test_C11_every_call_to_the_mail_server_has_a_limit() -> None:
    assert 0 < configured.EMAIL_TIMEOUT <= 30


def test_C11_no_transaction_is_open_while_a_mail_is_sent(
    grown: World, at: datetime, settings: Any
) -> None:
    settings.PRAKARSA_MAIL_SERVER = f"{__name__}.WatchingBackend"
    WatchingBackend.was_open.clear()
    person: Person = grown.person(Role.OPERATOR)
    person.set_password("kereta berangkat jam tujuh pagi")
    person.save()
    post_mail(person=person, subject="Kabar", body="isi", at=at)
    request_reset(email=person.email, at=at)
    run_all(at=at)
    assert WatchingBackend.was_open == [False, False]


def test_C11_sending_inside_a_transaction_is_refused(grown: World, at: datetime) -> None:
    mail = post_mail(person=grown.person(Role.OPERATOR), subject="Kabar", body="isi", at=at)
    with pytest.raises(RuntimeError), transaction.atomic():
        send(mail, at=at)
    send(mail, at=at)
    assert Mail.objects.get().state == "sent"


def test_C11_only_the_outbox_and_the_one_client_speak_to_other_machines() -> None:
    speaking = {}
    for path in SOURCE.rglob("*.py"):
        found = imported_by(ast.parse(path.read_text("utf-8"))) & SPEAKERS
        if found:
            speaking[path.relative_to(SOURCE).as_posix()] = found
    assert speaking == MAY_SPEAK


def test_C11_nobody_sends_past_the_outbox() -> None:
    called = {
        (path.relative_to(SOURCE).as_posix(), getattr(node, "attr", getattr(node, "id", "")))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    }
    assert {(file, name) for file, name in called if name in SENDERS} == set()
