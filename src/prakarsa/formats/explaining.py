"""Says a refusal in the language of whoever reads it."""

from django.utils.translation import gettext

from prakarsa.formats.reasons import SENTENCES, Refused
from prakarsa.foundation.writing import file_size, number


def explain(refusal: Refused) -> str:
    """Return the refusal's sentence in the reader's language."""
    return refusal.fill(gettext(SENTENCES[refusal.reason]), size=file_size, count=number)
