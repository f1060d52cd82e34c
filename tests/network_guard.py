"""F10: no test and no code under test speaks to another machine; whoever tries is stopped."""

from __future__ import annotations

import sys
from typing import Any

HERE = frozenset({"127.0.0.1", "::1", "localhost", ""})
WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.getaddrinfo"})


class ReachedOut(AssertionError):
    """Something wanted to speak to another machine."""


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop connections and look-ups that leave this machine; local sockets are paths."""
    if event not in WATCHED:
        return
    place = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
    host = place[0] if isinstance(place, tuple) else place
    if isinstance(place, str | bytes) and event != "socket.getaddrinfo":
        return
    if host is not None and str(host) not in HERE:
        raise ReachedOut(f"{event} {host}")


def guard() -> None:
    """Watch this process until it ends."""
    sys.addaudithook(watch)
