"""Names are compared as people mean them."""

import pytest

from prakarsa.rules.text import count_words, normalise_name, without_spaces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dinas  Kesehatan ", "dinas kesehatan"),
        ("Cafe\u0301 Desa", "CAFÉ DESA"),
        ("Puskesmas\u00a0Kendalsari", "puskesmas kendalsari"),
        ("\tKelurahan\nMelati", "Kelurahan Melati"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


def test_different_names_stay_different() -> None:
    assert normalise_name("Dinas Kesehatan") != normalise_name("DinasKesehatan")
    assert without_spaces("Dinas Kesehatan") == without_spaces("DinasKesehatan")


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("satu", 1), ("dua - kata", 2), ("a\nb\tc  d", 4), ("!!! …", 0)]
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words
