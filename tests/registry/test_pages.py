"""The pages of the registry, walked as their readers do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from tests.registry.innovations import make_complete
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"registry:{name}", args=args))
    assert answer.status_code == 200, answer.content[:600]
    return answer.content.decode()


def test_every_page_opens_for_an_operator(world: World, at: datetime) -> None:
    client, operator = world.client(Role.OPERATOR), world.seat(Role.OPERATOR)
    assert "Belum ada inovasi." in page(client, "list")
    innovation = make_complete(operator, at)
    assert "1 inovasi" in page(client, "list")
    for name in ("detail", "benefits", "history", "tasks", "submit", "retire"):
        assert "SAPA MELATI" in page(client, name, innovation.key)
    for part in Part:
        if part is not Part.ATTACHMENTS:
            assert str(part.label) in page(client, "edit", innovation.key, part.value)


def test_a_new_innovation_needs_one_field(world: World) -> None:
    client = world.client(Role.OPERATOR)
    answer = client.post(
        reverse("registry:new"), {"name": " SAPA  MELATI ", "agency": world.ward.pk}
    )
    made = Innovation.objects.get()
    assert answer.headers["Location"] == reverse("registry:tasks", args=[made.key])
    assert (made.name, made.agency, made.state) == ("SAPA MELATI", world.ward, "draft")
