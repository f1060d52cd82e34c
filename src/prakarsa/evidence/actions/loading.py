"""Load many answers with their whole history at once: for example data and moving house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.evidence.actions.ledger import Kind, points_of_level
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.organisations.models import Region

BATCH = 500


@dataclass(slots=True)
class AnswerHistory:
    """An unsaved answer without levels, its unsaved entries in order of time, and its proofs.

    Entries need no `level_before` and neither entries nor proofs need their `answer`: both are
    filled in here. Files of proofs must already be stored.
    """

    answer: Answer
    entries: list[LevelEntry] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)


@transaction.atomic
def load_answers(
    *, actor: Actor, region: Region, histories: Sequence[AnswerHistory], at: datetime
) -> int:
    """Insert new answers of one region, their ledger and proofs; return how many answers.

    Points follow the last entry of each kind, by the rule of the answer's edition.
    """
    for history in histories:
        _prepare(history)
    Answer.objects.bulk_create([history.answer for history in histories], batch_size=BATCH)
    entries = [_owned(entry, history) for history in histories for entry in history.entries]
    LevelEntry.objects.bulk_create(entries, batch_size=BATCH)
    proofs = [_proof_of(proof, history) for history in histories for proof in history.proofs]
    Proof.objects.bulk_create(proofs, batch_size=BATCH)
    _let_levels_follow(histories)
    record(
        actor=actor,
        act="evidence.answers.loaded",
        target=region,
        at=at,
        region_code=region.pk,
        after={"answers": len(histories), "entries": len(entries), "proofs": len(proofs)},
    )
    return len(histories)


def _prepare(history: AnswerHistory) -> None:
    newest: dict[str, int | None] = {}
    for entry in history.entries:
        entry.level_before = newest.get(entry.kind)
        newest[entry.kind] = entry.level_after
    for kind in Kind.values:
        setattr(history.answer, f"{kind}_level", None)
        points = points_of_level(history.answer, newest.get(kind))
        setattr(history.answer, f"{kind}_points_hundredths", points)


def _owned(entry: LevelEntry, history: AnswerHistory) -> LevelEntry:
    entry.answer = history.answer
    return entry


def _proof_of(proof: Proof, history: AnswerHistory) -> Proof:
    proof.answer = history.answer
    return proof


def _let_levels_follow(histories: Sequence[AnswerHistory]) -> None:
    """The database lets a level column only become what the newest entry says: so it is asked."""
    keys = [history.answer.pk for history in histories]
    columns = {
        f"{kind}_level": Subquery(
            LevelEntry.objects.filter(answer=OuterRef("pk"), kind=kind)
            .order_by("-pk")
            .values("level_after")[:1]
        )
        for kind in Kind.values
    }
    for start in range(0, len(keys), BATCH):
        Answer.objects.filter(pk__in=keys[start : start + BATCH]).update(**columns)
