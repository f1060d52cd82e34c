"""The one client for calls to other servers: a named host, bounded in time and size.

No redirects, no proxies, no addresses inside the own network unless the operator said so; the
name is looked up once and the connection goes to that very address.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urlsplit

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 10.0
LARGEST_ANSWER = 512 * 1024
PIECE = 16 * 1024


class CallFailed(Exception):
    """A call that was not made, or an answer that was not taken; the text names no secret."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server we may call: its origin such as https://masuk.contoh.go.id."""

    origin: str
    may_be_private: bool = False


def ask_for_json(
    server: Server,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the JSON object at an address of a server; raise CallFailed for anything else.

    With `form` the call is a POST of these fields.
    """
    body = urlencode(form).encode() if form is not None else None
    sent = {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection, path = _connection_to(server, url)
    try:
        connection.request("GET" if body is None else "POST", path, body, sent)
        answer = json.loads(_read(connection.getresponse()))
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as problem:
        raise CallFailed(type(problem).__name__) from problem
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise CallFailed("no object")
    return answer


def is_at(server: Server, url: str) -> bool:
    """Say whether an address lies on the server itself."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" == server.origin and not parts.username


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to one address that was checked, under the name it was looked up by."""

    def __init__(self, host: str, port: int, *, address: str, is_secure: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self.address, self.is_secure = address, is_secure
        self.default_port = 443 if is_secure else 80

    def connect(self) -> None:
        """Connect to the checked address; the certificate must be that of the name."""
        plain = socket.create_connection((self.address, self.port), CONNECT_SECONDS)
        if not self.is_secure:
            self.sock = plain
            return
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _connection_to(server: Server, url: str) -> tuple[http.client.HTTPConnection, str]:
    if not is_at(server, url):
        raise CallFailed("another server")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CallFailed("no web address")
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    address = _address_of(parts.hostname, port, may_be_private=server.may_be_private)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return _PinnedConnection(parts.hostname, port, address=address, is_secure=is_secure), path


def _address_of(host: str, port: int, *, may_be_private: bool) -> str:
    """Return the address of a name; all it has must be allowed, for the next look may differ."""
    addresses = _written_address(host) or _looked_up(host, port)
    if not may_be_private and not all(ip_address(text).is_global for text in addresses):
        raise CallFailed("an address of the own network")
    return addresses[0]


def _written_address(host: str) -> list[str]:
    """Return the address that a host is itself, in any way of writing one: 127.1, 2130706433."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        pass
    try:
        address = ip_address(host)
    except ValueError:
        return []
    inner = getattr(address, "ipv4_mapped", None)
    return [str(inner or address)]


def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise CallFailed("unknown name") from problem
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _read(response: http.client.HTTPResponse) -> bytes:
    if response.status != http.client.OK:
        raise CallFailed(f"status {response.status}")
    until, pieces, size = time.monotonic() + WHOLE_SECONDS, [], 0
    while piece := response.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise CallFailed("too large")
        if time.monotonic() > until:
            raise CallFailed("too slow")
    return b"".join(pieces)
