"""Named reads of answers, proofs and the verifiers' queue."""

from prakarsa.evidence.queries.checklists import (
    ChecklistLine,
    checklist_in,
    checklist_of,
    facts_of,
    is_eligible_now,
)
from prakarsa.evidence.queries.duplicates import Duplicate, compared_count, duplicates_of
from prakarsa.evidence.queries.history import HistoryLine, history_of
from prakarsa.evidence.queries.queues import (
    AgencyShare,
    QueueFilter,
    QueuePlace,
    agencies_in,
    groups_in,
    place_of,
    queue_of,
)
from prakarsa.evidence.queries.scope import (
    answer_for,
    key_of,
    proof_for,
    row_answer,
    submission_of,
    visible_answers,
    visible_proofs,
    visible_submissions,
)
from prakarsa.evidence.queries.sheets import (
    AnswerRow,
    Points,
    answers_of,
    fill_rows,
    points_in,
    points_of,
)

__all__ = [
    "AgencyShare",
    "AnswerRow",
    "ChecklistLine",
    "Duplicate",
    "HistoryLine",
    "Points",
    "QueueFilter",
    "QueuePlace",
    "agencies_in",
    "answer_for",
    "answers_of",
    "checklist_in",
    "checklist_of",
    "compared_count",
    "duplicates_of",
    "facts_of",
    "fill_rows",
    "groups_in",
    "history_of",
    "is_eligible_now",
    "key_of",
    "place_of",
    "points_in",
    "points_of",
    "proof_for",
    "queue_of",
    "row_answer",
    "submission_of",
    "visible_answers",
    "visible_proofs",
    "visible_submissions",
]
