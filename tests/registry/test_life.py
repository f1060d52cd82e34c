"""The life of an innovation: its acts, their order, what they leave behind."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from prakarsa.audit.models import AuditEntry
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions
from prakarsa.registry.models import Innovation, Revision, Submission
from prakarsa.registry.parts import RENEWED_YEARLY, Part
from tests.registry.innovations import COMPLETE, make_complete, make_draft
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_a_complete_profile_goes_all_the_way(world: World, at: datetime) -> None:
    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    draft = make_complete(operator, at)
    submitted = actions.submit_innovation(seat=operator, innovation=draft, at=at)
    assert submitted.state == "submitted"
    verified = actions.verify_innovation(seat=verifier, innovation=submitted, at=at)
    published = actions.publish_innovation(seat=verifier, innovation=verified, at=at)
    assert published.state == "published"
    submission = Submission.objects.get()
    assert (submission.edition_year, submission.submitted_at, submission.verified_at) == (
        2026, at, at,
    )  # fmt: skip
    assert submission.snapshot["summary"] == COMPLETE[Part.NAME]["summary"]


def test_a_bare_draft_says_what_is_missing(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    draft = make_draft(operator, at)
    with pytest.raises(actions.NotReady) as refusal:
        actions.submit_innovation(seat=operator, innovation=draft, at=at)
    assert [str(gap.text) for gap in refusal.value.gaps] == [
        "Ringkasan belum diisi.",
        "Tahapan belum dipilih.",
        "Inisiator belum dipilih.",
        "Nama inisiator belum diisi.",
        "Jenis (digital atau nondigital) belum dipilih.",
        "Bentuk inovasi belum dipilih.",
        "Urusan utama belum dipilih.",
        "Rancang bangun baru 0 dari 300 kata.",
        "Tujuan belum diisi.",
        "Manfaat belum diisi.",
        "Hasil belum diisi.",
    ]
    assert Innovation.objects.get().state == "draft"


def test_a_return_carries_notes_and_saving_the_part_answers_them(
    world: World, at: datetime
) -> None:
    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    submitted = actions.submit_innovation(
        seat=operator, innovation=make_complete(operator, at), at=at
    )
    notes = [actions.Note("Tulis siapa yang dilayani.", Part.NAME), actions.Note("Lengkapi.")]
    returned = actions.return_innovation(seat=verifier, innovation=submitted, notes=notes, at=at)
    assert (returned.state, returned.notes.filter(resolved_at=None).count()) == ("returned", 2)
    changed = actions.change_innovation(
        seat=operator,
        innovation=returned,
        part=Part.NAME,
        values={"summary": "Untuk warga lanjut usia."},
        at=at,
    )
    assert [note.text for note in changed.notes.filter(resolved_at=None)] == ["Lengkapi."]
    again = actions.submit_innovation(seat=operator, innovation=changed, at=at)
    assert not again.notes.filter(resolved_at=None).exists()


def test_a_return_without_a_note_is_refused(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    submitted = actions.submit_innovation(
        seat=operator, innovation=make_complete(operator, at), at=at
    )
    with pytest.raises(ValueError, match="note"):
        actions.return_innovation(
            seat=world.seat(Role.VERIFIER), innovation=submitted, notes=[actions.Note(" ")], at=at
        )


def test_carrying_over_keeps_everything_and_marks_what_ages(world: World, at: datetime) -> None:
    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    innovation = make_complete(operator, at)
    innovation = actions.submit_innovation(seat=operator, innovation=innovation, at=at)
    innovation = actions.verify_innovation(seat=verifier, innovation=innovation, at=at)
    later = at + timedelta(days=300)
    submission = actions.carry_over(
        seat=operator, innovation=innovation, edition_year=2027, at=later
    )
    innovation = Innovation.objects.get()
    assert (innovation.state, innovation.summary) == ("draft", COMPLETE[Part.NAME]["summary"])
    assert submission.carried_from == Submission.objects.get(edition_year=2026)
    assert submission.to_renew == [part.value for part in RENEWED_YEARLY]
    assert Submission.objects.get(edition_year=2026).verified_at == at
    values = COMPLETE[Part.PURPOSE]
    actions.change_innovation(
        seat=operator, innovation=innovation, part=Part.PURPOSE, values=values, at=later
    )
    submission.refresh_from_db()
    assert Part.PURPOSE.value not in submission.to_renew


def test_L01_each_act_writes_one_revision_and_one_entry(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    innovation = actions.submit_innovation(
        seat=operator, innovation=make_complete(operator, at), at=at
    )
    revisions = list(Revision.objects.order_by("number").values_list("number", "act"))
    rows = AuditEntry.objects.filter(act__startswith="registry")
    entries = [entry.act for entry in rows.order_by("sequence")]
    assert revisions == [
        (1, "create"), (2, "change"), (3, "change"), (4, "change"), (5, "change"), (6, "change"),
        (7, "change"), (8, "submit"),
    ]  # fmt: skip
    assert entries == [f"registry.innovation.{act}" for _number, act in revisions]
    assert innovation.version == 8


def test_L01_a_refused_act_leaves_nothing(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    innovation = make_draft(operator, at)
    count = AuditEntry.objects.count()
    with pytest.raises(PermissionDenied):
        actions.verify_innovation(seat=world.seat(Role.VERIFIER), innovation=innovation, at=at)
    with pytest.raises(actions.NotReady):
        actions.submit_innovation(seat=operator, innovation=innovation, at=at)
    assert (AuditEntry.objects.count(), Submission.objects.count()) == (count, 0)


def test_saving_the_same_values_again_changes_nothing(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    innovation = make_complete(operator, at)
    entries, version = AuditEntry.objects.count(), innovation.version
    for part, values in COMPLETE.items():
        actions.change_innovation(
            seat=operator, innovation=innovation, part=part, values=values, at=at
        )
    assert (AuditEntry.objects.count(), Innovation.objects.get().version) == (entries, version)


def test_nothing_is_submitted_after_the_window(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    innovation = make_complete(operator, at)
    with pytest.raises(actions.ReportingClosed):
        actions.submit_innovation(seat=operator, innovation=innovation, at=at + timedelta(days=61))


def test_M02_what_is_handed_in_is_kept_as_it_was(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    actions.submit_innovation(seat=operator, innovation=make_complete(operator, at), at=at)
    handed_in = Submission.objects.get()
    assert facts(handed_in) == (400, "Sosial", date(2024, 2, 5), None)
    Submission.objects.update(reported_words=None, reported_affair="", reported_implemented_on=None)
    migration = import_module("prakarsa.registry.migrations.0004_reported_facts")
    migration.freeze(apps, None)
    assert facts(Submission.objects.get()) == facts(handed_in)


def facts(submission: Submission) -> tuple[object, ...]:
    return (
        submission.reported_words, submission.reported_affair,
        submission.reported_implemented_on, submission.reported_developed_on,
    )  # fmt: skip
