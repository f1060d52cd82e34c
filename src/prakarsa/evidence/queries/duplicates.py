"""The same file in another place: pointed out within what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries.scope import visible_proofs
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Submission


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another place of the same bytes."""

    proof: Proof

    def is_same_answer_as(self, answer: Answer) -> bool:
        """Say whether this stands under the same indicator of the same innovation, any edition."""
        other = self.proof.answer
        if answer.submission is None or other.submission is None:
            return False
        is_own = other.submission.innovation_id == answer.submission.innovation_id
        return is_own and other.indicator == answer.indicator and other.pk != answer.pk

    def words(self, submission: Submission | None) -> str:
        """Return where that is, as said on the page of a submission."""
        answer = self.proof.answer
        number = _("No. %s") % answer.indicator
        if answer.submission is None:
            return _("%(number)s daerah, edisi %(year)s") % {
                "number": number,
                "year": answer.edition_year,
            }
        if submission is not None and answer.submission_id == submission.pk:
            return number
        name = answer.submission.innovation.name
        return _("%(number)s %(innovation)s, edisi %(year)s") % {
            "number": number,
            "innovation": name,
            "year": answer.edition_year,
        }


def standing_proofs(seat: Seat) -> QuerySet[Proof]:
    """Return the proofs a seat sees that were not taken away."""
    return visible_proofs(seat).filter(removed_at=None)


def duplicates_of(seat: Seat, proofs: Iterable[Proof]) -> dict[int, list[Duplicate]]:
    """Return, by proof, where else the same bytes stand, in one query.

    Only places the seat sees count: an operator learns nothing about another unit's files.
    """
    hashes = {proof.pk: proof.file.sha256 for proof in proofs if proof.file is not None}
    if not hashes:
        return {}
    rows = standing_proofs(seat).filter(file__sha256__in=set(hashes.values()))
    rows = rows.select_related("file", "answer__submission__innovation").order_by("pk")
    by_hash: dict[str, list[Proof]] = defaultdict(list)
    for row in rows:
        if row.file is not None:
            by_hash[row.file.sha256].append(row)
    found = {
        pk: [Duplicate(row) for row in by_hash[sha256] if row.pk != pk]
        for pk, sha256 in hashes.items()
    }
    return {pk: places for pk, places in found.items() if places}


def compared_count(seat: Seat) -> int:
    """Return how many files a seat's comparison covers."""
    return standing_proofs(seat).filter(file__isnull=False).count()
