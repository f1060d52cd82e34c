"""The ledger of the four levels: append-only, and the columns follow it (M05)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.evidence.actions import Claim, Verdict, claim_level
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.evidence.refusals import CannotAct
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Submission
from tests.evidence.builders import (
    claimed,
    decided,
    make_innovation,
    new_answer,
    with_link,
)
from tests.worlds import AT, World


@pytest.fixture
def answer(world: World, submission: Submission) -> Answer:
    return claimed(world, submission)


def is_refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("kind", ["claimed", "supported", "verified", "final"])
def test_M05_a_raw_update_of_a_level_is_refused_by_the_database(answer: Answer, kind: str) -> None:
    assert is_refused(f"UPDATE evidence_answer SET {kind}_level = 3 WHERE id = {answer.pk}")


def test_M05_a_level_cannot_be_emptied_without_an_entry(answer: Answer) -> None:
    assert is_refused(f"UPDATE evidence_answer SET claimed_level = NULL WHERE id = {answer.pk}")


def test_M05_an_entry_cannot_be_changed_or_deleted(answer: Answer) -> None:
    assert is_refused("UPDATE evidence_levelentry SET reason = 'lain'")
    assert is_refused("DELETE FROM evidence_levelentry")


def test_M05_an_answer_keeps_its_row(answer: Answer) -> None:
    assert is_refused(f"UPDATE evidence_answer SET id = id + 1000 WHERE id = {answer.pk}")


def test_M05_replacing_a_row_is_no_way_around(answer: Answer) -> None:
    if connection.vendor == "postgresql":
        assert is_refused("TRUNCATE evidence_levelentry")
        return
    assert is_refused("REPLACE INTO evidence_levelentry SELECT * FROM evidence_levelentry")
    columns = "id, region_id, edition_year, submission_id, indicator, state, note, basis, scale"
    zeros = ", ".join(f"{kind}_points_hundredths" for kind in LevelEntry.Kind.values)
    assert is_refused(
        f"REPLACE INTO evidence_answer ({columns}, {zeros}, version, changed_at)"
        f" SELECT {columns}, 0, 0, 0, 0, version, changed_at FROM evidence_answer"
    )


def test_M05_an_entry_names_the_level_before_as_it_was(answer: Answer) -> None:
    entry = LevelEntry(
        answer=answer, kind="claimed", level_before=1, level_after=3, reason="x",
        actor_key="x", role="operator", at=AT,
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    entry.level_before = 2
    entry.save()


def test_M05_an_answer_starts_without_levels(world: World) -> None:
    fresh = new_answer(make_innovation(world, "LAIN"))
    fresh.verified_level = 3
    with pytest.raises(DatabaseError), transaction.atomic():
        fresh.save()


def test_M05_each_entry_has_actor_role_reason_and_the_level_before(
    world: World, answer: Answer
) -> None:
    decided(world, with_link(world, answer), Verdict.ACCEPT, 1, "Baru satu yang terbukti.")
    rows = LevelEntry.objects.filter(answer=answer).values_list(
        "kind", "level_before", "level_after", "role", "reason"
    )
    assert list(rows) == [
        ("claimed", None, 2, "operator", "Diklaim tanpa keterangan."),
        ("supported", None, 0, "system", "Belum ada berkas bukti."),
        ("verified", None, 1, "verifier", "Baru satu yang terbukti."),
    ]


def test_points_are_weight_times_level(world: World, answer: Answer) -> None:
    done = decided(world, answer, Verdict.ACCEPT, 2)
    fresh = Answer.objects.get(pk=done.pk)
    assert (fresh.claimed_points_hundredths, fresh.verified_points_hundredths) == (600, 600)
    assert fresh.state == Answer.State.VERIFIED


def test_the_same_claim_again_changes_nothing(world: World, answer: Answer) -> None:
    entries = AuditEntry.objects.count()
    again = claim_level(
        seat=world.seat(Role.OPERATOR), answer=answer, claim=Claim(level=2), version=None, at=AT
    )
    assert again.version == answer.version
    assert AuditEntry.objects.count() == entries


def test_M05_a_reason_is_kept_whole_or_refused(world: World, submission: Submission) -> None:
    answer, seat = new_answer(submission), world.seat(Role.OPERATOR)
    with pytest.raises(CannotAct, match="paling banyak 1000 huruf"):
        claim_level(
            seat=seat, answer=answer, claim=Claim(level=2, note="x" * 1001), version=None, at=AT
        )
    assert not LevelEntry.objects.exists()
    claim_level(
        seat=seat, answer=answer, claim=Claim(level=2, note="x" * 1000), version=None, at=AT
    )
    assert LevelEntry.objects.get(kind="claimed").reason == "x" * 1000


def test_the_note_has_the_length_of_a_reason(world: World, submission: Submission) -> None:
    url = reverse("evidence:answer", args=[submission.key, "16"])
    fields = {"version": "1", "level": "2", "note": "x" * 1001}
    page = world.client(Role.OPERATOR).post(url, fields)
    assert page.status_code == 200
    assert not Answer.objects.filter(claimed_level=2).exists()
