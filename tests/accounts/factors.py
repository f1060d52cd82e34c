"""Second factors as tests hold them: an application whose secret is known, and its codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from prakarsa.accounts import actions
from prakarsa.accounts.codes import STEP_SECONDS, application_code
from prakarsa.accounts.models import Person
from prakarsa.foundation.time import now
from tests.accounts.browser import try_sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = "/masuk/langkah-kedua/"
SECURITY = "/akun/keamanan/"


def code_at(at: datetime, *, steps: int = 0, secret: str = SECRET) -> str:
    """Return what the application shows at a moment, or some steps of 30 seconds later."""
    counter = int(at.timestamp()) // STEP_SECONDS + steps
    return application_code(secret=secret, counter=counter)


def give_application(person: Person, *, at: datetime | None = None) -> list[str]:
    """Connect an application that has just shown its first code; return the recovery codes."""
    at = at or now()
    codes = actions.add_application(person=person, secret=SECRET, code=code_at(at), at=at)
    assert codes is not None
    person.refresh_from_db()
    return codes


def answer(client: Client, text: str, *, proof: str = "application", **more: Any) -> Any:
    """Post an answer to the page of the second step."""
    return client.post(STEP, {"proof": proof, "answer": text, **more})


def waiting(person: Person) -> Client:
    """Return a browser that has taken the first step with the right password."""
    client = Client()
    assert try_sign_in(client, person.email).url == STEP
    return client
