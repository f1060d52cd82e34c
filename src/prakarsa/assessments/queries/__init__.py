"""Named reads of the index, by noun."""

from prakarsa.assessments.queries.advice import Advice, advice_of
from prakarsa.assessments.queries.assessment import Assessment, assessment_of
from prakarsa.assessments.queries.counted import CountedInnovation, Excluded, counted_innovations
from prakarsa.assessments.queries.region_rows import RegionRow, region_rows

__all__ = [
    "Advice",
    "Assessment",
    "CountedInnovation",
    "Excluded",
    "RegionRow",
    "advice_of",
    "assessment_of",
    "counted_innovations",
    "region_rows",
]
