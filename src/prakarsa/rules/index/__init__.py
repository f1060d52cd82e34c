"""The index of regional innovation (IID): editions, formula, eligibility, advice and what-if.

Points are whole hundredths (`…_hundredths`); exact values are `Fraction` in points.
Sentences are `messages.Message`: Indonesian template and inputs, translated by the page.

- `edition`: `known_years`, `read_known_parts` (any year), `open_edition` (Edition or Refusal),
  `require_edition`; an `Edition` holds `indicators`, `spd`, `sid`, `compulsory`, `bands`,
  `basic_affairs`, `eligibility`, `values` and `known` (title, source, notes, formula with sources).
- `indicator`: `Indicator.points_hundredths(level)`, `.maximum_hundredths`, `.is_confirmed(field)`,
  `.basis(code)`, and its texts, bounds, scales and bases.
- `numeric`: `numeric_rule`, `numeric_level` (number to level, with a note where bounds disagree).
- `formula`: `with_index` (columns), `score` (some regions or variants), `predicate_of`.
- `region`: `score_region` (one region as `Worked[Result]` with every step).
- `standing`: `Standing`, `Change`, `RegionAnswers`, `standing_of`, `points_of`.
- `advice`: `next_best_steps`, `score_standing`, `score_changes`, `break_even_score`,
  `find_losses`, `find_fragile_affairs`.
- `what_if`: `score_what_if`, `suppose`, `announced_years`, `announced_values`.
- `eligibility`: `find_reasons_against`, `is_eligible`.
- `checklist`: `make_checklist`, `total_now`; `rules.evidence`: `supported_level`, `years_needed`.
- `answers`, `problems`: tables of text answers: `encode_answers`, `is_faultless`,
  `find_problems`, `sum_answers`.
"""
