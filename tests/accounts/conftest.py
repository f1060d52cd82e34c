"""What the accounts' tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core import mail

from prakarsa.accounts import providers
from prakarsa.accounts.actions import link_identity
from prakarsa.accounts.models import Person
from tests.accounts.browser import link_in
from tests.accounts.hashers import CountingHasher
from tests.accounts.institution import Institution, running
from tests.accounts.letters import Send
from tests.working import run_all
from tests.worlds import PASSWORD


@pytest.fixture(autouse=True)
def cheap_hashes(settings: Any) -> None:
    """Count hashes, and spend no second on each."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.CountingHasher"]
    CountingHasher.calls = 0


@pytest.fixture
def person(db: None, at: datetime) -> Person:
    """Return somebody with a password and no membership."""
    rini = Person(email="rini@contoh.invalid", name="Rini Astuti", created_at=at)
    rini.set_password(PASSWORD)
    rini.save()
    return rini


@pytest.fixture
def institution(settings: Any) -> Iterator[Institution]:
    """Run a provider, and name it in the settings."""
    providers._kept.clear()
    with running() as institution:
        settings.PRAKARSA_OIDC = institution.setting
        yield institution


@pytest.fixture
def linked(person: Person, institution: Institution, at: datetime) -> Person:
    """Return a person who has linked their account there."""
    link_identity(person=person, issuer=institution.issuer, subject="pegawai-1", at=at)
    return person


@pytest.fixture
def sent() -> Send:
    """Return a function that does something and returns the path of the link it mailed."""

    def send(act: Callable[[], Any]) -> str:
        mail.outbox.clear()
        act()
        run_all()
        return link_in(str(mail.outbox[0].body))

    return send
