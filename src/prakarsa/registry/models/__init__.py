"""The tables of the registry, by noun."""

from prakarsa.registry.models.details import Attachment, Award, MeasuredBenefit, Partner
from prakarsa.registry.models.history import ReturnNote, Revision, Submission
from prakarsa.registry.models.innovation import Innovation, InnovationAffair

__all__ = [
    "Attachment",
    "Award",
    "Innovation",
    "InnovationAffair",
    "MeasuredBenefit",
    "Partner",
    "ReturnNote",
    "Revision",
    "Submission",
]
