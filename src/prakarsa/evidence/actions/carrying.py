"""A report into a later edition: profile, answers and proofs come along, and can be called off."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import settle_change, write_state
from prakarsa.evidence.actions.claims import Claim, checked_claim, claim_of
from prakarsa.evidence.actions.ledger import Kind, append_entry
from prakarsa.evidence.actions.opening import lock_answer
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.permissions import can_bring_answers
from prakarsa.evidence.queries import answers_to_carry, new_answer
from prakarsa.evidence.refusals import CannotAct
from prakarsa.evidence.states import Act, next_state
from prakarsa.files.actions import copy_file, remove_file
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import carry_over, withdraw_carry_over
from prakarsa.registry.actions.recording import lock, refuse_stale
from prakarsa.registry.actions.years import refuse_closed_edition
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.queries import latest_submission
from prakarsa.rules.index.edition import Edition, open_edition

CARRIED = "Dilanjutkan dari edisi {year}."
CALLED_OFF = "Draf edisi {year} dibatalkan."


@dataclass(slots=True)
class Carried:
    """What came along: the indicators, those the edition no longer has, files that were missing."""

    indicators: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)


@transaction.atomic
def carry_report(
    *,
    seat: Seat,
    innovation: Innovation,
    edition_year: int,
    at: datetime,
    version: int | None = None,
) -> Carried:
    """Carry an innovation with its answers and proofs into a later edition, as a draft.

    What was verified stays with the edition before: here every answer is a claim to be confirmed.
    Where the rulebook of the edition is incomplete the answers follow later (`bring_answers`).
    Raises what `registry.actions.carry_over` raises.
    """
    submission = carry_over(
        seat=seat, innovation=innovation, edition_year=edition_year, at=at, version=version
    )
    return _bring(seat, submission, at)


@transaction.atomic
def bring_answers(
    *, seat: Seat, submission: Submission, at: datetime, version: int | None = None
) -> Carried:
    """Let the answers follow a profile that was carried over before its edition was complete.

    `version` is that of the innovation. Raises PermissionDenied, StaleInnovation, ReportingClosed.
    """
    locked = lock(submission.innovation)
    refuse_stale(locked, version=locked.version if version is None else version)
    related = ("innovation__region", "innovation__agency", "carried_from")
    current = Submission.objects.select_related(*related).get(pk=submission.pk)
    if not can_bring_answers(seat, current):
        raise PermissionDenied
    refuse_closed_edition(locked, current.edition_year, at=at)
    return _bring(seat, current, at)


def _bring(seat: Seat, submission: Submission, at: datetime) -> Carried:
    """Bring what an answer here does not hold yet; again it brings nothing."""
    edition, source = open_edition(submission.edition_year), submission.carried_from
    carried = Carried()
    if not isinstance(edition, Edition) or source is None:
        return carried
    standing = Prefetch("proofs", Proof.objects.filter(removed_at=None).select_related("file"))
    for old in answers_to_carry(source).prefetch_related(standing).order_by("pk"):
        if old.indicator not in edition.indicators:
            carried.gone.append(old.indicator)
            continue
        fresh = lock_answer(new_answer(submission, old.indicator), at=at)
        if fresh.state == Answer.State.EMPTY:
            _carry(seat, old, fresh, edition, carried, at)
    if carried.indicators:
        _mark_and_record(seat, submission, source, carried, at)
    return carried


def _carry(
    seat: Seat, old: Answer, fresh: Answer, edition: Edition, carried: Carried, at: datetime
) -> None:
    claim = _fitting(claim_of(old), fresh, edition)
    columns = asdict(claim)
    level = columns.pop("level")
    Answer.objects.filter(pk=fresh.pk).update(**columns)
    for name, value in columns.items():
        setattr(fresh, name, value)
    if level is not None:
        append_entry(
            answer=fresh,
            kind=Kind.CLAIMED,
            level=level,
            reason=CARRIED.format(year=old.edition_year),
            actor=seat.actor,
            at=at,
        )
    for proof in old.proofs.all():
        _carry_proof(seat, proof, old.evidence_year, fresh, carried, at)
    settle_change(seat=seat, answer=fresh, at=at)
    carried.indicators.append(fresh.indicator)


def _fitting(claim: Claim, answer: Answer, edition: Edition) -> Claim:
    """Return the claim as far as the edition still asks it; its number gives the level anew."""
    try:
        return checked_claim(claim, edition.indicators[answer.indicator], edition.year)
    except CannotAct:
        return Claim(note=claim.note, evidence_year=claim.evidence_year)


def _carry_proof(
    seat: Seat, proof: Proof, year: int | None, fresh: Answer, carried: Carried, at: datetime
) -> None:
    try:
        file = copy_file(actor=seat.actor, stored=proof.file, at=at) if proof.file else None
    except FileNotFoundError:
        carried.missing_files.append(str(proof.file))
        return
    Proof.objects.create(
        answer=fresh,
        file=file,
        link=proof.link,
        caption=proof.caption,
        # Its own year stays with the file, whatever year the answer is given later.
        year=proof.year or year,
        added_by_key=seat.actor.key,
        added_at=at,
    )


def _mark_and_record(
    seat: Seat, submission: Submission, source: Submission, carried: Carried, at: datetime
) -> None:
    known = [name for name in submission.to_renew if name not in carried.indicators]
    submission.to_renew = [*known, *carried.indicators]
    submission.save(update_fields=["to_renew"])
    record(
        actor=seat.actor,
        act="evidence.answers.carried",
        target=submission,
        at=at,
        region_code=submission.innovation.region_id,
        after={"from": source.edition_year, **asdict(carried)},
    )


@transaction.atomic
def withdraw_report(
    *, seat: Seat, innovation: Innovation, at: datetime, version: int | None = None
) -> Innovation:
    """Call the draft of a later edition off: the innovation is again what it was before.

    The ledger and the history of the draft stay; its claims are taken back in it. Raises what
    `registry.actions.withdraw_carry_over` raises.
    """
    Innovation.objects.select_for_update(no_key=True).get(pk=innovation.pk)
    draft = latest_submission(innovation)
    done = withdraw_carry_over(seat=seat, innovation=innovation, at=at, version=version)
    if draft is None:
        return done
    draft.refresh_from_db()
    if draft.withdrawn_at is not None:
        _call_off(seat, draft, at)
    return done


def _call_off(seat: Seat, draft: Submission, at: datetime) -> None:
    answers = list(draft.answers.select_for_update(no_key=True).filter(state=Answer.State.DRAFT))
    reason = CALLED_OFF.format(year=draft.edition_year)
    for answer in answers:
        for kind in (Kind.CLAIMED, Kind.SUPPORTED):
            if getattr(answer, f"{kind}_level") is not None:
                append_entry(
                    answer=answer, kind=kind, level=None, reason=reason, actor=seat.actor, at=at
                )
        for proof in answer.proofs.filter(removed_at=None):
            proof.removed_at, proof.removed_by_key = at, seat.actor.key
            proof.save(update_fields=["removed_at", "removed_by_key"])
        nothing = asdict(Claim())
        del nothing["level"]
        Answer.objects.filter(pk=answer.pk).update(**nothing)
        write_state(answer, next_state(answer.state, Act.WITHDRAW) or answer.state, at=at)
    copies = _remove_copies(seat, draft, at)
    record(
        actor=seat.actor,
        act="evidence.answers.withdrawn",
        target=draft,
        at=at,
        region_code=draft.innovation.region_id,
        before={"indicators": [answer.indicator for answer in answers]},
        after={"removed_copies": copies},
    )


def _remove_copies(seat: Seat, draft: Submission, at: datetime) -> int:
    """Remove the copies that came along; their bytes stand under the edition before.

    Nobody brought them, so they count for nobody's daily limit: carried over and called off again
    and again they would fill the disk. Files that people added themselves stay in the history.
    """
    brought = Proof.objects.filter(answer__submission=draft.carried_from, file__isnull=False)
    digests = set(brought.values_list("file__sha256", flat=True))
    copies = Proof.objects.filter(answer__submission=draft, file__owner=None).select_related("file")
    removed = [proof for proof in copies if proof.file and proof.file.sha256 in digests]
    for proof in removed:
        proof.delete()
        if proof.file:
            remove_file(actor=seat.actor, stored=proof.file, at=at)
    return len(removed)
