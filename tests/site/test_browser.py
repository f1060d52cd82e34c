"""The frame in a real browser: accessible in both widths and themes, and true to its policy."""

from __future__ import annotations

from typing import Any

import pytest

from prakarsa.foundation.roles import Role
from tests.browsers import chromium, session_of
from tests.worlds import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/menu/", "/tentang/", "/tidak-ada/", "/orang/undang/")
LOOKS = [(width, theme) for width in (360, 1280) for theme in ("light", "dark")]
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 20, 33)"}


def faults_of(page: Any, width: int, theme: str) -> list[str]:
    """Name what is wrong with the page as it stands in the browser."""
    from axe_playwright_python.sync_playwright import Axe

    faults = [violation["id"] for violation in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append("scrolls sideways")
    if page.evaluate("getComputedStyle(document.body).backgroundColor") != GROUNDS[theme]:
        faults.append("wrong ground")
    return faults


def test_P03_the_frame_is_accessible_and_asks_no_other_origin(
    world: World, live_server: Any
) -> None:
    cookie = session_of(world.client(Role.OPERATOR), live_server.url)
    asked: list[str] = []
    said: list[str] = []
    with chromium() as browser:
        for width, theme in LOOKS:
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme=theme,
                base_url=live_server.url,
            )
            context.add_cookies([cookie])
            page = context.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("console", lambda message: said.append(message.text))
            for path in PAGES:
                page.goto(path)
                assert (path, width, theme, faults_of(page, width, theme)) == (
                    path,
                    width,
                    theme,
                    [],
                )
    assert {url for url in asked if not url.startswith((live_server.url, "data:"))} == set()
    assert [text for text in said if "Content Security Policy" in text] == []


def test_the_frame_works_by_keyboard_and_without_javascript(world: World, live_server: Any) -> None:
    cookie = session_of(world.client(Role.OPERATOR), live_server.url)
    with chromium() as browser:
        context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto("/menu/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Langsung ke isi"
        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"


def test_the_counter_counts_while_typing() -> None:
    """The script counts as the server does."""
    from prakarsa.rules.text import count_words
    from prakarsa.site.vendored import STATIC

    text = "satu dua — tiga  e-KTP 2026, (akhir)\n* lima"
    script = (STATIC / "prakarsa" / "counter.js").read_text("utf-8")
    body = '<textarea id="a"></textarea><p data-counter="a"><span>0</span> dari 300 kata</p>'
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(f'<html lang="id"><body>{body}</body></html>')
        page.add_script_tag(content=script)
        page.locator("textarea").fill(text)
        assert page.locator("span").inner_text() == str(count_words(text))
