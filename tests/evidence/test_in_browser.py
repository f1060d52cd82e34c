"""What scripts add: the verifier's keys, and saving a claim without leaving the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from prakarsa.organisations.roles import Role
from tests.browsers import served
from tests.evidence.builders import claimed, make_innovation, open_window, with_link
from tests.files.test_upload_script import ARGUMENTS, CHROMIUM
from tests.worlds import make_world

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Stage:
    """What stands in the database before the browser starts: it cannot be reached after that."""

    key: str
    cookies: dict[Role, Morsel[str]]


@pytest.fixture
def stage(shared_database: str) -> Stage:
    """Return two waiting proofs of one innovation, and sessions for who works on them."""
    world = make_world()
    open_window(world.home)
    submission = make_innovation(world)
    for code in ("16", "17"):
        with_link(world, claimed(world, submission, code))
    name = settings.SESSION_COOKIE_NAME
    people = (Role.OPERATOR, Role.VERIFIER)
    return Stage(submission.key, {role: world.client(role).cookies[name] for role in people})


@pytest.fixture
def site(stage: Stage, shared_database: str, tmp_path: Path) -> Iterator[str]:
    """Return the address of a real server on the shared database."""
    with served(shared_database, tmp_path / "store") as address:
        yield address


@pytest.fixture
def browser(site: str) -> Iterator[Any]:
    """Start Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Visit:
    """A page opened as a role; script faults and policy reports are kept."""

    page: Any
    faults: list[str]


def visit(browser: Any, site: str, cookie: Morsel[str], path: str, **options: Any) -> Visit:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    visited = Visit(context.new_page(), [])
    visited.page.on("pageerror", lambda fault: visited.faults.append(str(fault)))
    visited.page.on(
        "console",
        lambda line: visited.faults.append(line.text) if line.type == "error" else None,
    )
    visited.page.goto(site + path)
    return visited


def test_the_keys_move_and_choose_but_only_two_together_decide(
    stage: Stage, site: str, browser: Any
) -> None:
    here = f"/antrean/{stage.key}/16/"
    visited = visit(browser, site, stage.cookies[Role.VERIFIER], here)
    page = visited.page
    page.keyboard.press("2")
    assert page.input_value("input[name=level]:checked") == "2"
    page.keyboard.press("j")
    page.wait_for_url(f"**/antrean/{stage.key}/17/**")
    page.keyboard.press("k")
    page.wait_for_url(f"**{here}**")
    page.keyboard.press("1")
    page.click("text=Halaman kurang")
    page.keyboard.type("j0")
    assert page.input_value("#alasan") == "Halaman kurang. j0"
    assert page.input_value("input[name=level]:checked") == "1"
    assert "2 bukti menunggu" in page.inner_text(".c-prog")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/antrean/{stage.key}/17/**")
    assert "No. 16 SAPA MELATI diverifikasi." in page.inner_text("main")
    page.goto(site + here)
    assert "memverifikasi tingkat 1" in page.inner_text(".c-hist")
    assert visited.faults == []


def test_a_claim_is_saved_in_place_and_the_checklist_follows(
    stage: Stage, site: str, browser: Any
) -> None:
    visited = visit(browser, site, stage.cookies[Role.OPERATOR], f"/bukti/{stage.key}/28/")
    page = visited.page
    lacking = page.inner_text("#periksa [aria-live]")
    page.evaluate("window.stayed = true")
    page.fill("#id_caption", "Belum dikirim")
    page.check("input[name=level][value='2']")
    page.click("text=Simpan klaim")
    page.wait_for_selector("text=Klaim No. 28 disimpan.")
    assert page.evaluate("window.stayed") is True
    assert page.input_value("#id_caption") == "Belum dikirim"
    assert page.inner_text("#periksa [aria-live]") != lacking
    assert "Menunggu" in page.inner_text("#keadaan")
    page.reload()
    assert page.input_value("input[name=level]:checked") == "2"
    assert visited.faults == []


def test_everything_works_without_script(stage: Stage, site: str, browser: Any) -> None:
    phone = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}
    path = f"/antrean/{stage.key}/16/"
    page = visit(browser, site, stage.cookies[Role.VERIFIER], path, **phone).page
    page.check("input[name=level][value='2']")
    page.click(".dock button[value=accept]")
    assert "No. 16 SAPA MELATI diverifikasi." in page.inner_text("main")
