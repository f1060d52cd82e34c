"""P04: example data is invented, says so, and never meets real people."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click
import pytest

from prakarsa.accounts.models import Person
from prakarsa.demo.commands import demo, refuse_real_people
from prakarsa.demo.published import load_published
from prakarsa.organisations.loading import load_regions
from prakarsa.registry.models import Innovation
from tests.worlds import World

WORDS = Path("src/prakarsa/demo/data")
# What would name a real person: a NIP, a telephone number, an address outside the reserved domain.
NIP = re.compile(r"\b(?:19|20)\d{6}\s?(?:19|20)\d{4}\s?[12]\s?\d{3}\b")
PHONE = re.compile(r"(?<!\d)(?:\+62|0)8\d{2}[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def named_people(text: str) -> list[str]:
    """Return what in a text could name a real person."""
    mails = [each for each in MAIL.findall(text) if not each.rstrip(".").endswith(".invalid")]
    return NIP.findall(text) + PHONE.findall(text) + mails


@pytest.mark.parametrize("path", sorted(WORDS.iterdir()), ids=lambda path: path.name)
def test_P04_example_data_names_no_real_person(path: Path) -> None:
    assert named_people(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text", ["19850101 201001 1 003", "198501012010011003", "0812-3456-7890", "x@malangkota.go.id"]
)
def test_P04_the_search_finds_what_it_looks_for(text: str) -> None:
    assert len(named_people(f"Hubungi {text} hari ini")) == 1


def test_P04_example_data_does_not_meet_real_people(world: World) -> None:
    with pytest.raises(click.ClickException, match="sudah dipakai orang"):
        refuse_real_people()


def test_P04_an_empty_database_takes_example_data(db: None, at: datetime) -> None:
    """What public sources name brings nobody in, so the rest may follow; one person ends it."""
    load_regions()
    refuse_real_people()
    load_published(at=at)
    assert (Innovation.objects.count() > 0, Person.objects.count()) == (True, 0)
    refuse_real_people()
    Person.objects.create(email="rini@contoh.invalid", name="Rini", created_at=at)
    with pytest.raises(click.ClickException, match="sudah dipakai orang"):
        refuse_real_people()


def test_P04_the_production_profile_takes_no_example_data(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.IS_PRODUCTION", True)
    assert demo.callback is not None
    with pytest.raises(click.ClickException, match="basis data produksi"):
        demo.callback(host="127.0.0.1", port=1, reset=False, load_only=True)
    assert not Person.objects.exists()
