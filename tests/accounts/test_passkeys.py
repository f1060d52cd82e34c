"""S04, S05, S07: passkeys as a second step, and what proves nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client

from prakarsa.accounts.models import Factor, Person
from prakarsa.accounts.passkeys import can_have_passkeys
from prakarsa.foundation.time import now
from tests.accounts.authenticators import Authenticator
from tests.accounts.browser import is_signed_in, signed_in, try_sign_in
from tests.accounts.factors import SECURITY, STEP, answer
from tests.audit.entries import assert_one_entry
from tests.worlds import PASSWORD

HOST = {"HTTP_HOST": "localhost"}
NEW = f"{SECURITY}kunci-sandi/"


def question_on(client: Client, path: str) -> dict[str, Any]:
    """Return what a page asks the browser, as the browser reads it."""
    question = client.get(path).context["question"]
    read: dict[str, Any] = json.loads(json.dumps(question))
    return read


def with_passkey(person: Person, key: Authenticator | None = None) -> tuple[Client, Authenticator]:
    """Return a signed-in browser that has just added a passkey."""
    key = key or Authenticator()
    client = signed_in(person.email, **HOST)
    form = {"name": "Ponsel kantor", "answer": key.create(question_on(client, NEW))}
    assert client.post(NEW, form).url == f"{SECURITY}kode-pemulihan/"
    person.refresh_from_db()
    return client, key


def halfway(person: Person) -> Client:
    """Return a browser that has taken the first step."""
    client = Client(**HOST)
    assert try_sign_in(client, person.email).url == STEP
    return client


def test_S04_a_passkey_is_a_second_step(person: Person) -> None:
    with assert_one_entry("accounts.factor.added"):
        client, key = with_passkey(person)
    assert is_signed_in(client)
    assert person.has_second_factor
    kept = Factor.objects.get()
    assert (kept.kind, str(kept), kept.sealed_secret) == ("passkey", "Ponsel kantor", "")
    client = halfway(person)
    signed = key.get(question_on(client, STEP))
    assert answer(client, signed, proof="passkey").status_code == 302
    assert is_signed_in(client)


def test_S05_an_answer_counts_once(person: Person) -> None:
    _client, key = with_passkey(person)
    first, second = halfway(person), halfway(person)
    signed = key.get(question_on(first, STEP))
    assert answer(second, signed, proof="passkey").status_code == 200
    assert answer(first, signed, proof="passkey").status_code == 302
    first.post("/keluar/")
    try_sign_in(first, person.email)
    assert answer(first, signed, proof="passkey").status_code == 200


def test_S05_an_answer_counts_once_also_from_a_key_that_does_not_count(person: Person) -> None:
    """Passkeys that a telephone keeps in step with others stay at zero."""
    client, key = with_passkey(person, Authenticator(counts=False))
    signed = key.get(question_on(client, STEP))
    assert answer(client, signed, proof="passkey").status_code == 302
    assert answer(client, signed, proof="passkey").status_code == 200
    assert answer(client, key.get(question_on(client, STEP)), proof="passkey").status_code == 302


def test_S05_a_wrong_try_uses_the_question_up(person: Person) -> None:
    _client, key = with_passkey(person)
    client = halfway(person)
    question = question_on(client, STEP)
    wrong = client.post(STEP, {"proof": "passkey", "answer": "{}"})
    assert wrong.status_code == 200
    assert answer(client, key.get(question), proof="passkey").status_code == 200
    fresh = question_on(client, STEP)
    assert answer(client, key.get(fresh), proof="passkey").status_code == 302


def test_S05_a_question_lives_ten_minutes(person: Person) -> None:
    client, key = with_passkey(person)
    signed = key.get(question_on(client, STEP))
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert answer(client, signed, proof="passkey").status_code == 200


def test_S05_a_copied_key_is_refused(person: Person) -> None:
    """Two that count on their own cannot both be the one key (WebAuthn section 6.1.1)."""
    _client, key = with_passkey(person)
    copy = Authenticator(private=key.private, identifier=key.identifier)
    client = halfway(person)
    for _turn in range(2):
        assert answer(client, key.get(question_on(client, STEP)), proof="passkey").url
    assert answer(client, copy.get(question_on(client, STEP)), proof="passkey").status_code == 200
    assert answer(client, key.get(question_on(client, STEP)), proof="passkey").status_code == 302


BENT = {
    "another site": lambda key: setattr(key, "site", "https://palsu.contoh.invalid"),
    "a site of the same name": lambda key: setattr(key, "site", "http://localhost:9"),
    "nobody present": lambda key: setattr(key, "flags", 0),
    "another key": lambda key: setattr(key, "private", Authenticator().private),
    "an unknown key": lambda key: setattr(key, "identifier", b"x" * 16),
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT.keys())
def test_S04_an_answer_that_proves_nothing_is_refused(person: Person, bend: Any) -> None:
    _client, key = with_passkey(person)
    bend(key)
    client = halfway(person)
    with assert_one_entry("accounts.session.code_failed"):
        signed = key.get(question_on(client, STEP))
        assert answer(client, signed, proof="passkey").status_code == 200
    assert not is_signed_in(client)


def test_S04_the_passkey_of_another_person_does_not_sign_in(person: Person, at: datetime) -> None:
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    _client, foreign = with_passkey(other)
    _client, own = with_passkey(person)
    client = halfway(person)
    question = question_on(client, STEP)
    assert answer(client, foreign.get(question), proof="passkey").status_code == 200
    assert answer(client, own.get(question_on(client, STEP)), proof="passkey").status_code == 302


def test_a_passkey_belongs_to_one_person(person: Person, at: datetime) -> None:
    _client, key = with_passkey(person)
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    client = signed_in(other.email, **HOST)
    form = {"name": "", "answer": key.create(question_on(client, NEW))}
    assert client.post(NEW, form).status_code == 200
    assert Factor.objects.count() == 1


def test_a_person_has_ten_passkeys_at_most(person: Person, at: datetime) -> None:
    client, _key = with_passkey(person)
    eleventh = Authenticator()
    form = {"name": "", "answer": eleventh.create(question_on(client, NEW))}
    for number in range(9):
        Factor.objects.create(
            person=person, kind="passkey", credential="", credential_digest=str(number),
            created_at=at,
        )  # fmt: skip
    for response in (client.get(NEW), client.post(NEW, form)):
        assert (response.status_code, response.url) == (302, SECURITY)
    assert Factor.objects.count() == 10
    Factor.objects.filter(credential_digest="8").delete()
    assert client.post(NEW, form).status_code == 302
    assert Factor.objects.count() == 10


PARTS = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA"}
NONSENSE = [
    "", "{}", "[]", "null", "7", '"x"', "{", '{"id":"eA","rawId":"eA","response":{}}',
    '{"id":"eA","rawId":"eA","type":"public-key","response":null}', "x" * 20_000,
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key",
                "response": PARTS | {"signature": "AA"}}),
    json.dumps({"id": "eA", "rawId": 7, "type": [], "response": PARTS | {"signature": "%%"}}),
]  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE)
def test_X09_what_no_browser_sends_is_refused_without_a_fault(person: Person, text: str) -> None:
    client, _key = with_passkey(person)
    question_on(client, NEW)
    assert client.post(NEW, {"name": "", "answer": text}).status_code == 200
    question_on(client, STEP)
    assert answer(client, text, proof="passkey").status_code == 200


@pytest.mark.parametrize(
    ("site", "can"),
    [
        ("https://inovasi.contoh.go.id", True),
        ("http://localhost:8000", True),
        ("http://inovasi.contoh.go.id", False),
        ("https://192.0.2.7", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
    ],
)
def test_passkeys_need_a_name_and_https(site: str, can: bool) -> None:
    assert can_have_passkeys(site) is can


def test_where_no_passkey_can_be_made_the_page_says_so(person: Person, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = signed_in(person.email, HTTP_HOST="127.0.0.1")
    assert client.get(NEW).status_code == 404
    page = client.get(SECURITY).content.decode()
    assert NEW not in page
    assert "bukan dengan alamat angka" in page


def test_S10_in_production_passkeys_are_bound_to_the_configured_address(
    person: Person, settings: Any
) -> None:
    settings.IS_PRODUCTION, settings.PRAKARSA_ADDRESS = True, "https://inovasi.contoh.invalid"
    client = signed_in(person.email, **HOST)
    assert question_on(client, NEW)["publicKey"]["rp"]["id"] == "inovasi.contoh.invalid"


BENT = {
    "lists without end": "[" * 8000,
    "objects without end": '{"a":' * 2700 + "1" + "}" * 2700,
    "lists within an object": '{"response":' + "[" * 3000 + "]" * 3000 + "}",
    "no object": "[]",
    "a part that is no object": '{"id":"AA","rawId":"AA","type":"public-key","response":7}',
    "a part that is cut off": json.dumps(
        {
            "id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": "e30", "attestationObject": "gYGBgQ", "authenticatorData": "AA",
                "signature": "AA",
            },
        }
    ),
    "a part nested without end": json.dumps(
        {
            "id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {},
            "response": {"clientDataJSON": "e30", "attestationObject": "gYGB" * 3000},
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT.keys())
def test_S07_a_bent_answer_is_a_failed_try(person: Person, bent: str) -> None:
    with_passkey(person)
    client = halfway(person)
    question_on(client, STEP)
    with assert_one_entry("accounts.session.code_failed"):
        assert answer(client, bent, proof="passkey").status_code == 200
    assert AccessAttempt.objects.get().failures_since_start == 1
    assert not is_signed_in(client)


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT.keys())
def test_S07_a_bent_answer_adds_no_passkey(person: Person, bent: str) -> None:
    client = signed_in(person.email, **HOST)
    question_on(client, NEW)
    response = client.post(NEW, {"name": "Ponsel", "answer": bent})
    assert response.status_code == 200
    assert "tidak terbaca" in response.content.decode()
    assert not Factor.objects.exists()
