"""Settings out of range, or that do not fit each other: each is one line and stops the start.

What a single setting needs is checked where it is read (`profiles`); here they are seen together.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Values = Mapping[str, Any]
RANGES = {
    "PRAKARSA_UPLOAD_MEGABYTES": (1, 2048),
    "PRAKARSA_PASSWORD_DAYS": (0, 3650),
    "PRAKARSA_ADDRESS_FAILURES": (1, 1_000_000),
    "PRAKARSA_MAIL_PORT": (1, 65535),
}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
KEY_BYTES = 32
IMPLICIT_TLS = 465
OWN_MACHINE = ("localhost", "127.0.0.1", "::1", "")


def refuse_unfit(values: Values, *, is_production: bool) -> None:
    """Raise ImproperlyConfigured with the first thing that is wrong; `values` by their names."""
    checks = EVERYWHERE + (IN_PRODUCTION if is_production else ())
    for check in checks:
        for problem in check(values):
            raise ImproperlyConfigured(problem)


def _ranges(values: Values) -> Iterator[str]:
    for name, (least, most) in RANGES.items():
        if not least <= values[name] <= most:
            yield f"{name} is {values[name]}; it must lie between {least} and {most}."
    if values["PRAKARSA_LOG_LEVEL"] not in LEVELS:
        yield f"PRAKARSA_LOG_LEVEL must be one of {', '.join(LEVELS)}."


def _keys(values: Values) -> Iterator[str]:
    given = values["PRAKARSA_CHECKPOINT_KEY"]
    if given and _length(given) != KEY_BYTES:
        yield "PRAKARSA_CHECKPOINT_KEY must be 32 random bytes in base64; see the handbook, keys."
    if values["PRAKARSA_SECRET_KEY"] in values["PRAKARSA_OLD_SECRET_KEYS"]:
        yield "PRAKARSA_OLD_SECRET_KEYS names the present key; name only former ones."


def _length(text: str) -> int:
    try:
        return len(base64.urlsafe_b64decode(text.encode()))
    except (binascii.Error, ValueError):
        return 0


def _mail(values: Values) -> Iterator[str]:
    user, password = values["PRAKARSA_MAIL_USER"], values["PRAKARSA_MAIL_PASSWORD"]
    if bool(user) != bool(password):
        yield "PRAKARSA_MAIL_USER and PRAKARSA_MAIL_PASSWORD must be set both, or neither."
    if values["PRAKARSA_MAIL_PORT"] == IMPLICIT_TLS:
        yield "PRAKARSA_MAIL_PORT 465 is not spoken; use 587 with PRAKARSA_MAIL_TLS."
    is_far = values["PRAKARSA_MAIL_HOST"] not in OWN_MACHINE
    if password and is_far and not values["PRAKARSA_MAIL_TLS"]:
        yield "PRAKARSA_MAIL_TLS must be yes: else the mail password travels in the clear."


def _names(values: Values) -> Iterator[str]:
    hosts, address = values["PRAKARSA_HOSTS"], values["PRAKARSA_ADDRESS"]
    for host in hosts:
        if "/" in host or (":" in host and not host.startswith("[")):
            yield f"PRAKARSA_HOSTS holds {host!r}; write the bare name, without https:// and port."
    name = urlsplit(address).hostname
    if name not in hosts:
        yield f"PRAKARSA_ADDRESS leads to {name}, which PRAKARSA_HOSTS does not name."


def _places(values: Values) -> Iterator[str]:
    if not Path(values["PRAKARSA_FOLDER"]).is_absolute():
        yield "PRAKARSA_FOLDER must be a whole path in production, such as /var/lib/prakarsa."
    if values["PRAKARSA_METRICS_LOOPBACK"] and values["PRAKARSA_PROXIES"]:
        yield "PRAKARSA_METRICS_LOOPBACK opens nothing behind a proxy; use PRAKARSA_METRICS_TOKEN."


EVERYWHERE: tuple[Callable[[Values], Iterator[str]], ...] = (_ranges, _keys, _mail)
IN_PRODUCTION: tuple[Callable[[Values], Iterator[str]], ...] = (_names, _places)
