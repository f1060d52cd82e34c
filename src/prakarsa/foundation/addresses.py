"""The network address of a visitor, as proxies we trust tell it, and the address of a page."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that the configured number of proxies vouches for."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.PRAKARSA_PROXIES
    if count == 0:
        return direct
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    chain = [part for part in chain if part]
    # The last entry was written by the proxy nearest to us; each further proxy adds one.
    return chain[-count] if len(chain) >= count and _is_address(chain[-count]) else direct


def full_address(path: str) -> str:
    """Return where a page is found from outside: the configured address and its path."""
    return f"{settings.PRAKARSA_ADDRESS.rstrip('/')}{path}"


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
