"""Evidence of Kota Contoh: claims, files, what they support, verdicts in every state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from prakarsa.audit.actors import system_actor
from prakarsa.demo.example_files import make_file
from prakarsa.demo.example_history import ANSWERED, CHECKED, YEAR, years_reported
from prakarsa.demo.example_region import Actors
from prakarsa.demo.words import dice, example_words
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.actions.weighing import reason_of
from prakarsa.evidence.models import CLAIMED_WITHOUT_NOTE, Answer, LevelEntry, Proof
from prakarsa.evidence.supports import support_of
from prakarsa.files.models import StoredFile
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.evidence import Support, accepts_link, years_needed
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import Indicator
from prakarsa.rules.index.numeric import numeric_rule

State = Innovation.State
VIDEO = "https://contoh.invalid/video/"
ROLES = {
    LevelEntry.Kind.CLAIMED: "operator",
    LevelEntry.Kind.SUPPORTED: "system",
    LevelEntry.Kind.VERIFIED: "verifier",
}
# How often each level is claimed; the verifier later takes some of it back.
CLAIMS = ((3, 46), (2, 30), (1, 16), (0, 8))
# How often the proofs support less than the claim, and how old a file then is.
CARELESS, YEARS_OLD = 0.1, 3
WEIGHER = "system:evidence"
FALLBACK = "Dokumen yang diunggah baru mendukung sebagian tingkat yang diklaim."
# The decree of an innovation belongs to the year in which it was implemented.
BY_IMPLEMENTATION = "16"


@dataclass(slots=True)
class Case:
    """One answer with everything that will be written for it."""

    answer: Answer
    indicator: Indicator
    claimed: int
    at: datetime
    proofs: list[Proof] = field(default_factory=list)
    support: Support | None = None
    verified: int | None = None
    remark: str = ""

    @property
    def supported(self) -> int:
        """Return the level the evidence supports."""
        return self.support.level if self.support else 0


def make_proof(
    innovations: Sequence[Innovation], edition: Edition, actors: Actors, at: datetime
) -> None:
    """Give every innovation but the plain drafts its answers, files and ledger."""
    submissions = _submissions(innovations, edition.year)
    cases = [case for submission in submissions for case in _cases(submission, edition, at)]
    histories = [
        AnswerHistory(case.answer, list(_entries(case, actors)), case.proofs) for case in cases
    ]
    files = [proof.file for history in histories for proof in history.proofs if proof.file]
    StoredFile.objects.bulk_create(files, batch_size=200)
    region = innovations[0].region
    load_answers(actor=system_actor("demo"), region=region, histories=histories, at=at)


def _submissions(innovations: Sequence[Innovation], year: int) -> list[Submission]:
    earlier = _earlier_submissions(innovations, year)
    rows = [
        Submission(
            key=f"{row.key}-{year}",
            innovation=row,
            carried_from=earlier.get(row.key),
            edition_year=year,
            created_at=row.created_at,
            submitted_at=row.submitted_at,
            verified_at=row.verified_at,
        )
        for row in innovations
        if row.state != State.RETIRED
    ]
    Submission.objects.bulk_create(rows, batch_size=200)
    return rows


def _earlier_submissions(innovations: Sequence[Innovation], year: int) -> dict[str, Submission]:
    """Let older innovations have been reported before; a few of them twice already."""
    newest: dict[str, Submission] = {}
    for back in (2, 1):
        found = {
            row.key: _earlier(row, year, back, newest.get(row.key))
            for row in innovations
            if years_reported(row) >= back
        }
        Submission.objects.bulk_create(found.values(), batch_size=200)
        newest |= found
    return newest


def _earlier(row: Innovation, year: int, back: int, before: Submission | None) -> Submission:
    assert row.submitted_at is not None
    submitted = row.submitted_at - YEAR * back
    verified = row.verified_at - YEAR * back if row.verified_at else submitted + CHECKED
    return Submission(
        key=f"{row.key}-{year - back}",
        innovation=row,
        edition_year=year - back,
        carried_from=before,
        created_at=row.created_at,
        submitted_at=submitted,
        verified_at=verified,
    )


def _cases(submission: Submission, edition: Edition, at: datetime) -> Iterator[Case]:
    innovation = submission.innovation
    chance = dice(f"proof {innovation.name} {innovation.initiator_name}")
    care = chance.random()
    for indicator in edition.sid:
        # A draft has begun with some indicators only.
        is_begun = innovation.state != State.DRAFT or chance.random() < care / 2
        if is_begun and (case := _case(submission, indicator, edition, chance, care, at)):
            yield case


def _case(
    submission: Submission, indicator: Indicator, edition: Edition, chance: Random, care: float,
    at: datetime,
) -> Case | None:  # fmt: skip
    claimed = chance.choices([level for level, _w in CLAIMS], [weight for _l, weight in CLAIMS])[0]
    if indicator.mandatory and care > 0.2:
        claimed = max(claimed, 1)
    if claimed == 0:
        return None
    innovation = submission.innovation
    moment = innovation.submitted_at or innovation.changed_at
    is_careless = chance.random() < CARELESS
    basis = indicator.bases[0].code if indicator.bases else ""
    shown = max(claimed - is_careless, 1)
    answer = Answer(
        region=innovation.region,
        edition_year=edition.year,
        submission=submission,
        indicator=indicator.code,
        note="",
        basis=basis,
        number=_number(indicator, basis, shown, chance),
        scale=innovation.kind if indicator.scales else "",
        changed_at=moment,
    )
    years = _years(indicator, shown, edition.year, is_old=is_careless and claimed == shown)
    answer.evidence_year = max(years)
    case = Case(answer, indicator, claimed, min(moment, at))
    case.proofs = [_proof(case, innovation, year) for year in years]
    case.support = weigh(answer, case.proofs, claimed, edition)
    answer.state = _verdict(case, innovation, chance)
    answer.waiting_since = moment if answer.state == Answer.State.WAITING else None
    return case


def weigh(answer: Answer, proofs: Sequence[Proof], claimed: int, edition: Edition) -> Support:
    """Return what the product's own rule says of a claim with exactly these proofs."""
    answer.claimed_level = claimed
    support = support_of(answer, proofs, edition)
    assert support is not None
    return support


