"""Names of files as people give them: cleaned for showing, never used as a path."""

import unicodedata

from prakarsa.formats.reasons import Reason, Refused

LONGEST_NAME = 200

# Controls, format characters (bidirectional overrides, zero width), lone surrogates, private use.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

# Joiners that Arabic, Javanese and emoji need in ordinary words.
_JOINERS = frozenset("\u200c\u200d")


def clean_name(name: str) -> str:
    """Return the last part of a name in NFC, at most 200 characters with its extension kept.

    A name with hidden or control characters, or nothing visible, is refused.
    """
    composed = unicodedata.normalize("NFC", name)
    if any(_is_refused(character) for character in composed):
        raise Refused(Reason.NAME)
    last_part = composed.replace("\\", "/").rpartition("/")[2]
    visible = " ".join(last_part.split()).strip(" .")
    if not visible.strip("".join(_JOINERS)):
        raise Refused(Reason.NAME)
    return _shortened(visible)


def extension_of(name: str) -> str:
    """Return the part after the last dot in lower case, or nothing."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_refused(character: str) -> bool:
    return character not in _JOINERS and unicodedata.category(character) in _REFUSED_CATEGORIES


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:LONGEST_NAME].rstrip(" .")
    return stem[: LONGEST_NAME - len(extension) - 1].rstrip(" .") + dot + extension
