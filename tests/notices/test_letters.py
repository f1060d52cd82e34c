"""The words of mails: a closed list of plain placeholders, values are never read again."""

from __future__ import annotations

import pytest

from prakarsa.notices.letters import UnknownPlaceholder, fill, one_line

VALUES = {"nama": "Rini", "judul": "{isi}", "isi": "rahasia"}


def test_F12_places_on_the_list_are_filled_and_values_stay_text() -> None:
    assert fill("Yth. {nama}: {judul}", VALUES) == "Yth. Rini: {isi}"


@pytest.mark.parametrize(
    "text",
    [
        "{0.__class__}",
        "{nama.__class__}",
        "{nama!r}",
        "{nama[0]}",
        "{}",
        "{email}",
        "{tautan}",
        "{% load x %}",
    ],
)
def test_F12_anything_else_in_braces_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlaceholder):
        fill(text, VALUES)


@pytest.mark.parametrize("text", ['#read("/etc/passwd")', "#import", "%(nama)s", "${nama"])
def test_F12_other_ways_to_write_a_place_stay_text(text: str) -> None:
    assert fill(text, VALUES) == text


def test_X08_a_line_break_of_any_kind_becomes_a_space() -> None:
    assert one_line("a\r\nb\u2028c\x00d\x85e ") == "a b c d e"
