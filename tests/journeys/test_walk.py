"""Every page each role can reach: accessible in both widths, light, quiet, and at home."""

from __future__ import annotations

import re

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from prakarsa.organisations.roles import Role
from tests.journeys.people import (
    DESKTOP,
    OPERATOR,
    PHONE,
    SECRETARIAT,
    VERIFIER,
    Site,
    Visitor,
    Visitors,
)
from tests.journeys.weights import KB, Meter

pytestmark = [pytest.mark.browser, pytest.mark.journey]
# Guide, section 10. No page draws with a script yet, so every page keeps the smaller limit.
FIRST, LATER, REQUESTS = 118 * KB, 12 * KB, 7
# One more where files are sent in pieces: its script stays in the browser like all others.
REQUESTS_WITH_UPLOAD = 8
HERE = """() => [...document.querySelectorAll('a[href^="/"]')].map((each) => [
  each.pathname, each.closest('header nav, .tabs-bottom') !== null])"""


class Walk:
    """One role's way through the site; a kind of page seen by another role is passed by."""

    def __init__(self, visitor: Visitor, seen: set[str]) -> None:
        self.visitor, self.seen = visitor, seen
        self.meter = Meter()
        self.meter.watch(visitor.page)
        self.own: set[str] = set()

    def goes(self, start: str) -> None:
        """Open the first page, then every page that one leads to, and so on."""
        waiting, known = [(start, True)], {start}
        while waiting:
            path, is_place = waiting.pop(0)
            if not self.is_wanted(path, is_place=is_place) or not self.opens(path):
                continue
            for found, stands_in_bar in self.visitor.page.evaluate(HERE):
                if found not in known:
                    known.add(found)
                    waiting.append((found, stands_in_bar))

    def is_wanted(self, path: str, *, is_place: bool) -> bool:
        """Take each place of the role, and of other pages one of each kind."""
        try:
            route = resolve(path).route
        except Resolver404:
            assert path.startswith("/static/"), f"{self.visitor.page.url} links to {path}"
            return False
        is_new = route not in (self.own if is_place else self.seen)
        self.own.add(route)
        self.seen.add(route)
        return is_new

    def opens(self, path: str) -> bool:
        """Look at a page in both widths and weigh it; files to save are left alone."""
        page = self.visitor.page
        self.meter.begin()
        try:
            answer = page.goto(f"{self.visitor.site.address}{path}")
        except Error as problem:
            if "Download is starting" in str(problem) or "ERR_ABORTED" in str(problem):
                return False
            raise
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        for width, height in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": height})
            self.visitor.checks()
        self.weighs(path, answer.url)
        return True

    def weighs(self, path: str, address: str) -> None:
        """Hold the page to the guide's limits."""
        first, later, requests = self.meter.weight(address)
        sends_files = self.visitor.page.locator("[data-upload-url]").count() > 0
        most = REQUESTS_WITH_UPLOAD if sends_files else REQUESTS
        assert (path, first <= FIRST, later <= LATER, requests <= most) == (
            path, True, True, True,
        ), (first, later, requests)  # fmt: skip
        assert self.meter.unpacked == set()


def addresses(site: Site) -> list[str]:
    """Return the sign-ins that the demo printed when it started, one per role."""
    found = re.findall(r"^  \S.*?(\S+@contoh\.invalid)", site.log.read_text("utf-8"), re.MULTILINE)
    assert len(found) == len(Role) - 1
    return found


def test_P03_every_page_keeps_the_promises_of_the_guide(visitors: Visitors, site: Site) -> None:
    seen: set[str] = set()
    Walk(visitors.one(), seen).goes("/")
    for email in addresses(site):
        visitor = visitors.signed_in(email)
        Walk(visitor, seen).goes(visitor.path())
        visitor.page.context.close()
    assert len(seen) > 50


# What no link leads to: empty results, and pages that answer with a refusal.
EMPTY = {"": ("/?q=zzzqqq",), SECRETARIAT: ("/inovasi/?cari=zzzqqq", "/orang/?cari=zzzqqq"),
         VERIFIER: ("/antrean/?edisi=2023",)}  # fmt: skip
REFUSED = {
    "": (("/tidak-ada/", 404), ("/?daerah=%00", 400)),
    OPERATOR: (("/antrean/", 403), ("/inovasi/tidakada1234/", 404)),
}


def both_widths(visitor: Visitor) -> None:
    """Hold the page that is open to the guide, on a phone and on a desk."""
    for width, height in (PHONE, DESKTOP):
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.checks()


@pytest.mark.parametrize("email", EMPTY)
def test_empty_results_keep_the_promises_too(visitors: Visitors, email: str) -> None:
    visitor = visitors.signed_in(email) if email else visitors.one()
    for path in EMPTY[email]:
        visitor.opens(path)
        assert visitor.page.locator(".empty").count() == 1, path
        both_widths(visitor)


@pytest.mark.parametrize("email", REFUSED)
def test_refusals_keep_the_promises_too(visitors: Visitors, email: str) -> None:
    visitor = visitors.signed_in(email) if email else visitors.one()
    for path, status in REFUSED[email]:
        answer = visitor.page.goto(f"{visitor.site.address}{path}")
        assert answer is not None
        assert (path, answer.status) == (path, status)
        visitor.faults.clear()  # the browser itself calls the status an error
        both_widths(visitor)


def test_steps_behind_a_form_keep_the_promises_too(visitors: Visitors) -> None:
    """The check of an import with wrong rows, and the page that asks before reminding."""
    secretary = visitors.signed_in(SECRETARIAT)
    secretary.opens("/inovasi/impor/")
    table = b"region,agency,name\nKota Contoh,Unit Entah,CONTOH IMPOR\nKota Contoh,,\n"
    secretary.page.locator("input[type=file]").set_input_files(
        {"name": "daftar.csv", "mimeType": "text/csv", "buffer": table}
    )
    secretary.presses("Periksa berkas")
    assert "galat" in secretary.page.inner_text("h1")
    both_widths(secretary)
    secretary.opens("/target/")
    secretary.arrives(secretary.page.locator("main .rows a").first)
    secretary.arrives(secretary.page.locator("[data-remind]"))
    assert "Ingatkan" in secretary.page.inner_text("h1")
    both_widths(secretary)
