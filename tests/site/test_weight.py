"""Bytes and requests per page stay within the guide (section 10)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from prakarsa.organisations.roles import Role
from prakarsa.site.navigation import PLACES, SUMMARY
from tests.site.weights import Weight, fetched, packed_size, weigh
from tests.worlds import World

KB = 1024
PAGE = {"first": 130 * KB, "later": 12 * KB, "requests": 7}
CHART_PAGE = {"first": 510 * KB, "later": 15 * KB, "requests": 9}
# Pages with a chart drawn by a script; everything else is an ordinary page.
WITH_CHART = {SUMMARY.name}
PAIRS = [(role, place.name) for role in Role for place in PLACES[role]]


def within(weight: Weight, limit: dict[str, int]) -> list[str]:
    """Name the limits a page breaks."""
    return [name for name, most in limit.items() if getattr(weight, name) > most]


@pytest.mark.parametrize(("role", "name"), PAIRS)
def test_each_place_is_light(world: World, role: Role, name: str) -> None:
    client = Client() if role is Role.PUBLIC else world.client(role)
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    limit = CHART_PAGE if name in WITH_CHART else PAGE
    assert within(weigh(response), limit) == []


@pytest.mark.parametrize("path", ["/menu/", "/tentang/", "/tidak-ada/"])
def test_pages_of_the_frame_are_light(db: None, path: str) -> None:
    weight = weigh(Client().get(path))
    assert within(weight, PAGE) == []
    assert weight.requests <= 6


def test_the_style_sheets_are_cut() -> None:
    files = fetched('<link rel="stylesheet" href="/static/vendor/tabler-1.6.1/tabler.css">')
    assert sum(map(packed_size, files)) <= 20 * KB


def test_the_weight_counts_everything_a_browser_fetches() -> None:
    html = """<link rel="stylesheet" href="/static/prakarsa/theme.css"><link rel="icon"
    href="data:image/svg+xml,x"><svg><use href="/static/prakarsa/icons.svg#i-clock"/></svg>
    <svg><use href="/static/prakarsa/icons.svg#i-bell"/></svg>"""
    weight = weigh(HttpResponse(html))
    assert weight.requests == 4
    assert any(name.endswith(".woff2") for name in weight.files)
    assert weight.first > weight.later
