"""O04, S02, S09, S13: what production refuses to start with, and how its cookies look."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from prakarsa.accounts.example_accounts import refuse_example_accounts
from prakarsa.accounts.models import Person
from tests.production import COMPLETE, SECRET


def start(tmp_path: Path, *arguments: str, **changes: str | None) -> Any:
    """Run a management command in a fresh process with a complete environment, changed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    wanted = {**kept, **COMPLETE, "PRAKARSA_FOLDER": str(tmp_path), **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_O04_the_production_profile_is_clean_under_the_deploy_check(tmp_path: Path) -> None:
    command = ("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    done = start(tmp_path, *command)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


REFUSED = {
    "no key": {"PRAKARSA_SECRET_KEY": None},
    "short key": {"PRAKARSA_SECRET_KEY": SECRET[:49]},
    "plain key": {"PRAKARSA_SECRET_KEY": "abcdefabc" * 8},
    "django's key": {"PRAKARSA_SECRET_KEY": f"django-insecure-{SECRET}"},
    "no hosts": {"PRAKARSA_HOSTS": None},
    "any host": {"PRAKARSA_HOSTS": "*"},
    "any host of a domain": {"PRAKARSA_HOSTS": "inovasi.contoh.invalid,.contoh.invalid"},
    "hidden wildcard": {"PRAKARSA_HOSTS": "inovasi.contoh.invalid, *"},
    "proxies unset": {"PRAKARSA_PROXIES": None},
    "proxies negative": {"PRAKARSA_PROXIES": "-1"},
    "no address": {"PRAKARSA_ADDRESS": None},
    "address without https": {"PRAKARSA_ADDRESS": "http://inovasi.contoh.invalid"},
    "no checkpoint key": {"PRAKARSA_CHECKPOINT_KEY": None},
    "unknown profile": {"PRAKARSA_PROFILE": "produksi"},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED.keys())
def test_O04_S02_production_refuses_to_start_without_a_safe_setting(
    tmp_path: Path, changes: dict[str, str | None]
) -> None:
    done = start(tmp_path, "-c", "import prakarsa.foundation.settings", **changes)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: PRAKARSA_")
    assert SECRET[:20] not in done.stderr


def test_O04_the_same_start_succeeds_with_all_settings(tmp_path: Path) -> None:
    done = start(tmp_path, "-c", "import prakarsa.foundation.settings as s; print(s.DEBUG)")
    assert (done.returncode, done.stdout) == (0, "False\n")


def test_O04_production_is_the_profile_when_none_is_named(tmp_path: Path) -> None:
    done = start(
        tmp_path,
        "-c",
        "import prakarsa.foundation.settings as s; print(s.PRAKARSA_PROFILE)",
        PRAKARSA_PROFILE=None,
    )
    assert done.stdout == "production\n"


def test_S04_production_refuses_a_misspelt_role_and_an_incomplete_provider(
    tmp_path: Path,
) -> None:
    check = ("-m", "django", "check")
    for changes, name in (
        ({"PRAKARSA_SECOND_FACTOR_ROLES": "finance,keuangan"}, "PRAKARSA_SECOND_FACTOR_ROLES"),
        ({"PRAKARSA_OIDC_ISSUER": "http://masuk.contoh.invalid"}, "PRAKARSA_OIDC_ISSUER"),
        ({"PRAKARSA_OIDC_ISSUER": "https://masuk.contoh.invalid"}, "PRAKARSA_OIDC_CLIENT_ID"),
    ):
        done = start(tmp_path, *check, **changes)
        assert done.returncode != 0
        assert name in done.stderr.strip().splitlines()[-1]
    done = start(tmp_path, *check, PRAKARSA_SECOND_FACTOR_ROLES="finance,secretary")
    assert done.returncode == 0


COOKIES = """
import prakarsa.foundation.settings as s
for name in ("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"):
    print(getattr(s, name + "_NAME"), getattr(s, name + "_SECURE"),
          getattr(s, name + "_HTTPONLY", True), getattr(s, name + "_SAMESITE"))
"""


def test_S09_every_cookie_of_production_is_bound_to_the_host(tmp_path: Path) -> None:
    done = start(tmp_path, "-c", COOKIES)
    assert done.stderr == ""
    for line in done.stdout.splitlines():
        name, is_secure, is_http_only, same_site = line.split()
        assert name.startswith("__Host-")
        assert (is_secure, is_http_only, same_site) == ("True", "True", "Lax")


def test_S13_production_refuses_a_database_with_example_accounts(
    person: Person, settings: Any, at: datetime
) -> None:
    refuse_example_accounts()
    settings.IS_PRODUCTION = True
    refuse_example_accounts()
    Person.objects.update(is_example=True)
    with pytest.raises(ImproperlyConfigured, match="example"):
        refuse_example_accounts()
    settings.IS_PRODUCTION = False
    refuse_example_accounts()
