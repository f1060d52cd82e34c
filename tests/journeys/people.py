"""People in a browser: who signs in, what they do, and whether each page keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request

from prakarsa.demo.example_region import PASSWORD

PHONE, DESKTOP = (360, 740), (1280, 900)
PICTURES = Path("var/pictures")
PATIENCE = 15_000
AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
# Elements of the same kinds need not be looked at twice.
SHAPE = """() => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches,
  document.documentElement.dataset.bsTheme, ...[...new Set([...document.querySelectorAll('*')].map(
  (each) => each.localName + '.' + each.getAttribute('class') + each.getAttribute('role')))].sort()
].join()"""
KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"

OPERATOR = "rini.astuti@contoh.invalid"
OTHER_OPERATOR = "wahyu.utomo@contoh.invalid"  # serves in a unit that has no innovation yet
VERIFIER = "dimas.prayoga@contoh.invalid"
SECRETARIAT = "nadia.anggraini@contoh.invalid"
MAYOR = "laksmi.wardhani@contoh.invalid"


@dataclass
class Traces:
    """What the visitors leave outside the database, and the shapes of pages already looked at."""

    addresses: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    file_names: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)


@dataclass
class Site:
    """The running demo: its address, its folder, and the file its processes write into."""

    address: str
    folder: Path
    log: Path
    traces: Traces = field(default_factory=Traces)


@dataclass
class Visitor:
    """One person at one device."""

    site: Site
    page: Page
    has_script: bool = True
    faults: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def opens(self, path: str) -> Page:
        """Open an address of the site and check the page."""
        self.page.goto(f"{self.site.address}{path}")
        return self.checks()

    def signs_in(self, email: str) -> Page:
        """Sign in by address and password."""
        self.opens("/masuk/")
        self.page.get_by_label("Alamat surel").fill(email)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        return self.presses("Masuk", within=self.page.locator("main"))

    def follows(self, name: str, *, exact: bool = True, within: Locator | None = None) -> Page:
        """Click the first visible link of that name."""
        place = within or self.page
        return self.arrives(place.get_by_role("link", name=name, exact=exact).first)

    def presses(self, name: str, *, within: Locator | None = None) -> Page:
        """Click the first visible button of that name."""
        button = (within or self.page).get_by_role("button", name=name, exact=True).first
        if self.has_script and button.evaluate("each => each.closest('form[hx-post]') !== null"):
            return self.sees_part_change(button)
        return self.arrives(button)

    def arrives(self, clicked: Locator) -> Page:
        """Click what leads to a page, wait for that page, and check it."""
        with self.page.expect_navigation():
            clicked.click()
        return self.checks()

    def sees_part_change(self, clicked: Locator) -> Page:
        """Click what changes a part of this page, wait for it, and check the page."""
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            clicked.click()
        self.page.wait_for_function(AT_REST)
        return self.checks()

    def path(self) -> str:
        """Return where the visitor is, without query and fragment."""
        return urlsplit(self.page.url).path

    def reads(self) -> str:
        """Return the words of the page's main part."""
        return self.page.locator("main").inner_text()

    def focus(self) -> Locator:
        """Return what has the focus."""
        return self.page.locator(":focus")

    def checks(self) -> Page:
        """Hold the page to the guide: accessible, no sideways scroll, no fault, no other origin."""
        self.leaves_traces()
        if self.has_script and self.is_new():
            assert violations(self.page) == []
        assert overhang(self.page) == 0, self.page.url
        assert (self.page.url, self.faults, self.strangers) == (self.page.url, [], [])
        return self.page

    def is_new(self) -> bool:
        """Say whether no page of these elements was seen yet at this size and in this theme."""
        shape, shapes = self.page.evaluate(SHAPE), self.site.traces.shapes
        is_known = shape in shapes
        shapes.add(shape)
        return not is_known

    def leaves_traces(self) -> None:
        """Write down what this page shows outside its own text."""
        self.site.traces.titles.add(self.page.title())
        if self.has_script:
            self.site.traces.kept.add(self.page.evaluate(KEPT))

    def pictures(self, name: str) -> None:
        """Keep a picture of the page for people to look at; they are no part of the test."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        width = (self.page.viewport_size or {"width": 0})["width"]
        self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


class Visitors:
    """Let people in, each with cookies of their own."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.contexts: list[BrowserContext] = []

    def one(
        self, *, on: tuple[int, int] = DESKTOP, has_script: bool = True, theme: Any = "light"
    ) -> Visitor:
        """Return a new visitor at a phone or a desktop."""
        context = self.browser.new_context(
            viewport={"width": on[0], "height": on[1]},
            locale="id",
            java_script_enabled=has_script,
            color_scheme=theme,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        visitor = Visitor(self.site, context.new_page(), has_script)
        visitor.page.on("console", lambda message: note_fault(visitor, message))
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        visitor.page.on("request", lambda request: note_request(visitor, request))
        return visitor

    def signed_in(self, email: str, **options: Any) -> Visitor:
        """Return a new visitor who has signed in."""
        visitor = self.one(**options)
        visitor.signs_in(email)
        return visitor

    def leave(self) -> None:
        """Close all browsers."""
        for context in self.contexts:
            context.close()


def violations(page: Page) -> list[tuple[str, str, Any]]:
    """Name what axe finds on a page."""
    found = Axe().run(page).response["violations"]
    return [(page.url, each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def overhang(page: Page) -> int:
    """Return by how many pixels a page can be pushed sideways."""
    wide, narrow = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return int(wide) - int(narrow)


def note_fault(visitor: Visitor, message: ConsoleMessage) -> None:
    """Keep what the console calls an error."""
    if message.type == "error":
        visitor.faults.append(message.text)


def note_request(visitor: Visitor, request: Request) -> None:
    """Keep every address that was asked, and which of them leave the site (P03)."""
    visitor.site.traces.addresses.add(request.url)
    if not request.url.startswith((visitor.site.address, "data:", "blob:")):
        visitor.strangers.append(request.url)
