"""Facts that the pages state and the code decides."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from django.conf import settings

from prakarsa.accounts.letters import LIFETIMES
from prakarsa.accounts.models import Letter
from prakarsa.calendars.telling import DAYS_BEFORE
from prakarsa.jobs.kinds import all_kinds
from prakarsa.organisations.models import Agency
from prakarsa.rules.rulebook import list_editions, read_table
from tests.docs.pages import HANDBOOK, read

CHANGES = read(Path("CHANGELOG.md"))
VERSION = tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]


def handbook(name: str) -> str:
    """Return a page of the handbook in one line."""
    return " ".join(read(Path("docs/handbook") / name).split())


def test_the_newest_entry_of_the_changes_is_this_release() -> None:
    heading, _, rest = CHANGES.partition("## ")[2].partition("\n")
    assert heading == "Unreleased" or heading.startswith(VERSION)
    assert len(rest.partition("\n## ")[0].split()) > 40


def test_the_changes_name_the_edition_that_computes() -> None:
    complete = [
        year for year in list_editions("index")
        if read_table("index", year).text("status") == "complete"
    ]  # fmt: skip
    newest = CHANGES.partition("## ")[2].partition("\n## ")[0]
    assert complete
    for year in complete:
        assert f"edition {year}" in newest


def test_the_handbook_lists_the_daily_work_with_its_hours() -> None:
    rows = re.findall(r"^\| (\d+) \| `([\w.]+)` \|", read(Path("docs/handbook/worker.md")),
                      re.MULTILINE)  # fmt: skip
    kinds = {kind.name: kind.hour for kind in all_kinds().values()
             if kind.hour is not None and not kind.name.startswith("tests.")}  # fmt: skip
    assert {name: int(hour) for hour, name in rows} == kinds


def test_the_handbook_gives_the_limits_of_sessions_and_links() -> None:
    page = handbook("settings.md")
    assert settings.PRAKARSA_IDLE_SECONDS == 30 * 60
    assert "after 30 minutes without use" in page
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert "after 12 hours" in page
    days = {purpose: life.days for purpose, life in LIFETIMES.items()}
    assert days[Letter.Purpose.INVITATION] == 7
    assert "an invitation for seven days" in page
    assert days[Letter.Purpose.ADDRESS] == 1
    assert settings.PASSWORD_RESET_TIMEOUT == 2 * 60 * 60
    assert "a reset link works for two hours" in page
    assert settings.AXES_FAILURE_LIMIT == 8
    assert "its own limit of 8" in page


def test_the_handbook_gives_the_days_of_reminders_and_the_kinds_of_units() -> None:
    days = sorted(DAYS_BEFORE, reverse=True)
    assert days == [14, 7, 3, 1]
    assert "reminded 14, 7, 3 and 1 days before" in handbook("reporting-window.md")
    for kind in Agency.Kind.values:
        assert f"`{kind}`" in handbook("people.md"), kind


def test_the_handbook_stays_a_handbook() -> None:
    for path in HANDBOOK:
        assert len(read(path).split()) < 900, path
