"""NOTICE names the work of others that the repository carries."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

NOTICE = Path("NOTICE").read_text("utf-8")
SOURCE = Path("src/prakarsa")
FONTS = SOURCE / "formats" / "documents" / "fonts"
VENDOR = SOURCE / "site" / "static" / "vendor"


def test_each_font_has_its_licence_beside_it_and_in_the_notice() -> None:
    families = {path.name.partition("_")[0] for path in FONTS.glob("*.ttf")}
    assert families
    for family in families:
        licence = FONTS / f"{family}-LICENSE.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text("utf-8").upper(), family
        assert licence.name in NOTICE


def test_each_folder_of_front_end_files_holds_its_licence() -> None:
    folders = [path for path in VENDOR.iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").stat().st_size > 100, folder.name
    assert (VENDOR / "manifest.toml").exists()
    assert VENDOR.as_posix() in NOTICE


def test_the_licence_of_the_list_of_regions_is_given_whole() -> None:
    assert "Copyright (c) 2017 Cahya DSN" in NOTICE
    assert "Permission is hereby granted, free of charge" in NOTICE
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in NOTICE


@pytest.mark.parametrize("name", ["agencies.csv", "innovations_east_java.csv", "affairs.csv"])
def test_each_row_of_public_facts_names_its_source(name: str) -> None:
    with (SOURCE / "demo" / "data" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert [row for row in rows if not row["source"].strip()] == []


def test_the_notice_names_places_that_exist() -> None:
    for word in NOTICE.replace("(", " ").replace(")", " ").replace(",", " ").split():
        if word.startswith("src/"):
            assert Path(word).exists(), word
