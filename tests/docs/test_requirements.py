"""The page of requirements tells which tests show what, and what this release promises has one."""

from __future__ import annotations

from pathlib import Path

from scripts import requirements_page as requirements

LISTED = requirements.read_list()
SHOWN = requirements.read_tests()


def test_every_promised_requirement_has_a_test() -> None:
    missing = requirements.unshown(LISTED.promised, SHOWN)
    assert missing == [], f"No test names {', '.join(missing)}."


def test_tests_name_only_requirements_of_the_list() -> None:
    assert requirements.unknown_ids(LISTED, SHOWN) == []


def test_the_page_is_up_to_date() -> None:
    page = requirements.page(LISTED, SHOWN)
    assert page == requirements.PAGE.read_text("utf-8"), "run python scripts/requirements_page.py"


def test_every_requirement_is_complete() -> None:
    codes = [each.code for each in LISTED.requirements]
    assert len(codes) == len(set(codes)) == 113
    assert len(LISTED.promised) == 74
    for each in LISTED.requirements:
        assert each.mark in requirements.MARKS, each.code
        assert each.code[0] in LISTED.groups, each.code
        assert each.text.endswith((".", ")")), each.code


def test_what_has_no_test_says_why_and_what_has_one_does_not() -> None:
    shown = {each.code for each in SHOWN}
    silent = [each.code for each in LISTED.requirements if not each.why and each.code not in shown]
    stale = [each.code for each in LISTED.requirements if each.why and each.code in shown]
    assert (silent, stale) == ([], [])


def test_ids_are_read_from_names_of_tests_only(tmp_path: Path) -> None:
    file = tmp_path / "test_example.py"
    file.write_text(
        "def test_Z02_Z03_two_at_once() -> None: ...\n"
        "def helper_Z05_of_a_test() -> None: ...\n"
        "class TestThings:\n"
        "    def test_X01_text(self) -> None: ...\n"
        "def test_B52_and_A4_are_no_requirements_but_B52_looks_like_one() -> None: ...\n"
    )
    shown = requirements.read_tests(tmp_path)
    assert sorted({each.code for each in shown}) == ["B52", "X01", "Z02", "Z03"]
    assert requirements.unknown_ids(LISTED, shown) == ["B52"]
    assert requirements.unshown(frozenset({"X01", "L01"}), shown) == ["L01"]
    assert requirements.sentence("test_Z02_Z03_two_at_once") == "two at once"


def test_a_requirement_without_a_test_says_so() -> None:
    page = requirements.page(LISTED, [])
    assert page.count("- *not yet*") == len(LISTED.requirements)
