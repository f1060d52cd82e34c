"""Terms that no contract can have, because nothing could be said of its progress."""

from prakarsa.rules.messages import gettext_noop, message
from prakarsa.rules.progress import NO_DISTANCE, Better, Number
from prakarsa.rules.working import Refusal

WRONG_SIDE_HIGHER = gettext_noop(
    "Titik akhir {end} lebih rendah daripada titik nol {baseline}, padahal yang lebih tinggi"
    " yang lebih baik."
)
WRONG_SIDE_LOWER = gettext_noop(
    "Titik akhir {end} lebih tinggi daripada titik nol {baseline}, padahal yang lebih rendah"
    " yang lebih baik."
)


def refuse_terms(*, baseline: Number, end: Number, better: Better) -> Refusal | None:
    """Return why a promise from a baseline to an end is none, or None when it is one."""
    if end == baseline:
        return Refusal(message(NO_DISTANCE))
    if (end > baseline) is (better is Better.HIGHER):
        return None
    sentence = WRONG_SIDE_HIGHER if better is Better.HIGHER else WRONG_SIDE_LOWER
    return Refusal(message(sentence, baseline=baseline, end=end))
