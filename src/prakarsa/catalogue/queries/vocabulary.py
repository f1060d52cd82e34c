"""The words that stand in the catalogue: for other forms of a word, for typing errors, for kin.

Each process keeps them in memory. They may be a moment old, which nobody notices: the word that was
typed is always searched as it is, and only what the index holds is ever found.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer
from django.db import connection
from rapidfuzz import fuzz, process

LONGEST_TEXT, LONGEST_WORD, MOST_WORDS = 200, 40, 8
MOST_FORMS, SHORTEST_STEM, SHORTEST_TYPO = 30, 4, 4
MOST_REMEMBERED = 5000
# Of 100: "brexsit" is 92 like "brexit", "akte" 75 like "akta".
LIKE_ENOUGH = 75
# Years and small numbers are searched; longer ones are of phones and people, and are not.
_NUMBER = re.compile(r"[1-9]\d{0,2}|(?:19|20)\d\d", re.ASCII)
_WORD = re.compile(r"[^\W_]+")
# Reading may take a tenth of the time of a process, not more.
PATIENCE = 10
_SQLITE_EDITION = "SELECT coalesce(sum(number), 0) FROM catalogue_edition"
_POSTGRES_EDITION = (
    "SELECT coalesce(sum(number), 0) + (SELECT last_value FROM catalogue_step)"
    " FROM catalogue_edition"
)
_SQLITE_WORDS = "SELECT term, doc FROM catalogue_vocabulary"
_POSTGRES_WORDS = "SELECT word, ndoc FROM ts_stat('SELECT catalogue_words FROM catalogue_words')"


def words_in(text: str) -> list[str]:
    """Return the words of a search, in lower case, each once; numbers that are no year stay out."""
    plain = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).lower()
    found = (word[:LONGEST_WORD] for word in _WORD.findall(plain))
    kept = [word for word in found if not word[0].isdigit() or _is_searched(word)]
    return list(dict.fromkeys(kept))[:MOST_WORDS]


def _is_searched(word: str) -> bool:
    return not word.isdigit() or _NUMBER.fullmatch(word) is not None


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return what is left of an Indonesian word without its affixes."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("indonesian")


@dataclass(frozen=True)
class Vocabulary:
    """Each word with the number of innovations it stands in."""

    counts: Mapping[str, int] = field(default_factory=dict)
    _asked: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def forms_of(self, word: str) -> tuple[str, ...]:
        """Return the word and the words of the same stem: "melayani" finds "pelayanan"."""
        if word not in self._asked:
            if len(self._asked) >= MOST_REMEMBERED:
                self._asked.clear()
            self._asked[word] = self._find_forms(word)
        return self._asked[word]

    def _find_forms(self, word: str) -> tuple[str, ...]:
        stem = stem_of(word)
        if len(stem) < SHORTEST_STEM or word.isdigit():
            return (word,)
        # A prefix may swallow the first letter ("menyusun" is of "susun"), never the others.
        core = stem[1:]
        kin = [other for other in self.counts if core in other and stem_of(other) == stem]
        kin.sort(key=lambda other: (-self.counts[other], other))
        return tuple(dict.fromkeys([word, *kin]))[:MOST_FORMS]

    def nearest_to(self, word: str) -> str:
        """Return the word that was probably meant, or the word itself."""
        if word in self.counts or len(word) < SHORTEST_TYPO or not word.isalpha():
            return word
        found = process.extract(
            word, self.counts.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=5
        )
        named = [(score, self.counts[other], other) for other, score, _place in found
                 if other.isalpha()]  # fmt: skip
        return max(named)[2] if named else word

    def rarest_of(self, text: str, *, most: int, limit: int) -> tuple[str, ...]:
        """Return the words of a text that few innovations share, the rarest first."""
        words = [word for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST_TYPO]
        shared = {word for word in words if 1 < self.counts.get(word, 0) <= most}
        return tuple(sorted(shared, key=lambda word: (self.counts[word], word)))[:limit]


@dataclass
class _Memory:
    edition: int | None = None
    until: float = 0.0
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


_memory = _Memory()


def forget() -> None:
    """Throw away what is remembered, so that the next search reads it again."""
    _memory.edition, _memory.until = None, 0.0


def current_edition() -> int:
    """Return the number that differs after each change of the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_EDITION if _is_postgres() else _SQLITE_EDITION)
        return int(cursor.fetchone()[0])


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def vocabulary(edition: int) -> Vocabulary:
    """Return the words of the catalogue, read again when it changed and there is time."""
    started = time.monotonic()
    if _memory.edition != edition and started >= _memory.until:
        _memory.vocabulary = Vocabulary(_read())
        ended = time.monotonic()
        _memory.edition, _memory.until = edition, ended + PATIENCE * (ended - started)
    return _memory.vocabulary


def _read() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_WORDS if _is_postgres() else _SQLITE_WORDS)
        return dict(cursor.fetchall())
