"""The frame of every page: places by role, the sample strip, language, theme, caching."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve
from django.utils import timezone, translation

from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Membership, Region
from prakarsa.organisations.roles import Role
from prakarsa.site.navigation import ALL_PLACES, PERSONAL, PLACES
from tests.worlds import AT, World

SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]


def page(client: Client, path: str = "/menu/") -> str:
    return client.get(path).content.decode()


def links_of(html: str, label: str) -> list[str]:
    """Return the addresses of one navigation."""
    found = re.search(rf'<nav[^>]*aria-label="{label}">(.*?)</nav>', html, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', found[1]) if found else []


@pytest.mark.parametrize("role", SIGNED_IN)
def test_no_link_of_the_frame_ends_in_a_refusal(world: World, role: Role) -> None:
    html = page(world.client(role))
    links = {*links_of(html, "Menu utama"), *links_of(html, "Menu bawah")}
    for url in links:
        assert role in resolve(url).func.access.roles
    assert 1 <= len(links_of(html, "Menu bawah")) <= 4
    assert len(links_of(html, "Menu utama")) <= 6


def test_no_language_or_zone_is_left_behind_for_the_next_visitor(world: World) -> None:
    before = (translation.get_language(), timezone.get_current_timezone_name())
    client = world.client(Role.OPERATOR)
    Person.objects.update(language="en")
    Region.objects.update(zone="Asia/Jayapura")
    assert '<html lang="en"' in page(client)
    assert (translation.get_language(), timezone.get_current_timezone_name()) == before


@pytest.mark.parametrize("role", list(Role))
def test_every_place_of_a_role_exists_and_is_open_to_it(role: Role) -> None:
    from django.urls import reverse

    for place in PLACES[role]:
        assert role in resolve(reverse(place.name)).func.access.roles, place.name


def test_every_place_of_the_menu_exists() -> None:
    from django.urls import NoReverseMatch, reverse

    missing = []
    for place in (*ALL_PLACES, *PERSONAL):
        try:
            reverse(place.name)
        except NoReverseMatch:
            missing.append(place.name)
    assert missing == []


def test_the_frame_names_region_person_and_unread_messages(world: World) -> None:
    person = world.person(Role.OPERATOR)
    for number in range(3):
        Notice.objects.create(
            person=person, topic="proof", title="x", event_key=str(number), created_at=AT
        )
    html = page(world.client(Role.OPERATOR))
    assert '<span class="reg">Kota Contoh</span>' in html
    assert "Kota Contoh adalah daerah rekaan; semua isinya contoh." in html
    assert 'aria-label="3 pesan belum dibaca"' in html
    assert ">OK</a>" in html


def test_a_real_region_has_no_sample_strip(world: World) -> None:
    world.home.is_example = False
    world.home.save()
    assert "rekaan" not in page(world.client(Role.OPERATOR))


def test_a_visitor_sees_no_bar_of_places_at_the_bottom(db: None) -> None:
    html = page(Client())
    assert "tabs-bottom" not in html
    assert 'class="me"' not in html


def test_a_visitor_is_offered_only_what_opens_without_an_account(db: None) -> None:
    places = Client().get("/menu/").context["frame"].others
    assert [link.url for link in places if Client().get(link.url).status_code != 200] == []


def test_the_menu_offers_the_other_seats_of_the_person(world: World) -> None:
    person = world.person(Role.OPERATOR)
    second = Membership.objects.create(
        person=person, role=Role.VERIFIER, region=world.home, valid_from="2020-01-01"
    )
    client = world.client(Role.OPERATOR)
    session = client.session
    session["membership"] = person.memberships.exclude(pk=second.pk).get().key
    session.save()
    assert f'value="{second.key}"' in page(client)


def test_indonesian_is_the_default_whatever_the_browser_says(db: None) -> None:
    response = Client(headers={"accept-language": "en"}).get("/menu/")
    assert '<html lang="id"' in response.content.decode()
    assert response["Content-Language"] == "id"


def test_a_visitor_chooses_the_language(db: None) -> None:
    client = Client()
    response = client.post("/bahasa/", {"language": "en", "next": "/tentang/"})
    assert response["Location"] == "/tentang/"
    assert '<html lang="en"' in page(client)
    assert client.cookies["prakarsa-language"]["httponly"]


def test_a_person_keeps_language_and_theme(world: World) -> None:
    client = world.client(Role.MAYOR)
    client.post("/bahasa/", {"language": "en"})
    client.post("/tema/", {"theme": "dark"})
    assert '<html lang="en" data-bs-theme="dark">' in page(world.client(Role.MAYOR))


def test_the_device_chooses_the_theme_until_the_visitor_does(db: None) -> None:
    client = Client()
    assert '<html lang="id">' in page(client)
    client.post("/tema/", {"theme": "light"})
    assert '<html lang="id" data-bs-theme="light">' in page(client)
    client.post("/tema/", {"theme": "system"})
    assert '<html lang="id">' in page(client)


@pytest.mark.parametrize("path", ["/bahasa/", "/tema/"])
def test_S09_a_switch_changes_nothing_by_get(db: None, path: str) -> None:
    assert Client().get(path).status_code == 405


def test_L01_a_switch_is_an_entry_of_its_person_and_of_nobody_else(world: World) -> None:
    client, person = world.client(Role.OPERATOR), world.person(Role.OPERATOR)
    for _twice in range(2):
        client.post("/bahasa/", {"language": "en"})
    client.post("/tema/", {"theme": "dark"})
    Client().post("/bahasa/", {"language": "en"})
    rows = AuditEntry.objects.filter(act="accounts.profile.changed").order_by("sequence")
    assert [row.actor_key for row in rows] == [str(person.key)] * 2
    changed = [row.payload.body["after"] for row in rows]
    assert [(each["language"], each["theme"]) for each in changed] == [
        ("en", "system"),
        ("en", "dark"),
    ]


@pytest.mark.parametrize("value", ["fr", "", "<script>"])
def test_unknown_choices_change_nothing(db: None, value: str) -> None:
    client = Client()
    client.post("/bahasa/", {"language": value})
    client.post("/tema/", {"theme": value})
    assert '<html lang="id">' in page(client)


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "javascript:x"])
def test_a_switch_never_leads_to_another_site(db: None, target: str) -> None:
    response = Client().post("/bahasa/", {"language": "en", "next": target})
    assert response["Location"] == "/menu/"


@pytest.mark.parametrize("path", ["/menu/", "/tidak-ada/"])
def test_X05_pages_of_a_person_are_kept_nowhere(world: World, path: str) -> None:
    response = world.client(Role.OPERATOR).get(path)
    assert response["Cache-Control"] == "no-store"
    assert {"Cookie", "HX-Request"} <= {part.strip() for part in response["Vary"].split(",")}


@pytest.mark.parametrize("path", ["/menu/", "/tidak-ada/", "/robots.txt"])
def test_X04_every_answer_carries_the_headers(db: None, path: str) -> None:
    response = Client().get(path)
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_search_engines_read_only_the_public_part(db: None) -> None:
    text = Client().get("/robots.txt").content.decode()
    assert "Allow: /katalog/" in text
    assert "Disallow: /\n" in text
    assert text.endswith("/sitemap.xml\n")


def test_licences_of_others_are_named(db: None) -> None:
    html = page(Client(), "/tentang/")
    for package in ("@tabler/core", "@tabler/icons", "htmx.org", "plus-jakarta-sans"):
        assert package in html


def test_messages_name_the_thing_and_are_announced() -> None:
    said = [Message(25, "SAPA <MELATI> diajukan."), Message(40, "Berkas 83 MB ditolak.")]
    html = render_to_string("site/_messages.html", {"messages": said})
    assert html.count('role="status"') == 1
    assert 'class="remark good"' in html
    assert "SAPA &lt;MELATI&gt; diajukan." in html
    assert 'class="remark red"' in html
