"""The index of regional innovation (IID): editions, formula, eligibility, advice and what-if.

Public functions (points are whole hundredths; exact values are `Fraction` in points):

- `edition`: `known_years`, `read_known_parts`, `open_edition` (Edition or Refusal),
  `require_edition`; `Edition` holds `indicators`, `spd`, `sid`, `compulsory`, `bands`, `values`.
- `indicator`: `Indicator.points_hundredths(level)`, its levels, bases, scales and years.
- `formula`: `with_index` (columns), `score` (some rows), `predicate_of`.
- `region`: `score_region` (one region with its `Worked` steps).
- `answers`, `problems`: a table of text answers: `encode_answers`, `is_faultless`,
  `find_problems`, `sum_answers`.
"""
