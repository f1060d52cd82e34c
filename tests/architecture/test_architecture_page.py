"""ARCHITECTURE.md tells the truth about the tree and stays one page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PAGE = Path("ARCHITECTURE.md").read_text("utf-8")
NAMED = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)


def test_every_package_is_named_and_no_other() -> None:
    packages = {
        path.stem
        for path in Path("src/prakarsa").iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    }
    assert sorted(NAMED) == sorted(packages)


def test_the_order_is_the_order_of_the_layers() -> None:
    tool = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]
    assert tool["contracts"][0]["layers"] == NAMED


def test_paths_that_the_page_names_exist() -> None:
    for path in re.findall(r"`((?:\w+/)+\w+\.\w+)`", PAGE):
        assert (Path("src/prakarsa") / path).exists() or Path(path).exists(), path


def test_it_is_one_page() -> None:
    assert len(PAGE.split()) < 1000
