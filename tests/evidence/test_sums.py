"""M01, L05: what the database adds up of an innovation is what its answers say, at any moment."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from prakarsa.evidence.actions import Verdict
from prakarsa.evidence.models import Answer, AnswerSums, LevelEntry
from prakarsa.evidence.sums import count_untrue_sums
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, Submission
from tests.evidence.builders import claimed, decided, fresh, make_innovation, new_answer, with_file
from tests.unguarded import unguarded
from tests.worlds import AT, World

KINDS = ("claimed", "supported", "verified", "final")


def added_up(submission: Submission) -> tuple[object, ...]:
    """Return the sums of a submission as computed here, answer by answer."""
    rows = list(Answer.objects.filter(submission=submission))
    return (
        *(sum(getattr(row, f"{kind}_points_hundredths") for row in rows) for kind in KINDS),
        sum(row.final_level is not None for row in rows),
        sum(row.state == Answer.State.RETURNED for row in rows),
        " ".join(sorted(row.indicator for row in rows if row.claimed_level)),
        " ".join(sorted(row.indicator for row in rows if row.verified_level)),
    )


def kept(submission: Submission) -> tuple[object, ...]:
    """Return the sums of a submission as the database keeps them."""
    names = [field.name for field in AnswerSums._meta.concrete_fields[1:]]
    return AnswerSums.objects.values_list(*names).get(submission=submission)


def test_M01_the_sums_follow_every_act(world: World, submission: Submission) -> None:
    answer = claimed(world, submission, "16")
    assert kept(submission) == added_up(submission) == (600, 0, 0, 0, 0, 0, "16", "")
    with_file(world, fresh(answer))
    claimed(world, submission, "18")
    assert kept(submission) == added_up(submission)
    decided(world, fresh(answer), Verdict.ACCEPT, 1, "Baru satu.")
    assert kept(submission) == added_up(submission)
    assert AnswerSums.objects.get(submission=submission).verified_codes == "16"
    decided(world, fresh(answer), Verdict.RETURN, reason="Tanggal surat belum terbaca.")
    assert kept(submission) == added_up(submission)
    assert AnswerSums.objects.get(submission=submission).returned_answers == 1
    assert count_untrue_sums() == 0


def test_a_row_of_the_region_is_in_nobodys_sums(world: World) -> None:
    Answer.objects.create(
        region=world.home, edition_year=2026, indicator="1", claimed_points_hundredths=300,
        changed_at=AT,
    )  # fmt: skip
    assert not AnswerSums.objects.exists()


def test_M01_an_answer_that_moves_or_goes_takes_its_points_along(world: World) -> None:
    first, second = make_innovation(world, "SATU"), make_innovation(world, "DUA")
    answer = new_answer(first)
    answer.claimed_points_hundredths = 600
    answer.save()
    stays = new_answer(first, "18")
    stays.save()
    Answer.objects.filter(pk=answer.pk).update(submission=second)
    assert [kept(each) for each in (first, second)] == [added_up(each) for each in (first, second)]
    assert kept(second)[0] == 600
    Answer.objects.filter(pk=answer.pk).delete()
    assert not AnswerSums.objects.filter(submission=second).exists()
    assert count_untrue_sums() == 0
    Answer.objects.filter(pk=stays.pk).delete()
    first.delete()
    assert not AnswerSums.objects.exists()


def test_M01_sums_that_somebody_changed_are_known(world: World, submission: Submission) -> None:
    claimed(world, submission, "16")
    AnswerSums.objects.update(claimed_hundredths=1)
    assert count_untrue_sums() == 1
    claimed(world, submission, "18")
    assert count_untrue_sums() == 0
    AnswerSums.objects.all().delete()
    assert count_untrue_sums() == 1
    with unguarded():
        Answer.objects.filter(indicator="16").update(verified_points_hundredths=7)
    assert count_untrue_sums() == 1
    Answer.objects.filter(indicator="18").update(state=Answer.State.DRAFT)
    assert count_untrue_sums() == 0


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["16", "17", "18", "30", "35"]),
        st.sampled_from(KINDS),
        st.integers(0, 3),
        st.sampled_from(Answer.State.values),
    ),
    max_size=12,
)


class SumsOfAnyHistory(TestCase):
    """Any order of writing leaves what the answers say."""

    @settings(max_examples=25, deadline=None)
    @given(ANSWERS)
    def test_M01_after_any_changes(self, changes: list[tuple[str, str, int, str]]) -> None:
        region = Region.objects.create(
            code="99.01", name="Kota", slug="kota", kind="kota", zone="Asia/Jakarta",
            is_example=True,
        )  # fmt: skip
        innovation = Innovation.objects.create(
            region=region, name="X", normalised_name="x", created_by_key="x", created_at=AT,
            changed_at=AT,
        )  # fmt: skip
        submission = Submission.objects.create(
            key="x-2026", innovation=innovation, edition_year=2026, created_at=AT
        )
        self._write(submission, changes)
        found = AnswerSums.objects.filter(submission=submission)
        assert found.exists() == bool(changes)
        assert not changes or kept(submission) == added_up(submission)
        assert count_untrue_sums() == 0

    def _write(self, submission: Submission, changes: Iterable[tuple[str, str, int, str]]) -> None:
        for code, kind, level, state in changes:
            answer, _is_new = Answer.objects.get_or_create(
                submission=submission, indicator=code, edition_year=2026,
                region=submission.innovation.region, defaults={"changed_at": AT},
            )  # fmt: skip
            LevelEntry.objects.create(
                answer=answer, kind=kind, level_before=getattr(answer, f"{kind}_level"),
                level_after=level, reason="x", actor_key="x", role="x", at=AT,
            )  # fmt: skip
            columns = {f"{kind}_level": level, f"{kind}_points_hundredths": level * 100}
            Answer.objects.filter(pk=answer.pk).update(state=state, **columns)


def test_M01_what_was_there_before_is_added_up_by_the_upgrade(world: World) -> None:
    step = import_module("prakarsa.evidence.migrations.0006_answer_sums_kept")
    submission = make_innovation(world)
    editor = connection.schema_editor()
    step.remove(None, editor)
    answer = new_answer(submission)
    answer.claimed_points_hundredths = 600
    answer.save()
    assert not AnswerSums.objects.exists()
    step.install(None, editor)
    assert kept(submission) == added_up(submission)
    assert kept(submission)[0] == 600
