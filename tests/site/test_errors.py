"""What people read when something goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, ProgrammingError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from prakarsa.foundation.roles import Role
from prakarsa.organisations.access import public, roles
from prakarsa.site import urls
from tests.worlds import World


@roles(Role.VERIFIER)
def for_verifiers(_request: HttpRequest) -> None:
    raise AssertionError


@roles(*Role)
def refused_by_object(_request: HttpRequest) -> None:
    raise PermissionDenied


@public
def broken(_request: HttpRequest) -> None:
    raise RuntimeError("rahasia: /etc/passwd SELECT")


@public
def garbled(_request: HttpRequest) -> None:
    raise SuspiciousOperation("rahasia")


@public
def locked(_request: HttpRequest) -> None:
    raise OperationalError("database is locked: rahasia")


@public
def misspelt(_request: HttpRequest) -> None:
    # Each database tells of a wrong query in its own kind of error.
    kind = OperationalError if connection.vendor == "sqlite" else ProgrammingError
    raise kind("no such column: rahasia")


def undeclared(_request: HttpRequest) -> None:
    raise AssertionError


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    path("uji/verifikator/", for_verifiers),
    path("uji/objek/", refused_by_object),
    path("uji/rusak/", broken),
    path("uji/kacau/", garbled),
    path("uji/terkunci/", locked),
    path("uji/salah/", misspelt),
    path("uji/tertutup/", undeclared),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def body(client: Client, address: str, status: int) -> str:
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_refusal_says_for_whom_the_page_is_and_who_you_are(world: World) -> None:
    html = body(world.client(Role.OPERATOR), "/uji/verifikator/", 403)
    assert "<h1>Halaman ini untuk verifikator</h1>" in html
    assert "Anda masuk sebagai operator Kelurahan Melati." in html


@pytest.mark.parametrize(
    ("role", "who", "whom"),
    [
        (Role.PLATFORM_ADMIN, "administrator sistem.",
         "Tanyakan kepada sekretariat inovasi daerah yang bersangkutan."),
        (Role.SECRETARIAT, "Kota Contoh.", "Tanyakan kepada administrator sistem."),
        (Role.OPERATOR, "operator Kelurahan Melati.",
         "Tanyakan kepada sekretariat inovasi daerah Anda."),
    ],
)  # fmt: skip
def test_a_refusal_names_whom_to_ask(world: World, role: Role, who: str, whom: str) -> None:
    html = body(world.client(role), "/uji/verifikator/", 403)
    lead = html.partition('<p class="lead mt3">')[2].partition("</p>")[0]
    assert lead.startswith("Anda masuk sebagai ")
    assert lead.endswith(who)
    assert " ." not in lead
    assert whom in html


def test_a_refused_object_and_an_undeclared_page_say_nothing_of_themselves(world: World) -> None:
    for address in ("/uji/objek/", "/uji/tertutup/"):
        html = body(world.client(Role.OPERATOR), address, 403)
        assert "<h1>Halaman ini bukan untuk peran Anda sekarang</h1>" in html


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert "Masuk lebih dulu" in body(Client(), "/uji/tertutup/", 403)


def test_a_person_whose_membership_ended_is_told_so(world: World) -> None:
    world.person(Role.OPERATOR).memberships.update(valid_until="2021-01-01")
    html = body(world.client(Role.OPERATOR), "/uji/verifikator/", 403)
    assert "sudah berakhir" in html


def test_a_missing_page_offers_search_and_home(world: World) -> None:
    html = body(world.client(Role.OPERATOR), "/tidak-ada/", 404)
    assert "Halaman ini tidak ditemukan" in html
    assert "Ke halaman awal" in html
    assert 'role="search"' in html


def test_X06_our_own_fault_shows_a_code_and_nothing_else() -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/uji/rusak/")
    html = response.content.decode()
    assert response.status_code == 500
    assert response["X-Request-Id"] in html
    assert "Yang sudah tersimpan tetap aman." in html
    assert "rahasia" not in html
    assert "RuntimeError" not in html


def test_X06_a_busy_database_asks_to_come_back() -> None:
    response = Client().get("/uji/terkunci/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "rahasia" not in response.content.decode()


def test_X06_a_wrong_query_is_a_fault_of_ours() -> None:
    assert "rahasia" not in body(Client(), "/uji/salah/", 500)


def test_X06_a_garbled_request_shows_no_reason() -> None:
    html = body(Client(), "/uji/kacau/", 400)
    assert "Permintaan ini tidak dapat dibaca" in html
    assert "rahasia" not in html


def test_an_old_form_keeps_its_person_calm() -> None:
    response = Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})
    assert response.status_code == 403
    assert "Formulir ini sudah kedaluwarsa" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [("/uji/verifikator/", 403), ("/tidak-ada/", 404), ("/uji/rusak/", 500), ("/uji/kacau/", 400)],
)
def test_X04_error_pages_carry_the_headers_too(
    world: World, address: str, status: int, settings: Any
) -> None:
    client = world.client(Role.OPERATOR)
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    ["/orang/?cari=%00", "/daerah/?cari=a%00", "/inovasi/?unit=%00", "/inovasi/a%00b/", "/?q=%00a"],
)
def test_X09_a_nul_in_the_address_is_no_fault_of_ours(world: World, address: str) -> None:
    client = world.client(Role.SECRETARIAT)
    client.raise_request_exception = False
    assert client.get(address).status_code in (200, 400, 404)


def test_X09_a_nul_in_a_raw_field_is_no_fault_of_ours(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    client.raise_request_exception = False
    response = client.post("/akun/peran/", {"membership": "a\0b"})
    assert response.status_code in (400, 404)


def test_an_address_for_forms_says_so_to_a_visitor(db: None) -> None:
    response = Client().get("/bahasa/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "Alamat ini tidak dapat dibuka langsung" in response.content.decode()
