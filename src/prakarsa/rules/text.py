"""Comparing names of agencies, innovations and affairs as people write them."""

import unicodedata


def normalise_name(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Unicode NFC, trimmed, runs of space made one, and case folded.
    """
    composed = unicodedata.normalize("NFC", name)
    return unicodedata.normalize("NFC", " ".join(composed.split()).casefold())


def without_spaces(name: str) -> str:
    """Return the normalised name with every space removed, for lists where spaces do not matter."""
    return normalise_name(name).replace(" ", "")


def count_words(text: str) -> int:
    """Count the words of a text: runs of characters that hold at least one letter or digit."""
    return sum(1 for part in text.split() if any(character.isalnum() for character in part))
