"""What would raise the index most, and who has to act: candidates from the data, order by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from prakarsa.assessments.queries.assessment import Assessment
from prakarsa.assessments.queries.counted import CountedInnovation
from prakarsa.foundation.writing import law_name
from prakarsa.rules.index.advice import AdvisedStep, Candidate, StepKind, next_best_steps
from prakarsa.rules.index.eligibility import ReasonCode
from prakarsa.rules.index.indicator import LEVELS
from prakarsa.rules.index.standing import Change

# A missing proof is supposed to reach the middle level: attainable within a reporting window.
LIKELY_LEVEL = 2
STEPS = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """One step with the words of its page."""

    step: AdvisedStep
    title: str | Promise
    detail: str | Promise
    where: str


@dataclass(frozen=True, slots=True)
class _Option:
    candidate: Candidate
    title: str | Promise
    detail: str | Promise
    where: str = ""


def advice_of(assessment: Assessment) -> list[Advice]:
    """Return up to four steps, each with its exact gain after the ones before it."""
    options = {option.candidate.key: option for option in _options(assessment)}
    steps = next_best_steps(
        assessment.standing,
        [option.candidate for option in options.values()],
        assessment.edition,
        limit=STEPS,
    )
    chosen = [(step, options[step.candidate.key]) for step in steps]
    return [Advice(step, each.title, each.detail, each.where) for step, each in chosen]


def _options(assessment: Assessment) -> Iterator[_Option]:
    yield from _verification(assessment)
    yield from _region_rows(assessment)
    yield from _missing_proof(assessment)
    yield from _short_designs(assessment)


def _change_for(rows: Sequence[CountedInnovation], assessment: Assessment) -> Change:
    basic = assessment.edition.basic_affairs
    return Change(
        sid_sum_hundredths=sum(
            each.verified_hundredths if each.has_verdict else each.supported_hundredths
            for each in rows
        ),
        innovations=len(rows),
        gained=tuple(each.affair for each in rows if each.affair in basic),
    )


def _verification(assessment: Assessment) -> Iterator[_Option]:
    """Innovations whose proof is complete and only waits for a verdict."""
    due = [
        each
        for each in assessment.innovations
        if each.is_claimed and not each.has_verdict and not each.returned
    ]
    if due:
        title = ngettext_lazy(
            "Tuntaskan verifikasi %(count)d inovasi yang buktinya sudah lengkap",
            "Tuntaskan verifikasi %(count)d inovasi yang buktinya sudah lengkap",
            len(due),
        ) % {"count": len(due)}
        change = _change_for(due, assessment)
        yield _Option(Candidate("verify", StepKind.VERIFY, "verifier", change), title,
                      _("Tim verifikasi · nilai menurut bukti yang ada"), "queue")  # fmt: skip


def _region_rows(assessment: Assessment) -> Iterator[_Option]:
    """Each regional row that is not at its top level yet."""
    for row in assessment.rows:
        if row.verified_level < LEVELS[-1] and row.indicator.numeric is None:
            gain = row.indicator.maximum_hundredths - row.verified_hundredths
            levels = {"before": row.verified_level, "after": LEVELS[-1]}
            candidate = Candidate(
                f"row {row.indicator.code}", StepKind.REGION_ROW, "secretariat",
                Change(spd_hundredths=gain),
            )  # fmt: skip
            title = f"{law_name(row.indicator.name)} (SPD No. {row.indicator.code})"
            detail = _("Sekretariat inovasi · tingkat %(before)d menjadi %(after)d") % levels
            yield _Option(candidate, title, detail, f"row {row.indicator.code}")


def _missing_proof(assessment: Assessment) -> Iterator[_Option]:
    """Each indicator that some counted innovations have no points in."""
    counted = assessment.counted
    reached = Counter(" ".join(each.verified_codes for each in counted).split())
    for indicator in assessment.edition.sid:
        missing = len(counted) - reached[indicator.code]
        if missing:
            words = {"name": law_name(indicator.name), "code": indicator.code, "count": missing}
            change = Change(sid_sum_hundredths=missing * indicator.points_hundredths(LIKELY_LEVEL))
            yield _Option(
                Candidate(f"sid {indicator.code}", StepKind.RAISE_ANSWER, "agencies", change),
                _("%(name)s pada %(count)d inovasi yang belum punya (No. %(code)s)") % words,
                _("Perangkat daerah · tingkat 0 menjadi %d") % LIKELY_LEVEL,
                f"sid {indicator.code}",
            )


def _short_designs(assessment: Assessment) -> Iterator[_Option]:
    """Verified innovations that only lack a design text of the needed length."""
    due = [
        each
        for each in assessment.innovations
        if each.has_verdict
        and [reason.code for reason in each.reasons] == [ReasonCode.DESIGN_SHORT]
    ]
    if due:
        change = _change_for(due, assessment)
        yield _Option(
            Candidate("design", StepKind.NEW_INNOVATION, "agencies", change),
            _("Lengkapi rancang bangun %d inovasi yang sudah terverifikasi") % len(due),
            _("Perangkat daerah · sekarang kurang dari %d kata")
            % assessment.edition.eligibility.design_words_minimum.value,
            "excluded",
        )
