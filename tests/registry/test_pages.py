"""The pages of the registry, walked as their readers do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from prakarsa.organisations.roles import Role
from prakarsa.registry import actions
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from tests.registry.innovations import make_complete, make_draft
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


def test_a_double_click_on_new_is_one_innovation(world: World) -> None:
    client = world.client(Role.OPERATOR)
    fields = {"name": "SAPA MELATI", "agency": world.ward.pk}
    answers = [client.post(reverse("registry:new"), fields) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Innovation.objects.count() == 1


def test_what_is_submitted_meanwhile_keeps_the_typed_text(world: World, at: datetime) -> None:
    operator, client = world.seat(Role.OPERATOR), world.client(Role.OPERATOR)
    page_seen = make_complete(operator, at)
    actions.submit_innovation(seat=operator, innovation=page_seen, at=at)
    address = reverse("registry:edit", args=[page_seen.key, Part.NAME.value])
    fields = {"name": "SAPA", "summary": "Tulisan saya", "version": page_seen.version}
    answer = client.post(address, fields)
    assert answer.status_code == 409
    assert "Tulisan saya" in answer.content.decode()
    assert "belum tersimpan" in answer.content.decode()
    assert client.get(address).headers["Location"] == reverse(
        "registry:detail", args=[page_seen.key]
    )


def test_the_whole_way_by_pages(world: World, at: datetime) -> None:
    operator, verifier = world.client(Role.OPERATOR), world.client(Role.VERIFIER)
    key = make_complete(world.seat(Role.OPERATOR), at).key

    def press(client: Client, name: str, **fields: str) -> str:
        """Press the button of a page that shows the present version."""
        version = str(Innovation.objects.get().version)
        address = reverse(name, args=[key])
        answer = client.post(address, {"version": version} | fields, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "SAPA MELATI diajukan. Verifikasi biasanya 3 hari kerja." in press(
        operator, "evidence:submit"
    )
    note = {"whole": "Lengkapi", Part.NAME.value: "Sebut siapa yang dilayani"}
    assert "SAPA MELATI dikembalikan dengan catatan Anda." in press(
        verifier, "registry:return", **note
    )
    returned = page(operator, "detail", key)
    assert "Dikembalikan, 2 catatan" in returned
    assert "Sebut siapa yang dilayani" in returned
    press(operator, "evidence:submit")
    assert "SAPA MELATI terverifikasi." in press(verifier, "registry:verify")
    assert "SAPA MELATI terbit di katalog." in press(verifier, "registry:publish")
    carried = press(operator, "evidence:carry-over", edition_year="2027")
    assert "SAPA MELATI dilanjutkan ke edisi 2027." in carried
    assert "Edisi 2027 baru diumumkan" in carried
    assert "Perlu diperiksa ulang untuk edisi 2027." in page(operator, "detail", key)
    assert "Pelaporan edisi 2027 belum dibuka." in press(operator, "evidence:submit")
    assert "Draf edisi baru SAPA MELATI dibatalkan." in press(operator, "evidence:withdraw")
    assert Innovation.objects.get().state == Innovation.State.PUBLISHED
    assert "SAPA MELATI diakhiri." in press(
        operator, "registry:retire", reason="Digantikan aplikasi baru"
    )
    assert "Digantikan aplikasi baru" in page(operator, "detail", key)


def test_a_return_needs_a_note_and_an_end_a_reason(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    innovation = actions.submit_innovation(
        seat=operator, innovation=make_complete(operator, at), at=at
    )
    answer = world.client(Role.VERIFIER).post(
        reverse("registry:return", args=[innovation.key]), {"whole": " "}
    )
    assert "Tulis paling sedikit satu catatan" in answer.content.decode()
    assert Innovation.objects.get().state == "submitted"


def test_the_list_is_narrowed_by_each_filter(world: World, at: datetime) -> None:
    operator, client = world.seat(Role.OPERATOR), world.client(Role.SECRETARIAT)
    make_complete(operator, at)
    make_draft(operator, at, "Bank Sampah")
    address = reverse("registry:list")
    for name, value, count in (
        ("cari", "sapa", 1), ("cari", "lanjut usia", 1), ("keadaan", "draft", 2),
        ("keadaan", "published", 0), ("jenis", "digital", 1), ("jenis", "unknown", 1),
        ("tahun", "2024", 1), ("tahun", "2023", 0), ("urusan", "Kesehatan", 1),
        ("urusan", "sosial", 1),
        ("unit", world.ward.key, 2), ("unit", world.second_ward.key, 0), ("page", "99", 2),
    ):  # fmt: skip
        answer = client.get(address, {name: value}).content.decode()
        assert f"<h1>{count} inovasi</h1>" in answer, (name, value)


def test_the_pages_speak_english_too(world: World, at: datetime) -> None:
    innovation, client = make_complete(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    person = world.person(Role.OPERATOR)
    person.language = "en"
    person.save()
    client.cookies["django_language"] = "en"
    text = page(client, "detail", innovation.key)
    assert "Complete the profile" in text or "Check and submit" in text
