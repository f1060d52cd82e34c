"""Evidence of Kota Contoh: claims, files, what they support, verdicts in every state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from prakarsa.audit.actors import system_actor
from prakarsa.demo.example_files import make_file
from prakarsa.demo.words import dice, example_words
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.files.models import StoredFile
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.evidence import Claim, EvidenceFile, supported_level
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import Indicator
from prakarsa.rules.index.numeric import numeric_rule

State = Innovation.State
VIDEO = "https://contoh.invalid/video/"
# How often each level is claimed; the verifier later takes some of it back.
ROLES = {
    LevelEntry.Kind.CLAIMED: "operator",
    LevelEntry.Kind.SUPPORTED: "system",
    LevelEntry.Kind.VERIFIED: "verifier",
}
CLAIMS = ((3, 46), (2, 30), (1, 16), (0, 8))


@dataclass(frozen=True, slots=True)
class Actors:
    """Who fills the regional rows and who decides, by opaque key."""

    secretariat: str
    verifier: str


@dataclass(slots=True)
class Case:
    """One answer with everything that will be written for it."""

    answer: Answer
    indicator: Indicator
    year: int
    claimed: int
    supported: int
    verified: int | None
    remark: str
    at: datetime


def make_proof(
    innovations: Sequence[Innovation], edition: Edition, actors: Actors, at: datetime
) -> None:
    """Give every innovation but the plain drafts its answers, files and ledger."""
    submissions = _submissions(innovations, edition.year)
    cases = [case for submission in submissions for case in _cases(submission, edition, at)]
    histories = [
        AnswerHistory(case.answer, list(_entries(case, actors)), list(_proofs(case)))
        for case in cases
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
    for back, share in ((2, 0.06), (1, 0.34)):
        found = {
            row.key: Submission(
                key=f"{row.key}-{year - back}",
                innovation=row,
                edition_year=year - back,
                carried_from=newest.get(row.key),
                created_at=row.created_at,
                submitted_at=row.submitted_at,
                verified_at=row.verified_at,
            )
            for row in innovations
            if row.state == State.PUBLISHED
            and dice(f"earlier {row.name} {row.agency_id}").random() < share
        }
        Submission.objects.bulk_create(found.values(), batch_size=200)
        newest |= found
    return newest


def _cases(submission: Submission, edition: Edition, at: datetime) -> Iterator[Case]:
    innovation = submission.innovation
    chance = dice(f"proof {innovation.name} {innovation.agency_id}")
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
    year = 2025 if chance.random() < 0.93 else 2023
    basis = indicator.bases[0].code if indicator.bases else ""
    claim = Claim(
        level=claimed,
        files=tuple(EvidenceFile(kind=_kind(indicator), year=each) for each in (year, 2026, 2024)),
        number=_number(indicator, basis, claimed),
        basis=basis,
    )
    supported = supported_level(claim, indicator, year=edition.year).level
    state, verified, remark = _verdict(submission.innovation, indicator, supported, chance)
    moment = submission.innovation.submitted_at or submission.innovation.changed_at
    is_waiting = state == Answer.State.WAITING
    answer = Answer(
        region=submission.innovation.region,
        edition_year=edition.year,
        submission=submission,
        indicator=indicator.code,
        state=state,
        note="",
        evidence_year=year,
        basis=basis,
        number=claim.number,
        scale=submission.innovation.kind if indicator.scales else "",
        waiting_since=moment if is_waiting else None,
        changed_at=moment,
    )
    return Case(answer, indicator, year, claimed, supported, verified, remark, min(moment, at))


def _number(indicator: Indicator, basis: str, level: int) -> Decimal | None:
    """Return a number that earns the level where the rule wants one."""
    rule = numeric_rule(indicator, basis=basis)
    if rule is None:
        return None
    bound = rule.bounds[level - 1]
    edge = bound.low if bound.low is not None else bound.high
    return Decimal(edge or 0) / 100


def _verdict(
    innovation: Innovation, indicator: Indicator, supported: int, chance: Random
) -> tuple[str, int | None, str]:
    """Return the state of an answer, the verifier's level and the reason."""
    luck = chance.random()
    if innovation.state in (State.VERIFIED, State.PUBLISHED):
        lower = max(supported - 1, 1 if indicator.mandatory and supported else 0)
        level = supported if luck < 0.76 else lower
        return (
            Answer.State.VERIFIED,
            level,
            "" if level == supported else _remark("lower", indicator, chance),
        )
    if innovation.state == State.SUBMITTED:
        if luck < 0.35:
            return Answer.State.VERIFIED, supported, ""
        return Answer.State.WAITING, None, ""
    if innovation.state == State.RETURNED:
        if luck < 0.5:
            return Answer.State.VERIFIED, supported, ""
        if luck < 0.75:
            return Answer.State.WAITING, None, ""
        return Answer.State.RETURNED, None, _remark("return", indicator, chance)
    return Answer.State.DRAFT, None, ""


def _remark(outcome: str, indicator: Indicator, chance: Random) -> str:
    texts = [
        words["text"]
        for words in example_words()["remarks"]
        if words["outcome"] == outcome
        and int(indicator.code) in words.get("indicators", [int(indicator.code)])
    ]
    fallback = "Dokumen yang diunggah belum mendukung seluruh tingkat yang diklaim."
    text: str = chance.choice(texts or [fallback])
    return text.format(year_found=2023, year_needed=2025)


def _kind(indicator: Indicator) -> str:
    return "tautan" if "tautan" in indicator.file_types else indicator.file_types[0]


def _proofs(case: Case) -> Iterator[Proof]:
    innovation = case.answer.submission.innovation if case.answer.submission else None
    assert innovation is not None
    proof = Proof(added_by_key=innovation.created_by_key, added_at=case.at, year=case.year)
    if _kind(case.indicator) == "tautan":
        proof.link, proof.caption = f"{VIDEO}{innovation.key}", innovation.name[:200]
    else:
        proof.file = make_file(innovation, case.indicator, case.year, case.at)
    yield proof


def _entries(case: Case, actors: Actors) -> Iterator[LevelEntry]:
    kind = LevelEntry.Kind
    assert case.answer.submission is not None
    operator = case.answer.submission.innovation.created_by_key
    yield _entry(case, kind.CLAIMED, case.claimed, "Klaim diisi.", operator)
    reason = "Bukti mendukung klaim."
    if case.supported < case.claimed:
        reason = "Tahun bukti belum mendukung seluruh klaim."
    yield _entry(case, kind.SUPPORTED, case.supported, reason, "system:evidence")
    if case.verified is not None or case.answer.state == Answer.State.RETURNED:
        reason = case.remark or "Sesuai bukti."
        yield _entry(case, kind.VERIFIED, case.verified, reason, actors.verifier)


def _entry(
    case: Case, kind: LevelEntry.Kind, level: int | None, reason: str, actor: str
) -> LevelEntry:
    days = 3 if kind is LevelEntry.Kind.VERIFIED else 0
    return LevelEntry(
        kind=kind,
        level_after=level,
        reason=reason,
        actor_key=actor,
        role=ROLES[kind],
        at=case.at + timedelta(days=days),
    )
