"""The acts on answers, by noun: claims, proofs, reports, verdicts, final levels, loading."""

from prakarsa.evidence.actions.carrying import (
    Carried,
    bring_answers,
    carry_report,
    withdraw_report,
)
from prakarsa.evidence.actions.claims import Claim, claim_level, claim_region_row
from prakarsa.evidence.actions.finals import FinalLevel, record_final_level, record_final_levels
from prakarsa.evidence.actions.loading import AnswerHistory, load_answers
from prakarsa.evidence.actions.proofs import add_proof, remove_proof
from prakarsa.evidence.actions.renewing import Confirmed, confirm_answers
from prakarsa.evidence.actions.submitting import submit_report
from prakarsa.evidence.actions.verdicts import decide_level
from prakarsa.evidence.states import Verdict

__all__ = [
    "AnswerHistory",
    "Carried",
    "Claim",
    "Confirmed",
    "FinalLevel",
    "Verdict",
    "add_proof",
    "bring_answers",
    "carry_report",
    "claim_level",
    "claim_region_row",
    "confirm_answers",
    "decide_level",
    "load_answers",
    "record_final_level",
    "record_final_levels",
    "remove_proof",
    "submit_report",
    "withdraw_report",
]
