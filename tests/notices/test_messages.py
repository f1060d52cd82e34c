"""Messages: once per event, in the recipient's language, mailed as the person chose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from prakarsa.jobs import actions as jobs
from prakarsa.jobs.models import Job
from prakarsa.notices import actions
from prakarsa.notices.models import Delivery, Mail, Notice, Topic
from prakarsa.notices.queries import unread_count
from prakarsa.notices.sending import post_digests
from prakarsa.organisations.roles import Role
from tests.jobs import kinds_for_tests
from tests.working import run_all, run_next
from tests.worlds import World

assert kinds_for_tests.STEPS == 5


def tell(person: Person, at: datetime, *, topic: str = Topic.PROOF, event: str = "e1") -> Notice:
    return actions.notify(
        person=person,
        topic=topic,
        title="SAPA MELATI dikembalikan",
        body="SK yang diunggah bertahun 2023.",
        link="/inovasi/",
        event_key=event,
        at=at,
    )


@pytest.fixture
def person(world: World) -> Person:
    return world.person(Role.OPERATOR)


def test_M04_one_event_is_one_message_and_one_mail(person: Person, at: datetime) -> None:
    first = tell(person, at)
    assert tell(person, at) == first
    run_all(at=at)
    run_all(at=at)
    assert (Notice.objects.count(), Mail.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_X08_a_mail_goes_to_one_recipient_and_its_subject_names_nobody(
    world: World, at: datetime
) -> None:
    people = [world.person(role) for role in (Role.OPERATOR, Role.VERIFIER, Role.MAYOR)]
    for person in people:
        actions.notify(
            person=person, topic=Topic.PROOF, title=f"{person.name} 19880412 201403 1 003",
            body="rahasia", link="/inovasi/", event_key="e", at=at,
        )  # fmt: skip
    run_all(at=at)
    assert sorted(message.to for message in mail.outbox) == sorted([each.email] for each in people)
    for message in mail.outbox:
        assert (message.cc, message.bcc) == ([], [])
        assert message.subject == "Prakarsa: kabar tentang bukti dan verifikasi"
        own = Person.objects.get(email=message.to[0])
        assert message.body.count("Yth. ") == 1
        assert all((each.name in message.body) == (each == own) for each in people)


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_X08_no_header_is_injected(person: Person, at: datetime, mark: str) -> None:
    evil = f"Halo{mark}Bcc: lain@contoh.invalid"
    actions.notify(person=person, topic=Topic.PROOF, title=evil, event_key="e", at=at)
    actions.post_mail(person=person, subject=evil, body="isi", at=at)
    run_all(at=at)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        text = message.message().as_string()
        assert not [line for line in text.splitlines() if line.lower().startswith("bcc:")]
        assert message.recipients() == [person.email]
    assert "\n" not in Notice.objects.get().title


def test_S10_a_message_links_only_to_own_paths(person: Person, at: datetime) -> None:
    for link in ("https://luar.invalid/", "//luar.invalid/", "/\\luar", "javascript:x"):
        with pytest.raises(ValueError, match="path of this site"):
            actions.notify(
                person=person, topic=Topic.JOB, title="x", link=link, event_key="e", at=at
            )


def test_links_in_mails_use_the_configured_address(
    person: Person, at: datetime, settings: Any
) -> None:
    settings.PRAKARSA_ADDRESS = "https://prakarsa.contoh.invalid"
    tell(person, at)
    assert "https://prakarsa.contoh.invalid/inovasi/" in Mail.objects.get().body


def test_a_message_is_written_in_the_language_of_its_reader(world: World, at: datetime) -> None:
    person = world.person(Role.OPERATOR)
    Person.objects.filter(pk=person.pk).update(language="en")
    person.refresh_from_db()
    title = format_lazy("{yes} {name}", yes=gettext_lazy("Yes"), name="SAPA MELATI")
    notice = actions.notify(person=person, topic=Topic.JOB, title=title, event_key="e", at=at)
    assert (notice.title, notice.language) == ("Yes SAPA MELATI", "en")
    # It stays what it was, and the page says in which language that is.
    Person.objects.filter(pk=person.pk).update(language="id")
    page = world.client(Role.OPERATOR).get(reverse("notices:list")).content.decode()
    assert '<html lang="id"' in page
    assert 'mt1" lang="en">Yes SAPA MELATI</p>' in page


def test_people_choose_per_topic_how_messages_are_mailed(world: World, at: datetime) -> None:
    seat, person = world.seat(Role.OPERATOR), world.person(Role.OPERATOR)
    for topic, delivery in ((Topic.PROOF, Delivery.NEVER), (Topic.TARGET, Delivery.DIGEST)):
        for _twice in range(2):
            actions.choose_delivery(seat=seat, topic=topic, delivery=delivery, at=at)
        tell(person, at, topic=topic, event=topic)
    assert Mail.objects.count() == 0
    assert unread_count(person) == 2
    assert AuditEntry.objects.filter(act="notices.preference.changed").count() == 2


def test_matters_of_the_account_cannot_be_silenced(world: World, at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        actions.choose_delivery(
            seat=world.seat(Role.OPERATOR), topic=Topic.ACCOUNT, delivery=Delivery.NEVER, at=at
        )


def test_the_digest_is_one_mail_a_day_of_what_is_unread(world: World, at: datetime) -> None:
    seat, person = world.seat(Role.OPERATOR), world.person(Role.OPERATOR)
    actions.choose_delivery(seat=seat, topic=Topic.PROOF, delivery=Delivery.DIGEST, at=at)
    notices = [tell(person, at, event=str(number)) for number in range(3)]
    actions.read_notice(seat=seat, notice=notices[0], at=at)
    assert [post_digests(at=at), post_digests(at=at)] == [1, 0]
    sent = Mail.objects.get()
    assert sent.subject == "Prakarsa: ringkasan pesan Anda"
    assert "Ada 2 pesan yang belum Anda baca" in sent.body
    tell(person, at, event="new")
    assert post_digests(at=at + timedelta(days=1)) == 1


def test_people_with_a_closed_account_get_no_mail(person: Person, at: datetime) -> None:
    tell(person, at)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    run_all(at=at)
    assert len(mail.outbox) == 0
    assert Mail.objects.get().problem == "Akun penerima nonaktif."


def test_a_mail_server_that_is_away_is_tried_again(
    person: Person, at: datetime, settings: Any
) -> None:
    settings.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tell(person, at)
    job = run_next(at=at)
    assert job is not None
    assert (job.state, job.run_after) == (Job.State.WAITING, at + timedelta(seconds=60))
    assert Mail.objects.get().problem == "Peladen surel belum dapat dihubungi."
    settings.PRAKARSA_MAIL_SERVER = "django.core.mail.backends.locmem.EmailBackend"
    run_all(at=at + timedelta(seconds=60))
    sent = Mail.objects.get()
    assert (sent.attempts, sent.problem, len(mail.outbox)) == (2, "", 1)
    assert sent.sent_at == at + timedelta(seconds=60)


def test_reading_is_ones_own_and_counted_once(world: World, at: datetime) -> None:
    person, seat = world.person(Role.OPERATOR), world.seat(Role.OPERATOR)
    notice = tell(person, at)
    with pytest.raises(PermissionDenied):
        actions.read_notice(seat=world.seat(Role.SECRETARIAT), notice=notice, at=at)
    for _twice in range(2):
        actions.read_notice(seat=seat, notice=notice, at=at)
    assert unread_count(person) == 0
    assert AuditEntry.objects.filter(act="notices.notice.read").count() == 1
    tell(person, at, event="e2")
    assert [actions.read_all(seat=seat, at=at), actions.read_all(seat=seat, at=at)] == [1, 0]


@pytest.mark.parametrize(
    ("kind", "title"), [("tests.count", "Hitung selesai"), ("tests.refuse", "Tolak gagal")]
)
def test_the_end_of_a_job_is_a_message_to_its_person(
    world: World, at: datetime, kind: str, title: str
) -> None:
    job = jobs.enqueue(
        kind=kind, seat=world.seat(Role.OPERATOR), parameters={}, idempotency_key="k", at=at
    )
    run_next(at=at)
    notice = Notice.objects.get()
    assert (notice.person, notice.title) == (world.person(Role.OPERATOR), title)
    assert notice.link == f"/pekerjaan/{job.key}/"
    assert Mail.objects.count() == 0


def test_a_cancelled_job_tells_nobody(world: World, at: datetime) -> None:
    seat = world.seat(Role.OPERATOR)
    job = jobs.enqueue(kind="tests.count", seat=seat, parameters={}, idempotency_key="k", at=at)
    jobs.cancel(seat=seat, job=job, at=at)
    assert Notice.objects.count() == 0


def test_G04_old_mails_and_messages_have_an_end(person: Person, at: datetime) -> None:
    tell(person, at)
    assert actions.sweep_messages(at=at + timedelta(days=30)) == 0
    assert actions.sweep_messages(at=at + timedelta(days=31)) == 1
    assert actions.sweep_messages(at=at + timedelta(days=366)) == 1
    assert Notice.objects.count() == 0
