"""What the evidence supports, weighed by the rule and entered in the ledger by the system."""

from __future__ import annotations

from datetime import datetime

from prakarsa.audit.actors import system_actor
from prakarsa.evidence.actions.ledger import Kind, append_entry
from prakarsa.evidence.models import SUPPORTED_AS_CLAIMED, Answer
from prakarsa.evidence.supports import support_of
from prakarsa.rules.evidence import Support
from prakarsa.rules.index.edition import require_edition


def reason_of(support: Support) -> str:
    """Return what the ledger says of a supported level."""
    return " ".join(str(reason.message) for reason in support.reasons) or SUPPORTED_AS_CLAIMED


def weigh_evidence(answer: Answer, *, at: datetime) -> None:
    """Enter the level the evidence supports when it is another than before."""
    proofs = answer.proofs.filter(removed_at=None).select_related("file")
    support = support_of(answer, proofs, require_edition(answer.edition_year))
    if support is None or support.level == answer.supported_level:
        return
    append_entry(
        answer=answer,
        kind=Kind.SUPPORTED,
        level=support.level,
        reason=reason_of(support),
        actor=system_actor("evidence"),
        at=at,
    )
