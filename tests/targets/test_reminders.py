"""Reminders: to whom, once a day, what is left out by name, one effect whatever is repeated."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from time_machine import travel

from prakarsa.audit.models import AuditEntry
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Mail, Notice
from prakarsa.organisations.roles import Role
from prakarsa.targets.actions import KIND, ask_reminders, close_campaign, plan_reminders
from prakarsa.targets.models import Campaign, Reminder
from tests.targets.builders import make_campaign, make_innovation
from tests.working import run_next
from tests.worlds import World

pytestmark = pytest.mark.django_db
TEXT = "Unit Anda belum memenuhi target."


def ask(world: World, campaign: Campaign, keys: list[str], at: datetime, key: str = "a") -> Job:
    """Ask as the secretariat of the home region."""
    return ask_reminders(
        seat=world.seat(Role.SECRETARIAT), campaign=campaign, keys=keys, text=TEXT, token=key,
        at=at,
    )  # fmt: skip


def run_all(at: datetime) -> Job:
    """Run every due job and return the reminder's own."""
    while run_next(at=at) is not None:
        pass
    return Job.objects.filter(kind=KIND).latest("pk")


def test_the_operator_is_told_in_the_application_and_by_mail(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    ask(world, campaign, [world.ward.key], at)
    job = run_all(at)
    assert job.state == Job.State.DONE
    assert job.result["summary"] == "Pengingat terkirim ke 1 unit, 1 orang."
    notice = Notice.objects.get(topic="target")
    assert (notice.person, notice.body) == (world.person(Role.OPERATOR), TEXT)
    assert notice.link == reverse("targets:unit", args=[campaign.key, world.ward.key])
    assert Mail.objects.filter(person=notice.person).count() == 1
    reminder = Reminder.objects.get()
    assert (reminder.agency, reminder.sent_on, reminder.people) == (
        world.ward, date(2026, 7, 14), 1,
    )  # fmt: skip
    entry = AuditEntry.objects.get(act="targets.reminder.sent")
    assert entry.actor_key == str(world.person(Role.SECRETARIAT).key)


def test_Z11_what_is_left_out_is_named(world: World, at: datetime) -> None:
    """A foreign unit and one that does not exist are named alike: they tell nothing."""
    campaign = make_campaign(world, at)
    make_innovation(world.office, at)
    chosen = [
        world.ward.key, world.second_ward.key, world.office.key, world.district.key,
        world.other_office.key, "zzzzzzzzzzzz",
    ]  # fmt: skip
    plan = plan_reminders(campaign, chosen, at)
    assert [each.agency.name for each in plan.recipients] == ["Kelurahan Melati"]
    assert [(each.name, each.reason) for each in plan.left_out] == [
        ("Kelurahan Kenanga", "operator belum ditunjuk"),
        ("Dinas Pelayanan", "sudah memenuhi"),
        ("Satu pilihan", "bukan unit dalam target ini"),
        ("Satu pilihan", "bukan unit dalam target ini"),
        ("Satu pilihan", "bukan unit dalam target ini"),
    ]
    ask(world, campaign, chosen, at)
    summary = run_all(at).result["summary"]
    assert summary.startswith("Pengingat terkirim ke 1 unit, 1 orang. Tidak dikirim: ")
    assert "Kelurahan Kenanga (operator belum ditunjuk)" in summary
    assert "Dinas Tetangga" not in summary
    assert Reminder.objects.count() == 1


def test_M04_asking_twice_is_one_job_and_one_mail(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    first = ask(world, campaign, [world.ward.key], at)
    assert ask(world, campaign, [world.ward.key], at) == first
    run_all(at)
    assert (Notice.objects.filter(topic="target").count(), Reminder.objects.count()) == (1, 1)


def test_M04_two_jobs_on_one_day_remind_once(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    ask(world, campaign, [world.ward.key], at, key="a")
    ask(world, campaign, [world.ward.key], at, key="b")
    job = run_all(at)
    assert "sudah diingatkan hari ini" in job.result["summary"]
    assert Notice.objects.filter(topic="target").count() == 1
    with pytest.raises(ValidationError):
        ask(world, campaign, [world.ward.key], at, key="c")
    ask(world, campaign, [world.ward.key], at + timedelta(days=1), key="d")
    run_all(at + timedelta(days=1))
    assert Notice.objects.filter(topic="target").count() == 2


def test_the_database_allows_one_reminder_per_unit_and_day(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    ask(world, campaign, [world.ward.key], at)
    run_all(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            campaign=campaign, agency=world.ward, sent_on=date(2026, 7, 14), sent_at=at
        )


def test_a_try_after_a_crash_sends_nothing_again(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    job = ask(world, campaign, [world.ward.key, world.second_ward.key], at)
    run_all(at)
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, finished_at=None)
    again = run_all(at)
    assert again.result["summary"] == (
        "Pengingat terkirim ke 1 unit, 1 orang. "
        "Tidak dikirim: Kelurahan Kenanga (operator belum ditunjuk)."
    )
    assert Notice.objects.filter(topic="target").count() == 1


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.SECRETARIAT, Role.PUBLIC)]
)
def test_only_the_secretariat_reminds(world: World, at: datetime, role: Role) -> None:
    campaign = make_campaign(world, at)
    with pytest.raises(PermissionDenied):
        ask_reminders(
            seat=world.seat(role), campaign=campaign, keys=[world.ward.key], text=TEXT, token="a",
            at=at,
        )  # fmt: skip
    with travel(at, tick=False):
        page = reverse("targets:remind", args=[campaign.key])
        assert world.client(role).get(page, {"unit": world.ward.key}).status_code == 403


def test_nobody_is_reminded_after_the_period_or_the_close(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    with pytest.raises(PermissionDenied):
        ask(world, campaign, [world.ward.key], at + timedelta(days=200))
    job = ask(world, campaign, [world.ward.key], at)
    close_campaign(seat=world.seat(Role.SECRETARIAT), campaign=campaign, at=at)
    assert run_all(at).state == Job.State.FAILED
    job.refresh_from_db()
    assert "ditutup" in job.problem
    assert not Reminder.objects.exists()


def test_Z03_a_foreign_target_cannot_be_reminded(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, region=world.other)
    client = world.client(Role.SECRETARIAT)
    for key in (campaign.key, "zzzzzzzzzzzz"):
        page = reverse("targets:remind", args=[key])
        typed = {"unit": world.ward.key, "text": TEXT, "token": "a"}
        assert client.post(page, typed).status_code == 404
    assert not Job.objects.filter(kind=KIND).exists()


def test_the_page_confirms_before_it_sends(world: World, at: datetime) -> None:
    campaign, client = make_campaign(world, at), world.client(Role.SECRETARIAT)
    page = reverse("targets:remind", args=[campaign.key])
    chosen = {"unit": [world.ward.key, world.second_ward.key]}
    with travel(at, tick=False):
        shown = client.get(page, chosen).content.decode()
        assert "Ingatkan 1 unit" in shown
        assert "Operator Kota-Contoh" in shown
        assert "operator belum ditunjuk" in shown
        assert not Job.objects.filter(kind=KIND).exists()
        answer = client.post(page, chosen | {"text": TEXT, "token": "satu"})
        job = Job.objects.get(kind=KIND)
        assert answer.url == reverse("jobs:detail", args=[job.key])
        assert job.parameters["units"] == chosen["unit"]


def test_without_a_choice_the_board_asks_for_one(world: World, at: datetime) -> None:
    campaign, client = make_campaign(world, at), world.client(Role.SECRETARIAT)
    with travel(at, tick=False):
        answer = client.get(reverse("targets:remind", args=[campaign.key]), follow=True)
    assert "Pilih dulu unit yang akan diingatkan." in answer.content.decode()


def test_when_nobody_can_be_reminded_the_page_says_why(world: World, at: datetime) -> None:
    campaign, client = make_campaign(world, at), world.client(Role.SECRETARIAT)
    page = reverse("targets:remind", args=[campaign.key])
    typed = {"unit": world.second_ward.key, "text": TEXT, "token": "satu"}
    with travel(at, tick=False):
        shown = client.post(page, typed).content.decode()
    assert "Tidak ada unit terpilih yang dapat diingatkan sekarang." in shown
    assert not Job.objects.filter(kind=KIND).exists()
