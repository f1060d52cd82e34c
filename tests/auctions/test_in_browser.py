"""The room in a real browser: it moves by itself, keeps what is typed, and anybody can read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prakarsa.auctions.models import Lot, Round
from prakarsa.foundation.time import local_day, now
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, make_period, offer
from tests.browsers import chromium, served, session_of
from tests.worlds import World, make_world

pytestmark = pytest.mark.browser
PATIENCE = 20_000
LOOKS = [(width, theme) for width in (360, 1280) for theme in ("light", "dark")]


@pytest.fixture
def home(shared_database: str) -> World:
    """Return the world in a database that another process serves."""
    return make_world()


def lot_of_today(world: World) -> Lot:
    """Return a lot in its last round, held today, with the opening offer made just now."""
    period = make_period(world)
    last = period.rounds.get(number=2)
    Round.objects.filter(pk=last.pk).update(held_on=local_day(now(), world.home.zone))
    lot = make_lot(world, period, round=last)
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    Lot.objects.filter(pk=lot.pk).update(state_since=now())
    return lot


def opened(browser: Any, client: Client, address: str, **options: Any) -> Any:
    context = browser.new_context(base_url=address, **options)
    context.add_cookies([session_of(client, address)])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def faults_of(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = [each["id"] for each in Axe().run(page).response["violations"]]
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "scrolls sideways"] if is_wide else found


def test_the_room_moves_for_the_other_side_and_leaves_typing_alone(
    home: World, shared_database: str, tmp_path: Path
) -> None:
    lot = lot_of_today(home)
    room = reverse("auctions:room", args=[lot.key])
    clients = {role: home.client(role) for role in (Role.AGENCY_HEAD, Role.MAYOR, Role.SECRETARY)}
    with served(shared_database, tmp_path / "store") as address, chromium() as browser:
        head = opened(browser, clients[Role.AGENCY_HEAD], address)
        head.goto(room)
        mayor = opened(browser, clients[Role.MAYOR], address)
        secretary = opened(browser, clients[Role.SECRETARY], address)
        secretary.goto(reverse("auctions:room-offer", args=[lot.key]))
        secretary.get_by_label("Alasan").fill("Anggaran sudah tercantum.")
        mayor.goto(room)
        first = mayor.locator("[data-left]").inner_text()
        mayor.wait_for_function(
            "([was]) => document.querySelector('[data-left]').textContent !== was", arg=[first]
        )
        mayor.get_by_role("link", name="Tawar balik").click()
        mayor.get_by_label("Nilai (%)").fill("82,5")
        mayor.get_by_label("Tanggal tercapai").fill("2028-06-30")
        mayor.get_by_label("Alasan").fill("Target RPJMD.")
        mayor.get_by_role("button", name="Tawar balik").click()
        mayor.get_by_text("Giliran perangkat daerah", exact=True).first.wait_for()
        # Nobody reloads: the head's page looks again by itself.
        head.get_by_role("link", name="Terima tawaran 2").wait_for()
        assert "82,50%" in head.locator("#sidang").inner_text()
        assert "Tawaran 2: 82,50%" in head.locator("#kabar").inner_text()
        # What a third person typed meanwhile is still there, and is told that it is too late.
        assert secretary.get_by_label("Alasan").input_value() == "Anggaran sudah tercantum."
        secretary.get_by_label("Nilai (%)").fill("90")
        secretary.get_by_label("Tanggal tercapai").fill("2028-06-30")
        secretary.get_by_role("button", name="Tawar balik").click()
        secretary.get_by_text("Lot ini berubah sejak Anda membukanya").first.wait_for()
        assert secretary.get_by_label("Alasan").input_value() == "Anggaran sudah tercantum."
        head.get_by_role("link", name="Terima tawaran 2").click()
        head.get_by_role("button", name="Terima tawaran 2").click()
        mayor.get_by_text("Disepakati", exact=True).first.wait_for()


def test_every_page_of_the_room_is_accessible(
    home: World, shared_database: str, tmp_path: Path
) -> None:
    lot = lot_of_today(home)
    names = ("room", "room-screen", "room-offer", "room-accept", "room-postpone", "room-impose")
    paths = [reverse(f"auctions:{name}", args=[lot.key]) for name in names]
    paths += [reverse("auctions:panel", args=[lot.period.key])]
    paths += [
        reverse(f"auctions:{name}", args=[lot.period.key, 2]) for name in ("round", "round-screen")
    ]
    found: list[tuple[str, int, str, str]] = []
    said: list[str] = []
    client = home.client(Role.MAYOR)
    with served(shared_database, tmp_path / "store") as address, chromium() as browser:
        for width, theme in LOOKS:
            page = opened(
                browser, client, address, color_scheme=theme,
                viewport={"width": width, "height": 800},
            )  # fmt: skip
            page.on("console", lambda message: said.append(message.text))
            for path in paths:
                page.goto(path)
                found += [(path, width, theme, fault) for fault in faults_of(page)]
    assert found == []
    assert said == []


def test_the_room_works_without_a_script(home: World, shared_database: str, tmp_path: Path) -> None:
    lot, client = lot_of_today(home), home.client(Role.MAYOR)
    with served(shared_database, tmp_path / "store") as address, chromium() as browser:
        page = opened(browser, client, address, java_script_enabled=False)
        page.goto(reverse("auctions:room", args=[lot.key]))
        page.get_by_role("link", name="Muat ulang sidang").click()
        page.get_by_role("link", name="Terima tawaran 1").click()
        page.get_by_role("button", name="Terima tawaran 1").click()
        assert "Disepakati" in page.locator("#sidang").inner_text()
