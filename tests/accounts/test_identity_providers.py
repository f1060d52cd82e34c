"""The provider that is away, slow, asked too often, or names addresses that are not its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from prakarsa.accounts import providers
from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from tests.accounts.browser import is_signed_in
from tests.accounts.institution import BACK, START, Institution


def test_C09_ways_to_the_provider_and_back_are_limited(
    institution: Institution, db: None, settings: Any
) -> None:
    settings.PRAKARSA_LIMITS = {**settings.PRAKARSA_LIMITS, "IDENTITIES": 6}
    client = Client(REMOTE_ADDR="192.0.2.77")
    with time_machine.travel(datetime(2033, 1, 1, tzinfo=UTC), tick=False):
        statuses = []
        for _each in range(5):
            state = client.get(START)
            statuses.append(state.status_code)
            asked = client.session["identity_asked"]
            statuses.append(
                client.get(BACK, {"state": list(asked)[-1]}).status_code if asked else 429
            )
        assert statuses == [302, 403, 302, 403, 302, 403, 429, 429, 429, 429]
        assert AuditEntry.objects.filter(act="accounts.identity.refused").count() == 3
        assert client.get(BACK).status_code == 429
        assert Client(REMOTE_ADDR="192.0.2.78").get(START).status_code == 302


def test_C08_a_provider_that_does_not_answer_opens_nothing(
    linked: Person, institution: Institution
) -> None:
    client = Client()
    brought = institution.approve(client.get(START).headers["Location"])
    institution.codes.clear()
    response = client.get(BACK, brought)
    assert response.status_code == 503
    assert "tidak menjawab sekarang" in response.content.decode()
    assert not is_signed_in(client)


def test_C08_a_provider_that_is_away_is_not_asked_by_every_visitor(
    linked: Person, institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    institution.is_away = True
    assert [Client().get(START).status_code for _ in range(4)] == [503] * 4
    assert institution.asked == ["/.well-known/openid-configuration"]
    institution.is_away = False
    assert Client().get(START).status_code == 503
    monkeypatch.setattr(providers, "FAILURE_KEPT_SECONDS", 0)
    assert Client().get(START).status_code == 302


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_F10_every_address_of_the_provider_lies_on_its_own_server(
    linked: Person, institution: Institution, name: str
) -> None:
    institution.description = {name: "http://169.254.169.254/latest"}
    client = Client()
    assert client.get(START).status_code == 503
    assert institution.asked == ["/.well-known/openid-configuration"]


def test_F10_a_redirect_of_the_provider_is_not_followed(
    linked: Person, institution: Institution
) -> None:
    client = Client()
    brought = institution.approve(client.get(START).headers["Location"])
    institution.redirect_to = f"{institution.issuer}/rahasia"
    assert client.get(BACK, brought).status_code == 503
    assert "/rahasia" not in institution.asked
