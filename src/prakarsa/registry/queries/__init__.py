"""Named reads of the registry."""

from prakarsa.registry.queries.innovations import (
    innovation_for,
    same_named,
    visible_innovations,
    with_profile,
)
from prakarsa.registry.queries.readiness import Gap, date_problems, design_words_needed, gaps_of
from prakarsa.registry.queries.years import edition_of, latest_submission

__all__ = [
    "Gap",
    "date_problems",
    "design_words_needed",
    "edition_of",
    "gaps_of",
    "innovation_for",
    "latest_submission",
    "same_named",
    "visible_innovations",
    "with_profile",
]
