"""Parts that add up to a whole: agencies that share a contract, heirs, segments of a baseline."""

from collections.abc import Mapping
from fractions import Fraction

from prakarsa.rules.messages import gettext_noop, message
from prakarsa.rules.working import Refusal

WHOLE_HUNDREDTHS = 10_000
NO_PARTS = gettext_noop("Belum ada bagian yang dibagi.")
NO_SHARE = gettext_noop("Bagian {name} harus lebih dari 0%.")
NOT_WHOLE = gettext_noop("Jumlah bagian {total}%, seharusnya 100%.")
OTHER_SUM = gettext_noop("Jumlah segmen {total}, sedangkan titik nol {whole}; selisihnya {gap}.")


def refuse_shares(shares_hundredths: Mapping[str, int]) -> Refusal | None:
    """Return why shares, in hundredths of a percent by name, do not make a whole; None if so."""
    if not shares_hundredths:
        return Refusal(message(NO_PARTS))
    for name, share in shares_hundredths.items():
        if share <= 0:
            return Refusal(message(NO_SHARE, name=name))
    total = sum(shares_hundredths.values())
    if total == WHOLE_HUNDREDTHS:
        return None
    return Refusal(message(NOT_WHOLE, total=Fraction(total, 100)))


def refuse_segments(*, whole: Fraction, segments: Mapping[str, Fraction]) -> Refusal | None:
    """Return by how much segments miss the baseline they divide; None when they add up to it."""
    total = sum(segments.values(), Fraction(0))
    if total == whole:
        return None
    return Refusal(message(OTHER_SUM, total=total, whole=whole, gap=abs(whole - total)))


def split(whole: Fraction, shares_hundredths: Mapping[str, int]) -> dict[str, Fraction]:
    """Divide a whole by shares that make one; raises ValueError where they do not.

    Exact, so the parts add up to the whole; whoever shows them rounded must show the whole too.
    """
    if refusal := refuse_shares(shares_hundredths):
        raise ValueError(str(refusal.reason))
    return {
        name: whole * Fraction(share, WHOLE_HUNDREDTHS) for name, share in shares_hundredths.items()
    }


def split_hundredths(whole: int, shares_hundredths: Mapping[str, int]) -> dict[str, int]:
    """Divide whole hundredths so that the rounded parts add up: the largest rest gets the last one.

    Equal rests go by the order of the names, so the same shares always give the same parts.
    """
    exact = split(Fraction(whole, 100), shares_hundredths)
    parts = {name: part.numerator * 100 // part.denominator for name, part in exact.items()}
    rests = {name: exact[name] * 100 - parts[name] for name in parts}
    order = sorted(parts, key=lambda name: (-rests[name], name))
    for name in order[: whole - sum(parts.values())]:
        parts[name] += 1
    return parts
