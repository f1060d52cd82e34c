"""Sign in as a browser does."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.worlds import PASSWORD

SIGN_IN, OWN_PAGE = "/masuk/", "/akun/"


def try_sign_in(client: Client, username: str, password: str = PASSWORD, **headers: Any) -> Any:
    """Post the sign-in form, to go to the own settings afterwards."""
    form = {"username": username, "password": password, "next": OWN_PAGE}
    return client.post(SIGN_IN, form, **headers)


def is_signed_in(client: Client) -> bool:
    """Say whether the own settings open."""
    return client.get(OWN_PAGE).status_code == 200


def signed_in(username: str, password: str = PASSWORD, **headers: Any) -> Client:
    """Return a browser that has signed in."""
    client = Client(**headers)
    response = try_sign_in(client, username, password)
    assert (response.status_code, response.url) == (302, OWN_PAGE)
    return client


def without_nonces(response: Any) -> str:
    """Return a page without what differs each time: the form token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def link_in(body: str) -> str:
    """Return the path of the one link of a mail."""
    found = re.findall(r"https?://[^/\s]+(/\S+)", body)
    assert len(found) == 1, body
    return str(found[0])


def shapes_of(asked: CaptureQueriesContext) -> list[str]:
    """Return the statements that were asked, without what differs between two visitors."""
    varying = re.compile(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b")
    return [varying.sub("?", query["sql"]) for query in asked.captured_queries]
