"""Carrying a report into a later edition: answers and proofs come along, as claims to confirm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import (
    Claim,
    Verdict,
    bring_answers,
    carry_report,
    claim_level,
    confirm_answers,
    submit_report,
)
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.evidence.queries import renewals_of
from prakarsa.evidence.refusals import CannotAct, WindowClosed
from prakarsa.evidence.showing.sheets import Sheet
from prakarsa.files.actions import remove_file
from prakarsa.files.models import StoredFile
from prakarsa.files.storage import path_of
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions as registry
from prakarsa.registry.models import Innovation, Revision, Submission
from tests.evidence.builders import (
    claimed,
    decided,
    fresh,
    make_innovation,
    open_window,
    with_file,
    with_link,
)
from tests.evidence.carried import LATER, PARTS, carry, words_of
from tests.evidence.editions import CHANGED, GONE, next_edition
from tests.evidence.test_replay import replayed
from tests.worlds import World


def test_answers_come_along_as_claims_and_nothing_verified_does(
    world: World, reported: Innovation, edition: None
) -> None:
    before = list(Answer.objects.filter(edition_year=2026).order_by("pk").values())
    submission = carry(world, reported)
    carried = {row.indicator: row for row in submission.answers.all()}
    assert sorted(carried) == ["16", "17", "18", "33"]
    assert [carried[code].claimed_level for code in ("16", "17", "18")] == [2, 1, 3]
    assert {row.state for row in carried.values()} == {Answer.State.DRAFT}
    assert {row.verified_level for row in carried.values()} == {None}
    assert {row.final_level for row in carried.values()} == {None}
    assert (carried["33"].number, carried["33"].basis) == (20, "a")
    assert list(Answer.objects.filter(edition_year=2026).order_by("pk").values()) == before


def test_M05_the_ledger_of_the_new_edition_begins_with_the_carried_claims(
    world: World, reported: Innovation, edition: None
) -> None:
    submission = carry(world, reported)
    entries = LevelEntry.objects.filter(answer__submission=submission)
    claims = entries.filter(kind="claimed")
    assert {entry.reason for entry in claims} == {"Dilanjutkan dari edisi 2026."}
    assert {entry.actor_key for entry in claims} == {world.seat(Role.OPERATOR).actor.key}
    assert {entry.level_before for entry in entries} == {None}
    assert set(entries.values_list("kind", flat=True)) == {"claimed", "supported"}
    for answer in submission.answers.all():
        assert replayed(answer)["claimed"] == answer.claimed_level
    told = AuditEntry.objects.filter(act="evidence.answers.carried").get().payload.body["after"]
    assert told == {
        "from": 2026, "indicators": ["16", "17", "18", "33"], "gone": [GONE], "missing_files": [],
    }  # fmt: skip


def test_proofs_come_along_with_bytes_of_their_own(
    world: World, reported: Innovation, edition: None
) -> None:
    submission = carry(world, reported)
    old = Proof.objects.get(answer__edition_year=2026, answer__indicator="33")
    new = Proof.objects.get(answer__submission=submission, answer__indicator="33")
    assert old.file is not None
    assert new.file is not None
    assert new.file.sha256 == old.file.sha256
    assert new.file.key != old.file.key
    assert path_of(new.file.key).read_bytes() == path_of(old.file.key).read_bytes()
    assert Proof.objects.filter(answer__submission=submission).count() == 5
    years = Proof.objects.filter(answer__submission=submission, answer__indicator="17")
    assert set(years.values_list("year", flat=True)) == {2024}
    # Nobody brought new bytes, so nobody's limit for a day is used up.
    assert new.file.owner is None


def test_F15_removing_one_of_two_references_keeps_the_other(
    world: World, reported: Innovation, edition: None, django_capture_on_commit_callbacks: object
) -> None:
    submission = carry(world, reported)
    new = Proof.objects.get(answer__submission=submission, answer__indicator="33")
    old = Proof.objects.get(answer__edition_year=2026, answer__indicator="33").file
    assert old is not None
    copy = new.file
    assert copy is not None
    Proof.objects.filter(pk=new.pk).update(file=None, link="https://contoh.invalid/x")
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(actor=world.seat(Role.OPERATOR).actor, stored=copy, at=LATER)
    assert not path_of(copy.key).exists()
    assert path_of(old.key).exists()


def test_a_file_whose_bytes_are_gone_is_named_and_stops_nothing(
    world: World, reported: Innovation, edition: None
) -> None:
    path_of(StoredFile.objects.get(name="SK.pdf").key).unlink()
    done = carry_report(
        seat=world.seat(Role.OPERATOR), innovation=reported, edition_year=2027, at=LATER
    )
    assert (done.missing_files, done.gone) == (["SK.pdf"], [GONE])
    assert done.indicators == ["16", "17", "18", "33"]


def test_each_answer_says_what_must_be_renewed(
    world: World, reported: Innovation, edition: None
) -> None:
    submission = carry(world, reported)
    assert submission.to_renew == [*PARTS, "16", "17", "18", "33"]
    words = words_of(submission)
    assert words[CHANGED] == "Indikator ini berubah sejak edisi 2026. Pilih lagi."
    assert words["17"].startswith("Bukti tahun 2024 baru mendukung tingkat 0")
    assert words["18"] == "Edisi 2026 hanya terverifikasi tingkat 2."
    assert words["33"] == "Isi angka yang baru."
    assert [line.indicator.code for line in renewals_of(submission) if line.still_holds] == []


def test_saving_a_carried_answer_confirms_it_changed_or_not(
    world: World, reported: Innovation, edition: None
) -> None:
    open_window(world.home, year=2027)
    submission = carry(world, reported)
    for level, code in ((2, "16"), (3, "17")):
        answer = submission.answers.get(indicator=code)
        claimed_again = claim_level(
            seat=world.seat(Role.OPERATOR), answer=answer, claim=Claim(level=level),
            version=answer.version, at=LATER,
        )  # fmt: skip
        assert claimed_again.claimed_level == level
    submission.refresh_from_db()
    assert submission.to_renew == [*PARTS, "18", "33"]
    assert AuditEntry.objects.filter(act="evidence.answers.confirmed").count() == 2


def holding(world: World, count: int) -> Submission:
    """Return a report in which as many answers only need to be confirmed."""
    submission = make_innovation(world, state=Innovation.State.DRAFT)
    for code in ("22", "23", "24")[:count]:
        with_link(world, claimed(world, submission, code, 1))
    return carry(world, submission.innovation)


def test_Z11_confirming_many_leaves_out_and_names_what_needs_more(
    world: World, edition: None
) -> None:
    for year in (2026, 2027):
        open_window(world.home, year=year)
    submission = holding(world, 3)
    seen = {row.indicator: row.version for row in submission.answers.all()}
    assert [line.still_holds for line in renewals_of(submission)] == [True, True, True]
    Answer.objects.filter(submission=submission, indicator="24").update(version=9)
    found = confirm_answers(
        seat=world.seat(Role.OPERATOR), submission=submission, seen=seen | {"16": 1}, at=LATER
    )
    assert (found.done, found.left_out) == (["22", "23"], ["24", "16"])
    submission.refresh_from_db()
    assert submission.to_renew == [*PARTS, "24"]


def test_a_file_that_came_along_is_no_repeated_file(world: World, edition: None) -> None:
    open_window(world.home)
    draft = make_innovation(world, state=Innovation.State.DRAFT)
    with_file(world, claimed(world, draft, "22", 1))
    submission = carry(world, draft.innovation)
    assert Sheet(world.seat(Role.OPERATOR), submission, LATER).repeated == []
    with_file(world, claimed(world, draft, "23", 1))
    (said,) = Sheet(world.seat(Role.OPERATOR), submission, LATER).repeated
    assert said.startswith("SK.pdf dipakai pada No. 22 dan No. 23 SAPA MELATI, edisi 2026.")


def test_only_who_may_claim_confirms_and_only_in_the_window(world: World, edition: None) -> None:
    open_window(world.home)
    submission = holding(world, 1)
    seen = {"22": submission.answers.get().version}
    with pytest.raises(WindowClosed):
        confirm_answers(seat=world.seat(Role.OPERATOR), submission=submission, seen=seen, at=LATER)
    with pytest.raises(PermissionDenied):
        confirm_answers(seat=world.seat(Role.VERIFIER), submission=submission, seen=seen, at=LATER)


def test_nothing_is_submitted_before_every_carried_answer_was_looked_at(
    world: World, edition: None
) -> None:
    for year in (2026, 2027):
        open_window(world.home, year=year)
    submission = holding(world, 2)
    operator = world.seat(Role.OPERATOR)
    Submission.objects.filter(pk=submission.pk).update(to_renew=["22", "23"])
    submission.refresh_from_db()
    with pytest.raises(CannotAct, match=r"No\. 22, 23"):
        submit_report(seat=operator, submission=submission, at=LATER)
    assert set(submission.answers.values_list("state", flat=True)) == {Answer.State.DRAFT}
    seen = {row.indicator: row.version for row in submission.answers.all()}
    confirm_answers(seat=operator, submission=submission, seen=seen, at=LATER)
    submission.refresh_from_db()
    assert submit_report(seat=operator, submission=submission, at=LATER) == 2


def test_M04_carrying_over_twice_is_one_draft(
    world: World, reported: Innovation, edition: None
) -> None:
    for _turn in range(2):
        carry_report(
            seat=world.seat(Role.OPERATOR), innovation=reported, edition_year=2027, at=LATER
        )
    assert Answer.objects.filter(edition_year=2027).count() == 4
    assert Proof.objects.filter(answer__edition_year=2027).count() == 5
    assert Revision.objects.filter(act="carry_over").count() == 1


def test_answers_follow_once_the_rulebook_is_complete(
    world: World, reported: Innovation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = carry(world, reported)
    assert (submission.answers.count(), submission.to_renew) == (0, PARTS)
    operator = world.seat(Role.OPERATOR)
    assert bring_answers(seat=operator, submission=submission, at=LATER).indicators == []
    for _turn in next_edition(tmp_path, monkeypatch):
        brought = bring_answers(seat=operator, submission=submission, at=LATER)
        assert brought.indicators == ["16", "17", "18", "33"]
        assert bring_answers(seat=operator, submission=submission, at=LATER).indicators == []
        with pytest.raises(PermissionDenied):
            bring_answers(seat=world.seat(Role.VERIFIER), submission=submission, at=LATER)


def test_Z10_a_stale_page_carries_nothing(
    world: World, reported: Innovation, edition: None
) -> None:
    with pytest.raises(registry.StaleInnovation):
        carry_report(
            seat=world.seat(Role.OPERATOR), innovation=reported, edition_year=2027, at=LATER,
            version=1,
        )  # fmt: skip
    assert not Answer.objects.filter(edition_year=2027).exists()
    assert Innovation.objects.get().state == Innovation.State.PUBLISHED


def test_an_edition_whose_time_is_over_takes_no_carried_draft(
    world: World, reported: Innovation, edition: None
) -> None:
    open_window(world.home, year=2027)
    after = ReportingWindow.objects.get(edition_year=2027).closes_at + timedelta(seconds=1)
    with pytest.raises(registry.ReportingClosed):
        carry(world, reported, after)
    assert not Submission.objects.filter(edition_year=2027).exists()


def test_the_verdict_on_an_earlier_edition_leaves_the_new_draft_alone(
    world: World, reported: Innovation, edition: None
) -> None:
    carry(world, reported)
    answer = fresh(Answer.objects.get(edition_year=2026, indicator="16"))
    decided(world, answer, Verdict.RETURN, None, "Salah lampiran.")
    assert Innovation.objects.get().state == Innovation.State.DRAFT
    assert not Innovation.objects.get().notes.exists()


def test_the_pages_lead_from_one_edition_to_the_next(
    world: World, reported: Innovation, edition: None
) -> None:
    client, key = world.client(Role.OPERATOR), reported.key
    text = client.get(reverse("evidence:carry-over", args=[key])).content.decode()
    assert "5 jawaban indikator ikut dengan berkas dan tautannya" in text
    url = reverse("evidence:carry-over", args=[key])
    posted = {"edition_year": "2027", "version": reported.version}
    text = client.post(url, posted, follow=True).content.decode()
    assert "SAPA MELATI dilanjutkan ke edisi 2027. No. 21 tidak ada lagi dalam edisi ini" in text
    assert "Perlu diperbarui untuk edisi 2027" in text
    assert text.count("Perlu diperbarui</span>") == 4
    page = client.get(reverse("evidence:answer", args=[key, "33"])).content.decode()
    assert "Dilanjutkan dari edisi 2026" in page
    assert "Isi angka yang baru." in page
    profile = client.get(reverse("registry:detail", args=[key])).content.decode()
    assert "4 jawaban indikator perlu diperbarui" in profile
    assert "Katalog tetap menampilkan yang terakhir terbit." in profile
    url = reverse("evidence:withdraw", args=[key])
    assert "Batalkan draf edisi 2027" in client.get(url).content.decode()
    version = Innovation.objects.get().version
    text = client.post(url, {"version": version}, follow=True).content.decode()
    assert "Draf edisi baru SAPA MELATI dibatalkan." in text


def test_the_page_confirms_what_still_holds(world: World, edition: None) -> None:
    for year in (2026, 2027):
        open_window(world.home, year=year)
    submission = holding(world, 2)
    client, key = world.client(Role.OPERATOR), submission.innovation.key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("prakarsa.evidence.views.detail.now", lambda: LATER)
        patch.setattr("prakarsa.evidence.views.carrying.now", lambda: LATER)
        text = client.get(reverse("evidence:detail", args=[key])).content.decode()
        assert "2 jawaban cukup dikonfirmasi bila masih sama" in text
        offered = [f"{row.indicator}.{row.version}" for row in submission.answers.all()]
        for each in offered:
            assert f'name="jawaban" value="{each}"' in text
        url = reverse("evidence:confirm", args=[key])
        text = client.post(url, {"jawaban": offered}, follow=True).content.decode()
    assert "2 jawaban dikonfirmasi." in text
    assert client.post(url, {"jawaban": ["16.x"]}).status_code == 400
