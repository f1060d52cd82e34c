"""The vocabulary of Kota Contoh, read once from `data/example_words.toml`."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
SEED = 20261


@cache
def example_words() -> Mapping[str, Any]:
    """Return the vocabulary; see the head of the file for its keys."""
    return tomllib.loads((FOLDER / "example_words.toml").read_text("utf-8"))


def dice(name: str) -> random.Random:
    """Return the same dice for the same name each time, so that no part disturbs another."""
    return random.Random(f"{SEED} {name}")


def in_office(moment: datetime, chance: random.Random) -> datetime:
    """Return a moment of the morning of the same day where Kota Contoh lies (UTC+7)."""
    return moment.replace(hour=1, minute=0, second=0) + timedelta(minutes=chance.randrange(150))


def comma(number: str) -> str:
    """Return a decimal string as Indonesian text writes it."""
    return number.replace(".", ",")


def compose_design(values: Mapping[str, str], name: str) -> str:
    """Compose a design text of more than 300 words from the building blocks."""
    design = example_words()["design"]
    chance = dice(f"design {name}")
    parts = []
    for group in design["groups"]:
        opening = chance.choice(group["openings"])
        sentences = chance.sample(group["sentences"], min(design["take"], len(group["sentences"])))
        parts.append(" ".join([opening, *sentences]).format(**values))
    return "\n\n".join(parts)
