"""The acts on answers, by noun: claims, proofs, submission, verdicts, final levels, loading."""

from prakarsa.evidence.actions.claims import Claim, claim_level, claim_region_row
from prakarsa.evidence.actions.finals import FinalLevel, record_final_level, record_final_levels
from prakarsa.evidence.actions.loading import AnswerHistory, load_answers
from prakarsa.evidence.actions.proofs import add_proof, remove_proof
from prakarsa.evidence.actions.submitting import submit_answers
from prakarsa.evidence.actions.verdicts import Verdict, decide_level

__all__ = [
    "AnswerHistory",
    "Claim",
    "FinalLevel",
    "Verdict",
    "add_proof",
    "claim_level",
    "claim_region_row",
    "decide_level",
    "load_answers",
    "record_final_level",
    "record_final_levels",
    "remove_proof",
    "submit_answers",
]
