"""Turn an answer and its proofs into what the rule of evidence weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from prakarsa.evidence.models import Answer, Proof
from prakarsa.formats.names import extension_of
from prakarsa.rules import evidence as rule
from prakarsa.rules.index.edition import Edition


def support_of(
    answer: Answer,
    proofs: Iterable[Proof],
    edition: Edition,
    repeated: Mapping[int, Sequence[str]] | None = None,
) -> rule.Support | None:
    """Return what the evidence of a claim supports; None when nothing is claimed.

    `proofs` are those not removed, with their files; `repeated` names, by proof, other places
    where the same file stands.
    """
    claim = claim_in(answer, proofs, repeated)
    if claim is None:
        return None
    indicator = edition.indicators[answer.indicator]
    return rule.supported_level(claim, indicator, year=edition.year)


def claim_in(
    answer: Answer,
    proofs: Iterable[Proof],
    repeated: Mapping[int, Sequence[str]] | None = None,
) -> rule.Claim | None:
    """Return the claim of an answer with its proofs as the rule reads it; None without a claim."""
    if answer.claimed_level is None:
        return None
    elsewhere = repeated or {}
    return rule.Claim(
        level=answer.claimed_level,
        files=tuple(
            _evidence_file(proof, answer.evidence_year, tuple(elsewhere.get(proof.pk, ())))
            for proof in proofs
        ),
        number=answer.number,
        basis=answer.basis,
    )


def _evidence_file(
    proof: Proof, year: int | None, repeated_at: tuple[str, ...]
) -> rule.EvidenceFile:
    kind = extension_of(proof.file.name) if proof.file else rule.LINK
    return rule.EvidenceFile(kind=kind, year=proof.year or year, repeated_at=repeated_at)
