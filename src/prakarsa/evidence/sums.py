"""What the database keeps of each submission's answers, compared with the answers themselves."""

from __future__ import annotations

from django.db import connection

KEPT = (
    "SELECT submission_id, claimed_hundredths, supported_hundredths, verified_hundredths,"
    " final_hundredths, final_levels, returned_answers, claimed_codes, verified_codes"
    " FROM evidence_answersums"
)
ADDED_UP = (
    "SELECT submission_id, sum(claimed_points_hundredths), sum(supported_points_hundredths),"
    " sum(verified_points_hundredths), sum(final_points_hundredths), count(final_level),"
    " count(CASE WHEN state = 'returned' THEN 1 END),"
    " coalesce({claimed}, ''), coalesce({verified}, '')"
    " FROM (SELECT * FROM evidence_answer WHERE submission_id IS NOT NULL"
    " ORDER BY submission_id, indicator) answers GROUP BY submission_id"
)
UNLIKE = (
    "SELECT count(DISTINCT submission_id) FROM (SELECT * FROM ({kept} EXCEPT {true}) untrue"
    " UNION ALL SELECT * FROM ({true} EXCEPT {kept}) missing) unlike"
)


def _unlike(codes: str) -> str:
    """Return the statement for a database's way of writing codes one after the other."""
    claimed, verified = (codes.format(level=f"{kind}_level") for kind in ("claimed", "verified"))
    return UNLIKE.format(kept=KEPT, true=ADDED_UP.format(claimed=claimed, verified=verified))


SQLITE = _unlike("group_concat(CASE WHEN {level} > 0 THEN indicator END, ' ')")
POSTGRES = _unlike(
    "string_agg(CASE WHEN {level} > 0 THEN indicator END, ' ' ORDER BY indicator COLLATE \"C\")"
)


def count_untrue_sums() -> int:
    """Return of how many submissions the sums are not what the answers add up to."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRES)
        return int(cursor.fetchone()[0])
