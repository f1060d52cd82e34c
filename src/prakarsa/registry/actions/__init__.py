"""The acts on innovations, by noun."""

from prakarsa.registry.actions.attachments import add_attachment, remove_attachment
from prakarsa.registry.actions.life import (
    Note,
    publish_innovation,
    retire_innovation,
    return_innovation,
    submit_innovation,
    verify_innovation,
)
from prakarsa.registry.actions.refusals import (
    NameTaken,
    NotLater,
    NotReady,
    ReportingClosed,
    StaleInnovation,
    TooManyAttachments,
)
from prakarsa.registry.actions.writing import change_innovation, create_innovation
from prakarsa.registry.actions.years import carry_over, submission_for, withdraw_carry_over

__all__ = [
    "NameTaken",
    "NotLater",
    "NotReady",
    "Note",
    "ReportingClosed",
    "StaleInnovation",
    "TooManyAttachments",
    "add_attachment",
    "carry_over",
    "change_innovation",
    "create_innovation",
    "publish_innovation",
    "remove_attachment",
    "retire_innovation",
    "return_innovation",
    "submission_for",
    "submit_innovation",
    "verify_innovation",
    "withdraw_carry_over",
]
