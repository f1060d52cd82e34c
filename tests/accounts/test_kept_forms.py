"""S08: what was typed survives an ended session, for its writer and nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from prakarsa.accounts.kept import MOST_CHARACTERS, MOST_FORMS
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation
from tests.registry.innovations import make_draft
from tests.worlds import AT, PASSWORD, World

TYPED = "Surat diantar ke rumah.\nTulisan panjang yang belum tersimpan; NIP 198001012005011001."
KEPT = "/isian/"
LATER = AT + timedelta(minutes=31)


@pytest.fixture
def draft(world: World) -> Iterator[Innovation]:
    """Return a draft of the operator, whose password is known."""
    for role in (Role.OPERATOR, Role.SECRETARIAT):
        person = world.person(role)
        person.set_password(PASSWORD)
        person.save()
    with time_machine.travel(AT, tick=False):
        yield make_draft(world.seat(Role.OPERATOR), AT)


def signed_in(world: World, role: Role = Role.OPERATOR) -> Client:
    client = Client()
    sign_in(client, world, role)
    return client


def sign_in(client: Client, world: World, role: Role = Role.OPERATOR, target: str = "") -> str:
    """Sign in and return where that led."""
    fields = {"username": world.person(role).email, "password": PASSWORD, "next": target}
    answer = client.post(reverse("accounts:sign-in"), fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def send_late(client: Client, draft: Innovation, **fields: str) -> str:
    """Send the form of a part half an hour later; return where the browser is led."""
    address = reverse("registry:edit", args=[draft.key, "nama"])
    typed = {"name": draft.name, "summary": TYPED, "version": "1", "next": "tasks"} | fields
    with time_machine.travel(LATER, tick=False):
        answer = client.post(address, typed, headers={"Referer": f"http://testserver{address}"})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_S08_typed_text_comes_back_after_signing_in_again(world: World, draft: Innovation) -> None:
    client = signed_in(world)
    assert send_late(client, draft) == f"/masuk/?next={KEPT}"
    with time_machine.travel(LATER, tick=False):
        page = client.get(f"/masuk/?next={KEPT}").content.decode()
        assert "Isian yang baru Anda kirim disimpan sementara" in page
        assert sign_in(client, world, target=KEPT) == KEPT
        text = client.get(KEPT).content.decode()
        assert "Tulisan panjang yang belum tersimpan" in text
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
        sent["summary"] = TYPED
        answer = client.post(reverse("accounts:kept-send", args=[0]), sent)
        assert answer.status_code == 307
        assert client.post(answer.headers["Location"], sent).status_code == 302
        assert Innovation.objects.get().summary == TYPED
        assert client.get(KEPT).headers["Location"] == "/beranda/"


def test_S08_a_page_that_became_stale_meanwhile_shows_both(world: World, draft: Innovation) -> None:
    client = signed_in(world)
    send_late(client, draft)
    other = world.client(Role.SECRETARIAT)
    address = reverse("registry:edit", args=[draft.key, "nama"])
    other.post(address, {"name": draft.name, "summary": "Sekretariat lebih dulu.", "version": "1"})
    with time_machine.travel(LATER, tick=False):
        sign_in(client, world)
        sent = {"name": draft.name, "summary": TYPED, "version": "1"}
        answer = client.post(reverse("accounts:kept-send", args=[0]), sent)
        page = client.post(answer.headers["Location"], sent)
    assert page.status_code == 409
    assert "Sekretariat lebih dulu." in page.content.decode()
    assert "Tulisan panjang" in page.content.decode()


def test_S08_another_person_at_the_same_browser_never_sees_it(
    world: World, draft: Innovation
) -> None:
    client = signed_in(world)
    send_late(client, draft)
    with time_machine.travel(LATER, tick=False):
        sign_in(client, world, Role.SECRETARIAT)
        assert client.get(KEPT).headers["Location"] == "/beranda/"
        assert "kept_forms" not in client.session
        client.post(reverse("accounts:sign-out"))
        sign_in(client, world)
        assert client.get(KEPT).headers["Location"] == "/beranda/"


def test_S08_it_can_be_thrown_away_and_ends_after_half_a_day(
    world: World, draft: Innovation
) -> None:
    client = signed_in(world)
    send_late(client, draft)
    with time_machine.travel(LATER, tick=False):
        sign_in(client, world)
        client.post(reverse("accounts:kept-discard", args=[0]))
        assert client.get(KEPT).headers["Location"] == "/beranda/"
    client = signed_in(world)
    send_late(client, draft)
    with time_machine.travel(LATER, tick=False):
        sign_in(client, world)
    with time_machine.travel(LATER + timedelta(minutes=29), tick=False):
        assert client.get(KEPT).status_code == 200
    for minutes in range(29, 13 * 60, 29):
        with time_machine.travel(LATER + timedelta(minutes=minutes), tick=False):
            client.get("/beranda/")
    with time_machine.travel(LATER + timedelta(hours=13), tick=False):
        sign_in(client, world)
        assert client.get(KEPT).headers["Location"] == "/beranda/"


def test_P02_what_was_typed_stands_in_no_address_and_no_cookie(
    world: World, draft: Innovation
) -> None:
    client = signed_in(world)
    led = send_late(client, draft)
    cookies = " ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    for secret in ("198001012005011001", "Tulisan"):
        assert secret not in led + cookies
    (kept,) = client.session["kept_forms"]
    assert TYPED in [text for _name, text in kept["fields"]]


def test_S08_only_so_much_is_kept(world: World, draft: Innovation) -> None:
    client = signed_in(world)
    page = reverse("registry:edit", args=[draft.key, "nama"])
    assert send_late(client, draft, summary="x" * MOST_CHARACTERS) == f"/masuk/?next={page}"
    assert "kept_forms" not in client.session
    for part in ("nama", "rancang-bangun", "tujuan", "anggaran", "mitra"):
        with time_machine.travel(LATER, tick=False):
            client.post(reverse("registry:edit", args=[draft.key, part]), {"x": part})
    assert len(client.session["kept_forms"]) == MOST_FORMS


def test_S08_a_form_sent_twice_is_kept_once(world: World, draft: Innovation) -> None:
    client = signed_in(world)
    for text in ("Satu satu.", "Dua dua."):
        send_late(client, draft, summary=text)
    (kept,) = client.session["kept_forms"]
    assert ["summary", "Dua dua."] in [list(each) for each in kept["fields"]]


def test_S08_passwords_are_never_kept(world: World, draft: Innovation) -> None:
    client = signed_in(world)
    with time_machine.travel(LATER, tick=False):
        client.post(reverse("accounts:password"), {"old": PASSWORD, "new_password1": "x" * 20})
    assert "kept_forms" not in client.session


def test_S08_nothing_is_kept_for_somebody_who_was_not_signed_in(
    world: World, draft: Innovation
) -> None:
    client = Client()
    answer = client.post(reverse("registry:edit", args=[draft.key, "nama"]), {"summary": TYPED})
    assert answer.headers["Location"] == "/masuk/?next=/beranda/"
    assert "kept_forms" not in client.session


@pytest.mark.parametrize("name", ["kept-send", "kept-discard"])
def test_S08_a_place_that_is_not_there_leads_on(world: World, draft: Innovation, name: str) -> None:
    client = signed_in(world)
    answer = client.post(reverse(f"accounts:{name}", args=[7]))
    assert answer.headers["Location"] == KEPT
