"""One's own settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from tests.accounts.browser import OWN_PAGE, signed_in
from tests.audit.entries import assert_no_entry, assert_one_entry
from tests.worlds import PASSWORD


def test_a_person_changes_name_language_and_theme(person: Person) -> None:
    client = signed_in(person.email)
    form = {"name": "Rini  Astuti, S.Sos", "language": "en", "theme": "dark"}
    with assert_one_entry("accounts.profile.changed"):
        response = client.post(OWN_PAGE, form)
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.language, person.theme) == ("Rini Astuti, S.Sos", "en", "dark")
    assert client.cookies[configured.LANGUAGE_COOKIE_NAME].value == "en"
    entry = AuditEntry.objects.select_related("payload").get(act="accounts.profile.changed")
    assert entry.payload.body == {
        "before": {"name": "Rini Astuti", "language": "id", "theme": "system"},
        "after": {"name": "Rini Astuti, S.Sos", "language": "en", "theme": "dark"},
    }


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "\u202eRini"},
        {"language": "xx"},
        {"theme": "neon"},
    ],
)
def test_what_is_not_offered_is_refused(person: Person, change: dict[str, str]) -> None:
    client = signed_in(person.email)
    form = {"name": "Rini", "language": "id", "theme": "light", **change}
    with assert_no_entry():
        assert client.post(OWN_PAGE, form).status_code == 200
    person.refresh_from_db()
    assert (person.name, person.language, person.theme) == ("Rini Astuti", "id", "system")


def test_Z05_fields_outside_the_form_change_nothing(person: Person) -> None:
    client = signed_in(person.email)
    before = Person.objects.values().get()
    protected: dict[str, Any] = {
        name: "1" for name in before if name not in {"name", "language", "theme"}
    }
    form = {**protected, "name": "Rini", "language": "id", "theme": "light"}
    assert client.post(OWN_PAGE, form).status_code == 302
    after = Person.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"name", "theme"}


@pytest.mark.parametrize(
    "path", [OWN_PAGE, "/akun/kata-sandi/", "/akun/alamat/", "/akun/perangkat/"]
)
def test_Z01_own_pages_ask_a_visitor_to_sign_in(db: None, path: str) -> None:
    response = Client().get(path)
    assert (response.status_code, response.url) == (302, f"/masuk/?next={path}")


@pytest.mark.parametrize(
    ("path", "form", "field"),
    [
        ("/akun/kata-sandi/", {"password": "angin laut membawa layar biru"}, "current"),
        ("/akun/alamat/", {"email": "baru@contoh.invalid"}, "password"),
    ],
)
def test_S01_the_present_password_cannot_be_guessed_in_an_open_session(
    person: Person, path: str, form: dict[str, str], field: str
) -> None:
    client = signed_in(person.email)
    tries = [client.post(path, {**form, field: f"salah {n}"}).status_code for n in range(9)]
    assert tries == [200] * 7 + [429] * 2
    assert AuditEntry.objects.filter(act="accounts.session.code_failed").count() == 8
    assert client.post(path, {**form, field: PASSWORD}).status_code == 429
    assert Person.objects.get().check_password(PASSWORD)


def test_a_slip_beside_the_right_password_is_no_guess(person: Person) -> None:
    client = signed_in(person.email)
    for _ in range(9):
        form = {"current": PASSWORD, "password": "pendek"}
        assert client.post("/akun/kata-sandi/", form).status_code == 200
    assert not AuditEntry.objects.filter(act="accounts.session.code_failed").exists()
