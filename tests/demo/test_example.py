"""Kota Contoh holds together: what it stores is what the product's own rules say of it."""

from __future__ import annotations

from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from prakarsa.accounts.models import Person
from prakarsa.demo.example import EDITION
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.evidence.supports import support_of
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Mail, Notice
from prakarsa.organisations.models import Agency, AgencySuccession, Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import seat_of
from prakarsa.registry.checkups import half_states, without_revision
from prakarsa.registry.models import Innovation, Revision
from prakarsa.registry.snapshots import differences
from prakarsa.registry.states import Act, transition
from prakarsa.rules.index.edition import require_edition
from tests.worlds import AT

WIB = ZoneInfo("Asia/Jakarta")


def test_the_stored_proofs_support_the_stored_levels(example: None) -> None:
    edition = require_edition(EDITION)
    rows = Answer.objects.prefetch_related(
        Prefetch("proofs", Proof.objects.filter(removed_at=None).select_related("file"))
    )
    stored = {row.pk: row.supported_level for row in rows}
    supports = {row.pk: support_of(row, row.proofs.all(), edition) for row in rows}
    assert len(stored) > 2000
    assert stored == {pk: each.level if each else None for pk, each in supports.items()}


def test_some_proofs_support_less_than_the_claim_and_say_why(example: None) -> None:
    entries = LevelEntry.objects.filter(kind=LevelEntry.Kind.SUPPORTED)
    lower = [row for row in entries.select_related("answer")
             if row.level_after != row.answer.claimed_level]  # fmt: skip
    assert len(lower) > 50
    assert {row.reason for row in lower if row.reason == "Bukti mendukung klaim."} == set()


def test_every_file_of_the_example_is_there(example: None) -> None:
    files = StoredFile.objects.all()
    sizes = {row.key: storage.path_of(row.key).stat().st_size for row in files}
    assert len(sizes) > 2000
    assert sizes == {row.key: row.size for row in files}


def test_every_innovation_has_the_history_of_its_state(example: None) -> None:
    assert not without_revision().exists()
    assert not Innovation.objects.filter(half_states()).exists()
    rows = Revision.objects.order_by("innovation", "number").select_related("innovation")
    before: Revision | None = None
    wrong = []
    for row in rows:
        is_first = before is None or before.innovation_id != row.innovation_id
        state = None if is_first or before is None else before.snapshot["state"]
        step = transition(state, Act(row.act))
        is_later = is_first or before is None or before.at <= row.at
        if step is None or step.next_state != row.snapshot["state"] or not is_later or row.at > AT:
            wrong.append((row.innovation.name, row.number, row.act, state))
        before = row
    assert wrong == []


def test_the_story_of_the_guide_is_told_by_several_people(example: None) -> None:
    story = Innovation.objects.get(name="SAPA MELATI")
    acts = list(story.revisions.order_by("number").values_list("act", flat=True))
    assert acts == [
        "create", "change", "change", "submit", "return", "change", "submit", "verify", "publish",
        "carry_over", "change", "change", "submit", "return",
    ]  # fmt: skip
    keys = set(story.revisions.values_list("actor_key", flat=True))
    people = Person.objects.filter(key__in=keys).values_list("name", flat=True)
    assert set(people) == {"Rini Astuti", "Nadia Anggraini", "Dimas Prayoga"}
    told = [differences(old.snapshot, new.snapshot) for old, new in pairwise(
        story.revisions.order_by("number"))]  # fmt: skip
    assert [bool(each) for each, act in zip(told, acts[1:], strict=True) if act == "change"] == (
        [True] * 5
    )
    assert story.public_revision is not None
    assert story.public_revision.act == "publish"
    assert story.attachments.count() == 3
    assert {note.resolved_at is None for note in story.notes.all()} == {True, False}


def test_two_units_were_merged_and_one_was_split(example: None) -> None:
    links = AgencySuccession.objects.order_by("effective_on", "predecessor__name", "pk")
    found = [(row.predecessor.name, row.kind, row.successor.name) for row in links]
    assert found == [
        ("Kantor Arsip", "merge", "Dinas Perpustakaan"),
        ("Kantor Perpustakaan", "merge", "Dinas Perpustakaan"),
        ("Kelurahan Puspa", "split", "Kelurahan Anggrek"),
        ("Kelurahan Puspa", "split", "Kelurahan Dahlia"),
    ]
    former = Agency.objects.filter(heirs__isnull=False, innovations__isnull=False)
    assert former.exists()
    heir = Membership.objects.get(agency__name="Dinas Perpustakaan", role=Role.OPERATOR)
    assert set(former.values_list("pk", flat=True)) <= seat_of(heir).agency_ids


def test_work_is_done_in_the_hours_of_work(example: None) -> None:
    moments = Revision.objects.filter(act="submit").values_list("at", flat=True)
    late = [each for each in moments if not 8 <= each.astimezone(WIB).hour <= 15 and each != AT]
    assert late == []


def test_people_were_told_reminded_and_served(example: None) -> None:
    told = Notice.objects.filter(person__name__in=["Rini Astuti", "Dimas Prayoga"])
    assert set(told.values_list("person__name", flat=True)) == {"Rini Astuti", "Dimas Prayoga"}
    assert Notice.objects.filter(title__startswith="Pengingat:").count() == 4
    unread = told.filter(read_at=None).count()
    assert 0 < unread < told.count()
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    asked = Job.objects.filter(person__isnull=False).order_by("created_at")
    assert list(asked.values_list("kind", "state", "problem")) == [
        (
            "registry.import",
            "failed",
            "2 baris galat, jadi tidak ada yang disimpan. Perbaiki lalu unggah lagi.",
        ),
        ("evidence.pack", "done", ""),
        ("evidence.pack", "done", ""),
    ]
    # The same subject goes out for a job that failed.
    assert not Mail.objects.filter(subject__contains="selesai").exists()
    assert not Job.objects.filter(state__in=["waiting", "running"]).exists()
