"""How the innovations of Kota Contoh came to where they are: each act with its revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prakarsa.demo.example_region import Actors
from prakarsa.demo.words import dice
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, ReturnNote, Revision
from prakarsa.registry.parts import ROW_FIELDS
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.registry.states import Act

State = Innovation.State
STORY = "SAPA MELATI"
YEAR = timedelta(days=365)
ANSWERED, CHECKED = timedelta(days=2), timedelta(days=4)
# What this year's report began with, before it was handed in.
CARRIED = timedelta(days=14)
# How the story's profile read before somebody gave it its present words.
FIRST_WORDS: Mapping[str, Any] = {
    "summary": "Surat keterangan diantar ke rumah warga yang sulit datang ke kelurahan.",
    "main_affair": "Administrasi Kependudukan dan Pencatatan Sipil",
    "budget_note": "Belum dianggarkan",
    "design": "Petugas kelurahan mengantar surat keterangan ke rumah warga lanjut usia.",
    "partners": [],
    "benefits": [],
    "attachments": [],
    "affairs": [],
}
STORY_NOTE = "Angka awal dan hasil tidak tercatat. Mohon isi ukuran manfaat dari catatan loket."


@dataclass(frozen=True, slots=True)
class Step:
    """One act; `brings` are the fields that got their present words with it."""

    act: Act
    role: Role
    at: datetime
    state: Innovation.State
    brings: tuple[str, ...] = ()


def years_reported(innovation: Innovation) -> int:
    """Return in how many earlier editions an innovation was reported: the older ones, mostly."""
    if innovation.name == STORY:
        return 1
    row, handed_in = innovation, innovation.submitted_at
    if row.state != State.PUBLISHED or row.implemented_on is None or handed_in is None:
        return 0
    luck = dice(f"earlier {row.name}").random()
    wanted = 2 if luck < 0.06 else 1 if luck < 0.4 else 0
    begun = row.implemented_on.year
    return sum(begun < handed_in.year - back for back in range(1, wanted + 1))


def steps_of(row: Innovation) -> list[Step]:
    """Return what was done with an innovation, the first first."""
    if row.name == STORY:
        return list(_story(row))
    return list(_plain(row))


def _plain(row: Innovation) -> Iterator[Step]:
    yield Step(Act.CREATE, Role.OPERATOR, row.created_at, State.DRAFT)
    if row.submitted_at is None:
        return
    for back in range(years_reported(row), 0, -1):
        yield from _finished(row, YEAR * back)
        carried = row.submitted_at - YEAR * (back - 1) - CARRIED
        yield Step(Act.CARRY_OVER, Role.OPERATOR, carried, State.DRAFT)
    yield from _finished(row, timedelta())
    if row.state == State.RETURNED:
        at = row.submitted_at + ANSWERED
        yield Step(Act.RETURN, Role.VERIFIER, at, State.RETURNED)
    if row.retired_at:
        yield Step(Act.RETIRE, Role.OPERATOR, row.retired_at, State.RETIRED)


def _finished(row: Innovation, before: timedelta) -> Iterator[Step]:
    """Yield handing in, verifying and publishing, as far as it came, some time before."""
    ways = (
        (Act.SUBMIT, Role.OPERATOR, row.submitted_at, State.SUBMITTED),
        (Act.VERIFY, Role.VERIFIER, row.verified_at, State.VERIFIED),
        (Act.PUBLISH, Role.SECRETARIAT, row.published_at, State.PUBLISHED),
    )
    for act, role, moment, state in ways:
        if moment:
            yield Step(act, role, moment - before, state)


def _story(row: Innovation) -> Iterator[Step]:
    """Tell a whole year of one innovation: begun small, corrected, returned, published, renewed."""
    assert row.submitted_at is not None
    last, now = row.submitted_at - YEAR, row.submitted_at
    operator, helper, verifier = Role.OPERATOR, Role.SECRETARIAT, Role.VERIFIER
    ways: tuple[tuple[Act, Role, datetime, Innovation.State, tuple[str, ...]], ...] = (
        (Act.CREATE, operator, last - timedelta(days=40), State.DRAFT, ()),
        (Act.CHANGE, operator, last - timedelta(days=31), State.DRAFT, ("design", "partners")),
        (Act.CHANGE, helper, last - timedelta(days=24), State.DRAFT, ("main_affair", "affairs")),
        (Act.SUBMIT, operator, last - timedelta(days=9), State.SUBMITTED, ()),
        (Act.RETURN, verifier, last - timedelta(days=5), State.RETURNED, ()),
        (Act.CHANGE, operator, last - timedelta(days=2), State.RETURNED, ("benefits",)),
        (Act.SUBMIT, operator, last, State.SUBMITTED, ()),
        (Act.VERIFY, verifier, last + CHECKED, State.VERIFIED, ()),
        (Act.PUBLISH, helper, last + timedelta(days=6), State.PUBLISHED, ()),
        (Act.CARRY_OVER, operator, now - CARRIED, State.DRAFT, ()),
        (Act.CHANGE, operator, now - timedelta(days=8), State.DRAFT,
         ("budget_note", "attachments")),
        (Act.CHANGE, helper, now - timedelta(days=5), State.DRAFT, ("summary",)),
        (Act.SUBMIT, operator, now, State.SUBMITTED, ()),
        (Act.RETURN, verifier, now + ANSWERED, State.RETURNED, ()),
    )  # fmt: skip
    for place, (act, role, at, state, brings) in enumerate(ways):
        yield Step(act, role, at + timedelta(minutes=place * 47 % 180), state, brings)


def count_steps(row: Innovation) -> None:
    """Give an unsaved innovation the version and the moments that its steps lead to."""
    steps = steps_of(row)
    row.version, row.changed_at = len(steps), steps[-1].at
    if row.name == STORY:
        row.created_at = steps[0].at
        row.published_at = next(step.at for step in steps if step.act is Act.PUBLISH)


def keep_history(region: Region, actors: Actors) -> None:
    """Write the revision of every step, and what the public reads while a report is renewed."""
    rows = Innovation.objects.filter(region=region).select_related("agency", "service")
    found = list(rows.prefetch_related("affairs", *ROW_FIELDS, "attachments__file"))
    revisions = [each for row in found for each in _revisions(row, actors)]
    Revision.objects.bulk_create(revisions, batch_size=100)
    story = next(row for row in found if row.name == STORY)
    public = Revision.objects.get(innovation=story, act=Act.PUBLISH)
    Innovation.objects.filter(pk=story.pk).update(public_revision=public)


def _revisions(row: Innovation, actors: Actors) -> Iterator[Revision]:
    now = take_snapshot(row)
    rest = dict(FIRST_WORDS) if row.name == STORY else {}
    keys = {
        Role.OPERATOR: row.created_by_key,
        Role.SECRETARIAT: actors.secretariat,
        Role.VERIFIER: actors.verifier,
    }
    for number, step in enumerate(steps_of(row), start=1):
        rest = {name: words for name, words in rest.items() if name not in step.brings}
        yield Revision(
            innovation=row,
            number=number,
            act=step.act,
            actor_key=keys[step.role],
            role=step.role,
            at=step.at,
            snapshot={**now, **rest, "state": step.state.value},
        )


def keep_notes(innovations: Sequence[Innovation], actors: Actors) -> None:
    """Write the notes that returned innovations carry: one for each proof that was sent back."""
    by_pk = {row.pk: row for row in innovations}
    entries = LevelEntry.objects.filter(
        kind=LevelEntry.Kind.VERIFIED, level_after=None, answer__state=Answer.State.RETURNED
    ).select_related("answer__submission")
    notes = [
        ReturnNote(
            innovation_id=entry.answer.submission.innovation_id,
            text=f"No. {entry.answer.indicator}: {entry.reason}",
            author_key=entry.actor_key,
            at=entry.at,
        )
        for entry in entries
        if entry.answer.submission and entry.answer.submission.innovation_id in by_pk
    ]
    story = next(row for row in innovations if row.name == STORY)
    steps = steps_of(story)
    sent_back = next(step.at for step in steps if step.act is Act.RETURN)
    mended = next(step.at for step in steps if "benefits" in step.brings)
    notes.append(
        ReturnNote(
            innovation=story, about="benefits", text=STORY_NOTE, author_key=actors.verifier,
            at=sent_back, resolved_at=mended,
        )
    )  # fmt: skip
    ReturnNote.objects.bulk_create(notes)
