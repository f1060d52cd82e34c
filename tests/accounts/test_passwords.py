"""S06: what a password must not be, in both profiles, and how it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from prakarsa.accounts.models import Person
from prakarsa.foundation.time import now
from tests.accounts.browser import is_signed_in, signed_in, try_sign_in
from tests.worlds import PASSWORD

GOOD = [
    PASSWORD,
    "angin laut membawa layar biru",
    "tujuh ekor bebek 2026",
    "correct horse battery staple",
    "ꦲꦏ꧀ꦱꦫꦗꦮ satu dua",
    " spasi di depan dan belakang ",
    "xK9$mQ2!vR7p",
    "x" * 8 + "lorem ipsum dolor",
    "aB3$xZ9!" * 16,
]
BAD = [
    "sebelas1234"[:11],
    "password1234",
    "katasandi123",
    "123456789012",
    "qwertyuiop12",
    "aaaaaaaaaaaa",
    "abababababab",
    "abcdefghijkl",
    "malang2026!!",
    "KotaMojokerto1",
    "prakarsa2026!",
    "Dinas Kesehatan 1",
    "kelurahan-malang-01",
    "bappeda batu 123",
    "banyuwangi12345",
    "sayangkamu123",
    "s4yangk4mu2026",
    "iloveyouforever",
    "passwordbaru1",
    "x" * 129,
]


def refusals_of(password: str) -> list[str]:
    try:
        validate_password(password)
    except ValidationError as refusal:
        return list(refusal.messages)
    return []


@pytest.mark.parametrize("password", GOOD)
def test_S06_a_sentence_of_one_s_own_is_good(password: str) -> None:
    assert refusals_of(password) == []


@pytest.mark.parametrize("password", BAD)
def test_S06_short_common_and_our_own_names_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["rini astuti 12", "rini@contoh.invalid", "198804122014031003"]
)
def test_S06_what_is_known_of_the_person_is_refused(password: str) -> None:
    person = Person(name="Rini Astuti", email="rini@contoh.invalid", nip="198804122014031003")
    with pytest.raises(ValidationError):
        validate_password(password, person)


def test_S06_a_password_is_taken_unchanged_up_to_128_characters(person: Person) -> None:
    longest = " Ünïcode\tdan spasi  " + "Kx9!" * 27
    assert len(longest) == 128
    client = signed_in(person.email)
    form = {"current": PASSWORD, "password": longest}
    assert client.post("/akun/kata-sandi/", form).status_code == 302
    assert try_sign_in(Client(), person.email, longest).status_code == 302
    for wrong in (longest.strip(), longest.lower(), longest[:127], longest + "x"):
        assert try_sign_in(Client(), person.email, wrong).status_code == 200


def test_S06_passwords_are_kept_as_argon2id() -> None:
    assert configured.PASSWORD_HASHERS == ["tests.accounts.hashers.CountingHasher"]
    from prakarsa.foundation import settings as written

    assert written.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person = Person()
    person.set_password(PASSWORD)
    assert person.password.startswith("argon2$argon2id$")
    assert identify_hasher(person.password).algorithm == "argon2"


@pytest.mark.parametrize(
    ("composed", "password", "is_good"),
    [
        (False, "angin laut membawa layar biru", True),
        (True, "angin laut membawa layar biru", False),
        (True, "Angin laut membawa layar biru", False),
        (True, "Angin laut membawa 7 layar biru", False),
        (True, "Angin laut membawa 7 layar biru!", True),
    ],
)
def test_S06_composition_is_a_profile_that_is_off_by_default(
    settings: Any, composed: bool, password: str, is_good: bool
) -> None:
    assert settings.PRAKARSA_COMPOSED_PASSWORDS is False
    settings.PRAKARSA_COMPOSED_PASSWORDS = composed
    if is_good:
        validate_password(password)
    else:
        with pytest.raises(ValidationError):
            validate_password(password)


@pytest.mark.parametrize(("days", "is_held"), [(0, False), (90, True)])
def test_S06_expiry_is_a_profile_that_is_off_by_default(
    person: Person, settings: Any, days: int, is_held: bool
) -> None:
    assert settings.PRAKARSA_PASSWORD_DAYS == 0
    settings.PRAKARSA_PASSWORD_DAYS = days
    Person.objects.update(password_changed_at=now())
    with time_machine.travel(now() + timedelta(days=91)):
        client = signed_in(person.email)
        assert is_signed_in(client) is not is_held
        if not is_held:
            return
        assert client.get("/jejak-audit/").url == "/akun/kata-sandi/"
        assert "Aturan di sini meminta" in client.get("/akun/kata-sandi/").content.decode()
        form = {"current": PASSWORD, "password": "angin laut membawa layar biru"}
        client.post("/akun/kata-sandi/", form)
        assert is_signed_in(client)


def test_S06_the_old_password_again_is_refused(person: Person) -> None:
    client = signed_in(person.email)
    response = client.post("/akun/kata-sandi/", {"current": PASSWORD, "password": PASSWORD})
    assert response.status_code == 200
    assert "harus berbeda" in response.content.decode()


def test_the_present_password_is_asked_for_first(person: Person) -> None:
    client = signed_in(person.email)
    form = {"current": "salah", "password": "angin laut membawa layar biru"}
    response = client.post("/akun/kata-sandi/", form)
    assert response.status_code == 200
    assert "Kata sandi sekarang tidak cocok." in response.content.decode()
    assert try_sign_in(Client(), person.email).status_code == 302


def test_P02_no_page_gives_a_typed_password_back(person: Person) -> None:
    client = signed_in(person.email)
    form = {"current": "rahasia-satu", "password": "rahasia-dua"}
    page = client.post("/akun/kata-sandi/", form).content.decode()
    assert "rahasia-" not in page
