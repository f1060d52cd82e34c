"""Targets: what counts towards a campaign, which units owe it, and how many met it.

- `counting`: `Terms` of a campaign, `Facts` of an innovation, `count` (does it count, since which
  day) and `is_in_work` (could it still count).
- `units`: `Unit`, `Succession`, `owing_units` (the denominator) and `heirs_of`.
- `coverage`: `Quota`, `cover` (the one coverage formula), `Coverage`, `UnitCoverage`, `tally`.
- `timeline`: `elapsed_share`, `month_ends`, `cumulative`.
"""
