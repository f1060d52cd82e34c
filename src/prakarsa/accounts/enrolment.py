"""What a browser session holds while a factor is added: sealed, and only for minutes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from prakarsa.accounts.codes import new_secret
from prakarsa.accounts.holding import is_still_held
from prakarsa.accounts.sealing import Unreadable, seal, unseal

SECRET, CODES = "new_secret", "new_codes"


def secret_for(request: HttpRequest, *, at: datetime) -> str:
    """Return the secret offered to a new application; the same one for ten minutes."""
    offered = _read(request, SECRET, at)
    if isinstance(offered, str):
        return offered
    secret = new_secret()
    _write(request, SECRET, secret, at)
    return secret


def forget_secret(request: HttpRequest) -> None:
    """Offer another secret next time."""
    request.session.pop(SECRET, None)


def show_codes(request: HttpRequest, codes: list[str], *, at: datetime) -> None:
    """Let the next pages show recovery codes that were just made."""
    _write(request, CODES, codes, at)


def shown_codes(request: HttpRequest, *, at: datetime) -> list[str]:
    """Return the codes that were made within the last ten minutes in this browser session."""
    codes = _read(request, CODES, at)
    return codes if isinstance(codes, list) else []


def _write(request: HttpRequest, name: str, value: Any, at: datetime) -> None:
    request.session[name] = {"sealed": seal(json.dumps(value)), "at": at.timestamp()}


def _read(request: HttpRequest, name: str, at: datetime) -> Any:
    held = request.session.get(name)
    if not held or not is_still_held(held["at"], at=at):
        return None
    try:
        return json.loads(unseal(held["sealed"]))
    except Unreadable:
        return None
