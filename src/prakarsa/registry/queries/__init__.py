"""Named reads of the registry."""

from prakarsa.registry.queries.benefits import Measured, measured_benefits
from prakarsa.registry.queries.filters import Filters, choices_for, state_chips
from prakarsa.registry.queries.history import history_of, notes_of
from prakarsa.registry.queries.innovations import (
    attachment_for,
    innovation_for,
    listed,
    profile_for,
    same_named,
    visible_innovations,
)
from prakarsa.registry.queries.public import as_published, is_public, public_innovations
from prakarsa.registry.queries.readiness import Gap, date_problems, design_words_needed, gaps_of
from prakarsa.registry.queries.reporting import Reporting, reporting_of
from prakarsa.registry.queries.tasks import Task, tasks_of
from prakarsa.registry.queries.years import (
    edition_year_of,
    latest_submission,
    reported_columns,
    submissions_of,
    years_to_carry_to,
)

__all__ = [
    "Filters",
    "Gap",
    "Measured",
    "Reporting",
    "Task",
    "as_published",
    "attachment_for",
    "choices_for",
    "date_problems",
    "design_words_needed",
    "edition_year_of",
    "gaps_of",
    "history_of",
    "innovation_for",
    "is_public",
    "latest_submission",
    "listed",
    "measured_benefits",
    "notes_of",
    "profile_for",
    "public_innovations",
    "reported_columns",
    "reporting_of",
    "same_named",
    "state_chips",
    "submissions_of",
    "tasks_of",
    "visible_innovations",
    "years_to_carry_to",
]
