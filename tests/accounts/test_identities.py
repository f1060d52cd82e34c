"""S12: an institution's account is issuer and subject, proven by a signed token, and no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.test import Client

from prakarsa.accounts import providers
from prakarsa.accounts.actions import link_identity
from prakarsa.accounts.models import Identity, Person
from prakarsa.audit.models import AuditEntry
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from tests.accounts.browser import OWN_PAGE, is_signed_in
from tests.accounts.factors import SECURITY, STEP, answer, give_application
from tests.accounts.institution import BACK, START, Institution, visit
from tests.audit.entries import assert_one_entry
from tests.worlds import World


def test_S12_a_linked_subject_signs_in(linked: Person, institution: Institution) -> None:
    client = Client()
    with assert_one_entry("accounts.session.begun"):
        response = visit(client, institution, START)
    assert (response.status_code, response.url) == (302, OWN_PAGE)
    assert is_signed_in(client)
    assert linked.identities.get().last_used_at is not None


def test_S12_it_is_off_until_an_issuer_is_set(person: Person, settings: Any) -> None:
    assert settings.PRAKARSA_OIDC is None
    assert "akun-lembaga" not in Client().get("/masuk/").content.decode()
    for path in (START, f"{BACK}?state=x&code=y"):
        assert Client().get(path).status_code == 404


def test_S12_the_same_address_from_a_provider_gives_nothing(
    person: Person, institution: Institution
) -> None:
    """The token says rini@contoh.invalid, verified; the account of that address stays closed."""
    client = Client()
    response = visit(client, institution, START)
    assert response.status_code == 403
    assert "belum dihubungkan" in response.content.decode()
    assert not is_signed_in(client)
    assert not Identity.objects.exists()
    assert Person.objects.count() == 1


def test_S12_the_same_subject_of_another_issuer_gives_nothing(
    linked: Person, institution: Institution
) -> None:
    Identity.objects.update(issuer="https://lain.contoh.invalid")
    assert visit(Client(), institution, START).status_code == 403
    Identity.objects.update(issuer=institution.issuer)
    assert visit(Client(), institution, START).status_code == 302


OTHER_KEY = generate_private_key(65537, 2048)


BENT: dict[str, dict[str, Any]] = {
    "unsigned": {"algorithm": "none"},
    "signed with our secret": {"algorithm": "HS256", "signing_key": "rahasia klien: & 100%" * 3},
    "signed by another": {"signing_key": OTHER_KEY},
    "an unknown key": {"key_name": "dua"},
    "another audience": {"claims": {"aud": "lain"}},
    "several audiences, another party": {"claims": {"aud": ["prakarsa", "lain"], "azp": "lain"}},
    "several audiences, no party": {"claims": {"aud": ["prakarsa", "lain"]}},
    "another party": {"claims": {"azp": "lain"}},
    "no audience": {"claims": {"aud": None}},
    "another issuer": {"claims": {"iss": "https://lain.contoh.invalid"}},
    "another nonce": {"claims": {"nonce": "lain"}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "no end": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": 4_000_000_000}},
    "no subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
    "a subject that is no text": {"claims": {"sub": 7}},
    "a moment that is a word": {"claims": {"auth_time": "abc"}},
    "a moment that is a list": {"claims": {"auth_time": []}},
    "a moment beyond all numbers": {"claims": {"auth_time": 10**400}},
    "a nonce of other letters": {"claims": {"nonce": "é"}},
    "a nonce of half a letter": {"claims": {"nonce": "\ud800"}},
    "an end beyond all time": {"claims": {"exp": float("inf")}},
    "no methods to ask with": {"description": {"token_endpoint_auth_methods_supported": None}},
    "another issuer describes itself": {"description": {"issuer": "https://lain.contoh.invalid"}},
}


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT.keys())
def test_S12_a_token_that_proves_nothing_is_refused(
    linked: Person, institution: Institution, bent: dict[str, Any]
) -> None:
    client = Client()
    address = client.get(START).headers["Location"]
    for name, value in bent.items():
        setattr(institution, name, value)
    providers._kept.clear()
    with assert_one_entry("accounts.identity.refused"):
        response = client.get(BACK, institution.approve(address))
    assert response.status_code == 403
    assert not is_signed_in(client)
    assert not AuditEntry.objects.filter(act="accounts.session.begun").exists()


def test_S12_an_answer_counts_once_and_only_in_the_browser_that_asked(
    linked: Person, institution: Institution
) -> None:
    client = Client()
    brought = institution.approve(client.get(START).headers["Location"])
    kept = dict(institution.codes)
    assert Client().get(BACK, brought).status_code == 403
    assert client.get(BACK, brought | {"state": "lain"}).status_code == 403
    assert client.get(BACK, brought).status_code == 302
    institution.codes.update(kept)
    session = client.session
    del session["_auth_user_id"]
    session.save()
    assert client.get(BACK, brought).status_code == 403
    client.post("/keluar/")
    again = institution.approve(client.get(START).headers["Location"])
    assert client.get(BACK, brought).status_code == 403
    assert client.get(BACK, {"code": again["code"], "state": brought["state"]}).status_code == 403
    assert not is_signed_in(client)
    assert client.get(BACK, again).status_code == 302


def test_S12_a_token_is_not_taken_for_another_question(
    linked: Person, institution: Institution
) -> None:
    """A stolen token of an earlier visit carries the nonce of that visit."""
    first, second = Client(), Client()
    stolen = institution.approve(first.get(START).headers["Location"])
    nonce = institution.codes[stolen["code"]]["nonce"]
    asked = institution.approve(second.get(START).headers["Location"])
    institution.claims = {"nonce": nonce}
    assert second.get(BACK, asked).status_code == 403
    assert first.get(BACK, stolen).status_code == 302


def test_S12_an_answer_comes_within_ten_minutes(linked: Person, institution: Institution) -> None:
    client = Client()
    brought = institution.approve(client.get(START).headers["Location"])
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert client.get(BACK, brought).status_code == 403
    assert not is_signed_in(client)


def test_S12_a_closed_account_stays_closed(linked: Person, institution: Institution) -> None:
    Person.objects.update(is_active=False)
    assert visit(Client(), institution, START).status_code == 403


def test_S12_it_gives_no_role_by_itself(linked: Person, institution: Institution) -> None:
    institution.claims = {"roles": ["platform_admin"], "groups": ["secretariat"]}
    client = Client()
    visit(client, institution, START)
    assert client.get("/orang/").status_code == 403


def test_S04_a_provider_does_not_go_round_the_second_step(
    linked: Person, institution: Institution
) -> None:
    codes = give_application(linked)
    institution.claims = {"amr": ["mfa", "otp"], "acr": "high"}
    client = Client()
    assert visit(client, institution, START).url == STEP
    assert not is_signed_in(client)
    assert answer(client, codes[0], proof="recovery").url == OWN_PAGE
    assert is_signed_in(client)


@pytest.mark.parametrize("demanded", [True, False])
def test_S04_a_provider_does_not_go_round_enrolment(
    world: World, institution: Institution, settings: Any, at: datetime, demanded: bool
) -> None:
    settings.PRAKARSA_SECOND_FACTOR = demanded
    link_identity(
        person=world.person(Role.VERIFIER), issuer=institution.issuer, subject="pegawai-1", at=at
    )
    client = Client()
    visit(client, institution, START)
    page = client.get("/antrean/")
    assert (page.status_code, page.headers.get("Location")) == (
        (302, SECURITY) if demanded else (200, None)
    )


def test_S11_a_fresh_sign_in_there_confirms_here(linked: Person, institution: Institution) -> None:
    Person.objects.update(password="!")
    client = Client()
    visit(client, institution, START)
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        stale = client.get(f"{SECURITY}aplikasi/")
        assert stale.url == f"{STEP}?next={SECURITY}aplikasi/"
        again = f"/masuk/akun-lembaga/?next={SECURITY}aplikasi/"
        assert again.replace("&", "&amp;") in client.get(stale.url).content.decode()
        address = client.get(again).headers["Location"]
        assert "prompt=login" in address
        assert "max_age=0" in address
        institution.claims = {"auth_time": int(now().timestamp()) - 600}
        assert client.get(BACK, institution.approve(address)).status_code == 403
        assert client.get(f"{SECURITY}aplikasi/").status_code == 302
        institution.claims = {}
        assert visit(client, institution, again).url == f"{SECURITY}aplikasi/"
        assert client.get(f"{SECURITY}aplikasi/").status_code == 200


def test_nobody_without_a_password_is_asked_to_change_it(
    linked: Person, institution: Institution, settings: Any
) -> None:
    settings.PRAKARSA_PASSWORD_DAYS = 1
    Person.objects.update(password="!", password_changed_at=now() - timedelta(days=9))
    client = Client()
    visit(client, institution, START)
    assert is_signed_in(client)


def test_P02_neither_the_secret_nor_the_subject_is_logged(
    linked: Person, institution: Institution, caplog: Any
) -> None:
    institution.claims = {"aud": "lain"}
    with caplog.at_level("DEBUG"):
        visit(Client(), institution, START)
    for secret in ("pegawai-1", "rahasia klien", "rini@contoh.invalid"):
        assert not any(secret in message for message in caplog.messages)


def test_S11_without_a_password_a_fresh_proof_allows_setting_one(
    linked: Person, institution: Institution
) -> None:
    Person.objects.update(password="!")
    client = Client()
    visit(client, institution, START)
    own = "/akun/kata-sandi/"
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        assert client.get(own).url == f"{STEP}?next={own}"
        visit(client, institution, f"/masuk/akun-lembaga/?next={own}")
        assert "current" not in client.get(own).context["form"].fields
        assert client.post(own, {"password": "angin laut membawa layar biru"}).status_code == 302
    linked.refresh_from_db()
    assert linked.has_usable_password()
