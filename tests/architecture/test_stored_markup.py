"""F11: no stored text becomes markup, on any page of any role."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.test import Client

from prakarsa.organisations.roles import Role
from tests.architecture.routes import routes
from tests.architecture.test_scope import asked_with, foreign_keys_of
from tests.worlds import World

MARK = "zqx"
PAYLOAD = f"""<b {MARK}=1>"'><i {MARK}=2 onerror=x>&lt;{{{{7*7}}}}</script>"""
RAW = re.compile(rf"<(?:b|i) {MARK}|&amp;lt;b {MARK}")
# Names the application compares or finds rows by; text in them is never what a person typed.
FIXED = re.compile(
    r"key|sha256|digest|code|slug|email|password|normalised|state|kind|zone|role|language|theme|"
    r"url|link|token|salt|device|agent|media_type|fingerprint|owner|target|indicator|locked"
)
ROLES = (Role.OPERATOR, Role.SECRETARIAT, Role.VERIFIER, Role.AUDITOR)


def typed_columns(model: type[models.Model]) -> Iterator[str]:
    """Yield the columns in which words of people are kept."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_free = not field.unique and not FIXED.search(field.name)
        if is_text and is_free and (field.max_length or 1_000) >= len(PAYLOAD) + 8:
            yield field.name


def plant() -> int:
    """Write the payload into every such column of every row; return how many columns took it."""
    planted = 0
    for package in settings.OUR_PACKAGES:
        for model in apps.get_app_config(package).get_models():
            for column in typed_columns(model):
                for row in model._default_manager.all():
                    try:
                        with transaction.atomic():
                            own = model._default_manager.filter(pk=row.pk)
                            own.update(**{column: f"{PAYLOAD}{row.pk}"[: 8 + len(PAYLOAD)]})
                            planted += 1
                    except DatabaseError:
                        continue  # The database itself keeps some rows from being changed.
    return planted


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_F11_no_stored_text_becomes_markup_on_any_page(world: World, role: Role) -> None:
    keys = foreign_keys_of(world)
    assert plant() > 20
    client: Client = world.client(role, region=world.other)
    client.raise_request_exception = False
    seen = 0
    for route in routes():
        if route.name.startswith("accounts:") and "sign-out" in route.name:
            continue
        asked = [given for key in keys.values() for given in asked_with(route, key)]
        for given in asked or [{}]:
            answer = client.get(route.address(**given))
            if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
                continue
            page = answer.content.decode()
            assert RAW.search(page) is None, (route.name, RAW.search(page))
            assert f"{MARK}=2 onerror" not in page.replace(f"&lt;i {MARK}=2 onerror", "")
            seen += MARK in page
    assert seen > 0
