"""Every form of registry and evidence: sent from a stale page, sent twice, sent too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.architecture.routes import routes
from tests.evidence.builders import open_window
from tests.evidence.editions import next_edition
from tests.evidence.posts import FORMS, MAKING, Sending, everything
from tests.worlds import AT, World


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let both editions be complete and open, and the clock stand still."""
    with time_machine.travel(AT, tick=False):
        yield from next_edition(tmp_path, monkeypatch)


def ready(world: World, name: str) -> Sending:
    """Return a form as its page shows it, both windows being open."""
    open_window(world.home)
    window = open_window(world.home, year=2027)
    window.opens_at = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    window.save()
    return FORMS[name].ready(world)


def test_Z10_every_form_that_changes_a_record_is_tried(world: World) -> None:
    found = set()
    for route in routes():
        if route.name.split(":")[0] in {"registry", "evidence"}:
            role = next(iter(sorted(vars(route.view)["access"].roles)))
            client: Client = world.client(role)
            if client.post(route.address()).status_code != 405:
                found.add(route.name)
    assert found == set(FORMS) | set(MAKING)


def without_version(name: str, sending: Sending, version: str | None) -> dict[str, Any]:
    """Return what to change in a form so that it names this version, or none."""
    if name == "evidence:confirm":
        code = str(sending.fields["jawaban"]).split(".")[0]
        return {"jawaban": code if version is None else f"{code}.{version}"}
    return {"version": version}


@pytest.mark.django_db
@pytest.mark.parametrize("version", [None, "", "0", "999"])
@pytest.mark.parametrize("name", sorted(FORMS))
def test_Z10_a_page_without_the_present_version_changes_nothing(
    world: World, name: str, version: str | None
) -> None:
    sending = ready(world, name)
    before = everything()
    answer = FORMS[name].send(world, sending, **without_version(name, sending, version))
    assert answer.status_code in {200, 302, 409}
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FORMS))
def test_M04_a_form_sent_twice_has_one_effect(world: World, name: str) -> None:
    sending = ready(world, name)
    before = everything()
    assert FORMS[name].send(world, sending).status_code == 302
    once = everything()
    assert once != before
    assert FORMS[name].send(world, sending).status_code in {302, 409}
    assert everything() == once
