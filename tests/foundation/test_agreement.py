"""A wrong or contradictory setting is one clear line with its name, and its twin starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.production import COMPLETE, SECRET

WRONG = {
    "no number": {"PRAKARSA_MAIL_PORT": "mail"},
    "no yes or no": {"PRAKARSA_MAIL_TLS": "perhaps"},
    "no room for uploads": {"PRAKARSA_UPLOAD_MEGABYTES": "0"},
    "a negative age": {"PRAKARSA_PASSWORD_DAYS": "-1"},
    "a port that is none": {"PRAKARSA_MAIL_PORT": "70000"},
    "an unknown level": {"PRAKARSA_LOG_LEVEL": "LOUD"},
    "a short checkpoint key": {"PRAKARSA_CHECKPOINT_KEY": "abcd"},
    "a key that is no base64": {"PRAKARSA_CHECKPOINT_KEY": "rahasia"},
    "the present key as an old one": {"PRAKARSA_OLD_SECRET_KEYS": SECRET},
    "an address that is not served": {"PRAKARSA_ADDRESS": "https://lain.contoh.invalid"},
    "a host with a port": {"PRAKARSA_HOSTS": "inovasi.contoh.invalid,lain.invalid:8000"},
    "a host with https": {"PRAKARSA_HOSTS": "https://inovasi.contoh.invalid"},
    "a user without password": {"PRAKARSA_MAIL_USER": "prakarsa"},
    "a password without a user": {"PRAKARSA_MAIL_PASSWORD": "rahasia-surel"},
    "implicit TLS": {"PRAKARSA_MAIL_PORT": "465"},
    "a mail password in the clear": {
        "PRAKARSA_MAIL_TLS": "no", "PRAKARSA_MAIL_HOST": "surel.contoh.invalid",
        "PRAKARSA_MAIL_USER": "prakarsa", "PRAKARSA_MAIL_PASSWORD": "rahasia-surel",
    },
    "a folder that is not whole": {"PRAKARSA_FOLDER": "var"},
    "numbers behind a proxy": {"PRAKARSA_METRICS_LOOPBACK": "yes"},
    "a short token": {"PRAKARSA_METRICS_TOKEN": "short"},
    "a database without a name": {"DATABASE_URL": "postgresql://u:p@127.0.0.1:5432/"},
    "a database port that is none": {"DATABASE_URL": "postgresql://u:p@ss@127.0.0.1:x/prakarsa"},
    "an unknown database": {"DATABASE_URL": "mysql://localhost/prakarsa"},
}  # fmt: skip


def start(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command that only needs its settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {
        **kept, "PYTHONPATH": "src:.", "PRAKARSA_FOLDER": str(folder), **COMPLETE, **changes,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "prakarsa.cli", "migrate", "--help"],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_same_start_succeeds_with_all_settings(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
def test_O04_a_wrong_setting_is_one_line_with_its_name(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    done = start(tmp_path, **changes)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert any(name in done.stderr for name in changes)
    assert "rahasia-surel" not in done.stderr
    assert SECRET[:20] not in done.stderr
