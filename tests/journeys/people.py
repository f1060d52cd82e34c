"""People in a browser: who signs in, what they see, and whether the page keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from prakarsa.demo.example_region import PASSWORD

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PICTURES = Path("var/pictures")


@dataclass
class Visitor:
    """One person at one device."""

    site: str
    page: Page
    faults: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Page:
        """Open an address of the site and check the page."""
        self.page.goto(f"{self.site}{path}")
        return self.checks()

    def signs_in(self, email: str) -> Page:
        """Sign in by address and password."""
        self.page.goto(f"{self.site}/masuk/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_load_state()
        return self.checks()

    def checks(self, name: str = "") -> Page:
        """Hold the page to the guide: accessible, no sideways scroll, no fault, no other origin."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= (self.page.viewport_size or DESKTOP)["width"], f"{self.page.url}: {width}"
        assert self.faults == []
        assert self.strangers == []
        if name:
            PICTURES.mkdir(parents=True, exist_ok=True)
            size = (self.page.viewport_size or DESKTOP)["width"]
            self.page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True)
        return self.page


class Visitors:
    """Let people in, each with cookies of their own."""

    def __init__(self, site: str, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.contexts: list[BrowserContext] = []

    def one(self, *, on: dict[str, int] = DESKTOP, language: str = "id") -> Visitor:
        """Return a new visitor on a phone or a desktop."""
        context = self.browser.new_context(viewport=on, locale=language)  # type: ignore[arg-type]
        self.contexts.append(context)
        visitor = Visitor(self.site, context.new_page())
        visitor.page.on("console", lambda message: note_fault(visitor, message))
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        visitor.page.on("request", lambda request: note_stranger(visitor, request))
        return visitor

    def leave(self) -> None:
        """Close all browsers."""
        for context in self.contexts:
            context.close()


def note_fault(visitor: Visitor, message: ConsoleMessage) -> None:
    """Keep what the console calls an error."""
    if message.type == "error":
        visitor.faults.append(message.text)


def note_stranger(visitor: Visitor, request: Request) -> None:
    """Keep requests that leave the site (P03)."""
    if not request.url.startswith((visitor.site, "data:", "blob:")):
        visitor.strangers.append(request.url)