def _number(indicator: Indicator, basis: str, level: int, chance: Random) -> Decimal | None:
    """Return a number that earns the level where the rule wants one."""
    rule = numeric_rule(indicator, basis=basis)
    if rule is None:
        return None
    bound = rule.bounds[level - 1]
    low, high = (bound.low or 0) // 100, (bound.high or 0) // 100
    return Decimal(chance.randint(low, high if high > low else 2 * low))


def _years(indicator: Indicator, level: int, year: int, *, is_old: bool) -> list[int]:
    """Return the years of the files that a level asks for; those of too old a file if so."""
    if is_old:
        return [year - YEARS_OLD]
    alternatives = years_needed(indicator, level, year=year)
    # Last year's papers are the ones that are whole; this year's are there where all are asked.
    return sorted(min(alternatives, key=lambda each: year in each)) if alternatives else [year - 1]


def _verdict(case: Case, innovation: Innovation, chance: Random) -> Answer.State:
    """Return the state of an answer; the verifier's level and words go into the case."""
    state = Answer.State
    luck = chance.random()
    if innovation.state in (State.VERIFIED, State.PUBLISHED):
        case.verified = case.supported
        if luck >= 0.76 and case.supported > 1:
            case.verified, case.remark = _lower(case, chance)
        return state.VERIFIED
    if innovation.state == State.SUBMITTED:
        case.verified = case.supported if luck < 0.35 else None
        return state.VERIFIED if luck < 0.35 else state.WAITING
    if innovation.state == State.RETURNED:
        case.verified = case.supported if luck < 0.5 else None
        if luck < 0.75:
            return state.VERIFIED if luck < 0.5 else state.WAITING
        case.remark = _return_words(case, innovation, chance)
        return state.RETURNED
    return state.DRAFT


def _remarks(outcome: str, indicator: Indicator) -> Iterator[Mapping[str, Any]]:
    for words in example_words()["remarks"]:
        fits = words.get("indicators", [int(indicator.code)])
        if words["outcome"] == outcome and int(indicator.code) in fits:
            yield words


def _lower(case: Case, chance: Random) -> tuple[int, str]:
    """Return a level below what the evidence supports, and the words that say just that."""
    fitting = [each for each in _remarks("lower", case.indicator) if each["level"] < case.supported]
    if not fitting:
        return case.supported - 1, FALLBACK
    words = chance.choice(fitting)
    return words["level"], words["text"]


def _return_words(case: Case, innovation: Innovation, chance: Random) -> str:
    """Return why a proof is sent back; a year is blamed only where it is the file's year."""
    found, needed = case.answer.evidence_year or 0, case.answer.edition_year - 1
    if case.indicator.code == BY_IMPLEMENTATION and innovation.implemented_on:
        needed = innovation.implemented_on.year
    fitting = [
        words
        for words in _remarks("return", case.indicator)
        if found < needed or "{year_found}" not in words["text"]
    ]
    # Words about this very indicator say more than those that fit any.
    own = [words for words in fitting if "indicators" in words]
    text: str = chance.choice(own or fitting)["text"]
    return text.format(year_found=found, year_needed=needed)


def _proof(case: Case, innovation: Innovation, year: int) -> Proof:
    proof = Proof(added_by_key=innovation.created_by_key, added_at=case.at, year=year)
    if accepts_link(case.indicator):
        proof.link, proof.caption = f"{VIDEO}{innovation.key}", innovation.name[:200]
    else:
        proof.file = make_file(innovation, case.indicator, year, case.at)
    return proof


def _entries(case: Case, actors: Actors) -> Iterator[LevelEntry]:
    kind = LevelEntry.Kind
    assert case.answer.submission is not None
    assert case.support is not None
    operator = case.answer.submission.innovation.created_by_key
    yield _entry(case, kind.CLAIMED, case.claimed, CLAIMED_WITHOUT_NOTE, operator)
    yield _entry(case, kind.SUPPORTED, case.supported, reason_of(case.support), WEIGHER)
    if case.verified is not None or case.answer.state == Answer.State.RETURNED:
        reason = case.remark or "Sesuai bukti."
        yield _entry(case, kind.VERIFIED, case.verified, reason, actors.verifier)


def _entry(
    case: Case, kind: LevelEntry.Kind, level: int | None, reason: str, actor: str
) -> LevelEntry:
    return LevelEntry(
        kind=kind,
        level_after=level,
        reason=reason,
        actor_key=actor,
        role=ROLES[kind],
        at=case.at + ANSWERED if kind is LevelEntry.Kind.VERIFIED else case.at,
    )
