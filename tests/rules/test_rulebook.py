"""A wrong rulebook is refused with the file and the key."""

from collections.abc import Callable
from datetime import date

import pytest

from prakarsa.rules.rulebook import (
    RulebookError,
    Table,
    list_editions,
    parse_table,
    read_table,
)

BOOK = parse_table(
    """
name = "satu"
count = 3
weight = 0.75
day = 2026-01-01
on = true
words = ["a", "b"]
years = [[[0], [-1]], [[0, -1]]]
known = { value = 0.38, confirmed = false, source = "A", note = "n" }
[[rows]]
name = "x"
[[rows]]
""",
    file="f.toml",
)


def test_values_are_read_with_their_types() -> None:
    assert BOOK.text("name") == "satu"
    assert BOOK.text("absent", "-") == "-"
    assert BOOK.whole("count") == 3
    assert BOOK.points("weight") == 75
    assert BOOK.points("count") == 300
    assert BOOK.day("day") == date(2026, 1, 1)
    assert BOOK.flag("on")
    assert BOOK.texts("words") == ("a", "b")
    assert BOOK.texts("absent") == ()
    assert BOOK.nested("years") == (((0,), (-1,)), ((0, -1),))
    assert list(BOOK)[:2] == ["name", "count"]


def test_a_value_knows_its_source() -> None:
    known = BOOK.sourced("known", Table.points)
    assert (known.value, known.confirmed, known.source, known.note) == (38, False, "A", "n")
    assert BOOK.sourced("count", Table.whole).confirmed


@pytest.mark.parametrize(
    ("read", "place"),
    [
        (lambda: BOOK.text("absent"), "f.toml: absent: is missing"),
        (lambda: BOOK.text("count"), "f.toml: count: expected str, found int"),
        (lambda: BOOK.whole("on"), "f.toml: on: expected a whole number"),
        (lambda: BOOK.points("name"), "f.toml: name: expected a number"),
        (lambda: BOOK.points("on"), "f.toml: on: expected a number"),
        (lambda: BOOK.wholes("words"), r"f.toml: words\[0\]: expected int"),
        (lambda: BOOK.table("known").text("value"), "f.toml: known.value: expected str"),
        (lambda: BOOK.tables("rows")[1].text("name"), r"f.toml: rows\[1\].name: is missing"),
        (lambda: parse_table("a = 1.234", file="f.toml").points("a"), "f.toml: a: .*two decimals"),
        (lambda: parse_table("a =", file="f.toml"), "f.toml: Invalid value"),
        (lambda: read_table("index", "1999"), "rulebooks/index/1999.toml"),
    ],
)
def test_errors_name_file_and_key(read: Callable[[], object], place: str) -> None:
    with pytest.raises(RulebookError, match=place):
        read()


@pytest.mark.parametrize("subject", ["index", "affairs"])
def test_every_rulebook_names_its_edition_first_day_and_source(subject: str) -> None:
    for edition in list_editions(subject):
        book = read_table(subject, edition)
        assert book.text("subject") == subject
        assert book.whole("edition") == int(edition) == book.day("first_day").year
        assert book.text("source")
        assert book.text("title")
