"""The browser sends a file in pieces, through a lost connection, or as always without script."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from prakarsa.formats import kinds
from prakarsa.organisations.roles import Role
from tests.browsers import served
from tests.formats import makers
from tests.worlds import make_world

pytestmark = pytest.mark.browser
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "chromium")
PHONE = {"width": 360, "height": 740}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture
def site(shared_database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a real server on the shared database."""
    with served(shared_database, tmp_path / "store") as address:
        yield address


@pytest.fixture
def page(site: str) -> Iterator[Any]:
    """A phone with an operator signed in, on the page with the file field."""
    from playwright.sync_api import sync_playwright

    cookie = make_world().client(Role.OPERATOR).cookies[settings.SESSION_COOKIE_NAME]
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport=PHONE)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        shown = context.new_page()
        shown.goto(f"{site}/uji-unggah/")
        yield shown
        browser.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "video inovasi.mp4"
    size = 3 * kinds.MEGABYTE
    path.write_bytes(makers.film(extra=size.to_bytes(4, "big") + b"free" + os.urandom(size - 8)))
    return path


def test_F16_browser_goes_on_after_a_lost_connection(page: Any, film: Path) -> None:
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if "Policy" in said.text else None)
    pieces = 0

    def cut_the_third(route: Any) -> None:
        nonlocal pieces
        pieces += 1
        if pieces in {3, 4}:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/unggahan/*/", cut_the_third)
    page.set_input_files("#file", film)
    page.wait_for_selector("text=Sambungan terputus")
    picture_of(page, "terputus")
    page.click("button[name=step]")
    page.wait_for_selector("text=pieces keep")

    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    assert page.inner_text("body") == f"{digest} pieces keep"
    # Twelve pieces and a rest, and the two that were cut are sent again.
    assert pieces == 13 + 2
    assert problems == []


def test_F16_finished_upload_says_so_and_counts(page: Any, film: Path) -> None:
    page.set_input_files("#file", film)
    page.wait_for_selector("text=Berkas sudah diunggah dan siap disimpan.")

    assert page.inner_text("[data-upload-count]") == "3 dari 3 MB"
    assert page.get_attribute("[role=progressbar]", "aria-valuenow") == "100"
    picture_of(page, "selesai")


def test_F01_refusal_is_shown_in_words(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"<html>" * 100_000)
    page.set_input_files("#file", path)

    page.wait_for_selector("text=Isi berkas ini bukan PDF")
    assert page.input_value("#file") == ""


def test_small_file_goes_with_the_form(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    path.write_bytes(makers.pdf())
    page.set_input_files("#file", path)
    page.click("button[name=step]")

    page.wait_for_selector("text=file keep")
    assert page.inner_text("body").endswith("file keep")


def test_another_file_takes_the_place_of_the_first(page: Any, film: Path, tmp_path: Path) -> None:
    second = tmp_path / "kedua.mp4"
    second.write_bytes(makers.film(extra=(600_000).to_bytes(4, "big") + b"free" + bytes(599_992)))
    page.set_input_files("#file", film)
    page.set_input_files("#file", second)
    page.wait_for_selector("text=siap disimpan")
    page.click("button[name=step]")

    page.wait_for_selector("text=pieces keep")
    assert hashlib.sha256(second.read_bytes()).hexdigest() in page.inner_text("body")


def picture_of(page: Any, name: str) -> None:
    """Keep a picture for people to look at, when a folder is named."""
    if folder := os.environ.get("PRAKARSA_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"unggah-{name}.png"))
