"""The pages of messages: one's own only; the outbox exists in the demo only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.accounts.actions import request_address, request_reset
from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from prakarsa.notices import actions
from prakarsa.notices.models import Mail, Notice, Preference, Topic
from prakarsa.notices.urls import addresses
from prakarsa.notices.work import MAIL_WAITS
from prakarsa.organisations.roles import Role
from tests.working import run_all
from tests.worlds import AT, World

OUTBOX = "prakarsa.notices.outbox.OutboxBackend"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def tell(world: World, *, event: str = "e", topic: str = Topic.PROOF, link: str = "") -> Notice:
    return actions.notify(
        person=world.person(Role.OPERATOR), topic=topic, title=f"Pesan {event}", link=link,
        event_key=event, at=AT,
    )  # fmt: skip


def page(client: Client, query: str = "") -> str:
    response = client.get(reverse("notices:list") + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_is_empty_at_first_and_says_what_will_come(world: World) -> None:
    assert "Belum ada pesan." in page(world.client(Role.OPERATOR))


def test_unread_messages_come_first(world: World) -> None:
    old, new = tell(world, event="lama"), tell(world, event="baru")
    actions.read_notice(seat=world.seat(Role.OPERATOR), notice=new, at=AT)
    text = page(world.client(Role.OPERATOR))
    assert "1 pesan belum dibaca" in text
    assert text.index(old.title) < text.index(new.title)


def test_Z07_the_list_is_filtered_by_topic_and_refuses_unknown_ones(world: World) -> None:
    tell(world, event="bukti")
    tell(world, event="target", topic=Topic.TARGET)
    client = world.client(Role.OPERATOR)
    assert "Pesan bukti" not in page(client, "?topik=target")
    assert client.get("/pesan/?topik=person__email").status_code == 400


def test_twenty_five_messages_are_on_a_page(world: World) -> None:
    for number in range(26):
        tell(world, event=f"{number:02}")
    assert page(world.client(Role.OPERATOR)).count('class="n-it"') == 25
    assert page(world.client(Role.OPERATOR), "?page=2").count('class="n-it"') == 1


def test_G01_the_list_asks_the_database_equally_often(world: World) -> None:
    client, counts = world.client(Role.OPERATOR), []
    for events in (["one"], ["two", "three"]):
        for event in events:
            tell(world, event=event)
        page(client)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_opening_marks_as_read_and_goes_on(world: World) -> None:
    notice, client = tell(world, link="/kalender/"), world.client(Role.OPERATOR)
    address = reverse("notices:open", args=[notice.key])
    assert client.get(address).status_code == 405
    response = client.post(address)
    assert (response.status_code, response["Location"]) == (302, "/kalender/")
    notice.refresh_from_db()
    assert notice.read_at == AT


def test_Z03_the_message_of_another_answers_like_one_that_does_not_exist(world: World) -> None:
    notice = tell(world)
    for role in (Role.SECRETARIAT, Role.PLATFORM_ADMIN):
        client = world.client(role)
        for name in ("notices:open", "notices:read"):
            assert client.post(reverse(name, args=[notice.key])).status_code == 404
            assert client.post(reverse(name, args=["zzzzzzzzzzzz"])).status_code == 404
        assert notice.title not in page(client)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_as_read_at_once_and_only_ones_own(world: World) -> None:
    tell(world)
    world.client(Role.VERIFIER).post(reverse("notices:read-all"))
    assert Notice.objects.filter(read_at=None).count() == 1
    world.client(Role.OPERATOR).post(reverse("notices:read-all"))
    assert Notice.objects.filter(read_at=None).count() == 0


def test_Z05_preferences_take_known_topics_and_answers_only(world: World) -> None:
    client, address = world.client(Role.OPERATOR), reverse("notices:preferences")
    wrong = {"proof": "at_once", "target": "sometimes", "job": "never"}
    assert "Galat:" in client.post(address, wrong).content.decode()
    assert Preference.objects.count() == 0
    right = {
        "proof": "at_once", "target": "digest", "auction": "at_once", "job": "never",
        "account": "never",
    }  # fmt: skip
    extra = {"person": str(world.person(Role.MAYOR).pk)}
    assert client.post(address, right | extra).status_code == 302
    rows = Preference.objects.values_list("person", "topic", "delivery")
    assert list(rows) == [(world.person(Role.OPERATOR).pk, "target", "digest")]


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    for name in ("notices:list", "notices:preferences"):
        assert Client().get(reverse(name)).status_code == 302


def test_the_outbox_is_no_address_of_production() -> None:
    names = {address.name for address in addresses("production")}
    assert names == {"list", "read-all", "preferences", "open", "read", "outgoing", "resend"}
    assert {"mails", "mail"} <= {address.name for address in addresses("demo")}


def test_mails_of_libraries_go_through_the_outbox(world: World) -> None:
    person = world.person(Role.OPERATOR)
    message = EmailMessage(
        "Kabar", "Buka http://127.0.0.1:8000/undangan/abc/", to=[person.email],
        cc=["lain@contoh.invalid"], connection=get_connection(OUTBOX),
    )  # fmt: skip
    assert message.send() == 1
    assert sent.outbox == []
    run_all(at=AT)
    assert [each.recipients() for each in sent.outbox] == [[person.email], ["lain@contoh.invalid"]]
    mail = Mail.objects.get(person=person)
    assert (mail.subject, mail.state, mail.sent_at) == ("Kabar", "sent", AT)
    text = Client().get(reverse("notices:mails")).content.decode()
    assert "Kabar" in text
    shown = Client().get(reverse("notices:mail", args=[mail.key])).content.decode()
    assert 'href="http://127.0.0.1:8000/undangan/abc/"' in shown


def test_the_demo_shows_letters_to_addresses_without_an_account(world: World) -> None:
    person = world.person(Role.OPERATOR)
    request_address(person=person, new_email="belum.ada@contoh.invalid", at=AT)
    request_reset(email="tidak.dikenal@contoh.invalid", at=AT)
    waiting = Client().get(reverse("notices:mails")).content.decode()
    assert "Konfirmasi alamat surel Anda" in waiting
    run_all(at=AT)
    text = Client().get(reverse("notices:mails")).content.decode()
    assert "belum.ada@contoh.invalid" in text
    assert "tidak.dikenal@contoh.invalid" not in text
    mail = Mail.objects.get(kind="address")
    shown = Client().get(reverse("notices:mail", args=[mail.key])).content.decode()
    assert "/alamat/" in shown


def test_X08_the_demo_refuses_a_header_with_a_line_break(world: World) -> None:
    person = world.person(Role.OPERATOR)
    message = EmailMessage(
        "a\nBcc: x@y.z", "", to=[person.email], connection=get_connection(OUTBOX)
    )
    with pytest.raises(BadHeaderError):
        message.send()
    assert Mail.objects.count() == 0


def test_F11_text_of_a_mail_never_becomes_markup(world: World) -> None:
    person: Person = world.person(Role.OPERATOR)
    mail = actions.post_mail(person=person, subject="x", body="<script>alert(1)</script>", at=AT)
    shown = Client().get(reverse("notices:mail", args=[mail.key])).content.decode()
    assert "<script>alert" not in shown


@pytest.fixture
def failed(world: World, settings: Any) -> Mail:
    """Return a mail that no try brought away."""
    settings.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = actions.post_mail(
        person=world.person(Role.OPERATOR), subject="Kabar", body="isi rahasia", at=AT
    )
    at = AT
    for wait in (0, *MAIL_WAITS):
        at += timedelta(seconds=wait)
        run_all(at=at)
    settings.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.locmem.EmailBackend"
    return Mail.objects.get(pk=mail.pk)


def test_C11_a_mail_that_cannot_leave_is_shown_to_the_administrator(
    world: World, failed: Mail
) -> None:
    assert (failed.state, failed.attempts) == ("failed", len(MAIL_WAITS) + 1)
    told = Notice.objects.filter(title="Ada surel yang tidak terkirim", link="/pesan/keluar/")
    names = {"Platform Admin Kota-Contoh", "Platform Admin Kota-Tetangga"}
    assert {notice.person.name for notice in told} == names
    text = world.client(Role.PLATFORM_ADMIN).get(reverse("notices:outgoing")).content.decode()
    assert "1 surel tidak terkirim" in text
    assert "Peladen surel belum dapat dihubungi." in text
    assert failed.recipient not in text
    assert "isi rahasia" not in text


def test_the_administrator_sends_it_again(world: World, failed: Mail) -> None:
    client = world.client(Role.PLATFORM_ADMIN)
    address = reverse("notices:resend", args=[failed.key])
    for _twice in range(2):
        assert client.post(address).status_code == 302
    assert AuditEntry.objects.filter(act="notices.mail.resent").count() == 1
    run_all(at=AT)
    assert Mail.objects.get(pk=failed.pk).state == "sent"
    assert len(sent.outbox) == 1


def test_Z01_only_the_administrator_sends_again(world: World, failed: Mail) -> None:
    with pytest.raises(PermissionDenied):
        actions.resend_mail(seat=world.seat(Role.SECRETARIAT), mail=failed, at=AT)
    address = reverse("notices:resend", args=[failed.key])
    assert world.client(Role.SECRETARIAT).post(address).status_code == 403
    assert Mail.objects.get(pk=failed.pk).state == "failed"
