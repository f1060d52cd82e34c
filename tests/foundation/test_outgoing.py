"""F10: calls to other servers go to the named host only, bounded in time and size."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from prakarsa.foundation import outgoing
from prakarsa.foundation.outgoing import CallFailed, Server, ask_for_json, is_at

GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
Answer = Callable[[socket.socket], None]


@contextmanager
def answering(answer: Answer) -> Iterator[tuple[str, list[bytes]]]:
    """Run a server that answers each connection; yields its origin and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    visitor, _address = server.accept()
                except OSError:
                    return
                with visitor:
                    asked.append(_request_of(visitor))
                    try:
                        answer(visitor)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)


def _request_of(visitor: socket.socket) -> bytes:
    """Read a request with its body, which may come in a piece of its own."""
    request = visitor.recv(65536)
    head, _, body = request.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            missing = int(line.partition(b":")[2]) - len(body)
            request += visitor.recv(missing) if missing > 0 else b""
    return request


def says(content: bytes) -> Answer:
    """Return an answer of these bytes."""
    return lambda visitor: visitor.sendall(content)


def test_F10_an_object_is_read_from_the_named_server() -> None:
    with answering(says(GOOD + b'{"a": 1 }')) as (origin, asked):
        server = Server(origin, may_be_private=True)
        assert ask_for_json(server, f"{origin}/x?y=1") == {"a": 1}
        assert ask_for_json(server, f"{origin}/x", form={"b": "c d"}) == {"a": 1}
    assert asked[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert asked[1].startswith(b"POST /x HTTP/1.1\r\n")
    assert asked[1].endswith(b"b=c+d")


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1", "http://[::1]", "http://169.254.169.254", "http://2130706433",
     "http://0x7f.1", "http://127.1", "http://localhost", "http://017700000001", "http://10.0.0.1", "http://192.168.1.1",
     "http://[::ffff:127.0.0.1]", "http://[fe80::1]", "http://0.0.0.0", "http://100.64.0.1"],
)  # fmt: skip
def test_F10_addresses_of_the_own_network_are_refused(origin: str) -> None:
    with pytest.raises(CallFailed, match="own network"):
        ask_for_json(Server(origin), f"{origin}/")


def test_F10_the_same_server_is_called_when_the_operator_allows_it() -> None:
    with answering(says(GOOD + b'{"a": 1 }')) as (origin, asked):
        with pytest.raises(CallFailed, match="own network"):
            ask_for_json(Server(origin), origin)
        assert asked == []
        assert ask_for_json(Server(origin, may_be_private=True), origin) == {"a": 1}


@pytest.mark.parametrize(
    "url",
    ["https://lain.contoh.invalid/", "http://masuk.contoh.invalid/", "//masuk.contoh.invalid/",
     "https://masuk.contoh.invalid:8443/", "https://masuk.contoh.invalid@lain.invalid/",
     "https://a:b@masuk.contoh.invalid/", "https://masuk.contoh.invalid.lain.invalid/",
     "file:///etc/passwd", "ftp://masuk.contoh.invalid/", "javascript:alert(1)", ""],
)  # fmt: skip
def test_F10_another_origin_is_never_called(url: str) -> None:
    server = Server("https://masuk.contoh.invalid")
    assert not is_at(server, url)
    with pytest.raises(CallFailed, match="another server"):
        ask_for_json(server, url)
    assert is_at(server, "https://masuk.contoh.invalid/.well-known/openid-configuration")


def test_F10_one_forbidden_address_among_several_is_enough(monkeypatch: Any) -> None:
    """A name that points outside now and inside at the next look is not trusted either."""
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    looked: list[str] = []

    def look_up(host: str, *_rest: Any, **_more: Any) -> Any:
        looked.append(host)
        return [(*entry, ("8.8.8.8", 443)), (*entry, ("127.0.0.1", 443))]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", look_up)
    with pytest.raises(CallFailed, match="own network"):
        ask_for_json(Server("https://berganti.contoh.invalid"), "https://berganti.contoh.invalid/")
    assert looked == ["berganti.contoh.invalid"]


def test_F10_the_name_is_looked_up_once_and_the_connection_goes_to_that_address(
    monkeypatch: Any,
) -> None:
    with answering(says(GOOD + b'{"a": 1 }')) as (origin, asked):
        port = int(origin.rpartition(":")[2])
        answers = [("127.0.0.1", port), ("203.0.113.1", port)]

        def look_up(*_arguments: Any, **_more: Any) -> Any:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", answers.pop(0))]

        real = socket.getaddrinfo
        monkeypatch.setattr(
            outgoing.socket,
            "getaddrinfo",
            lambda host, *rest, **more: (
                look_up() if host == "berganti.contoh.invalid" else real(host, *rest, **more)
            ),
        )
        named = f"http://berganti.contoh.invalid:{port}"
        assert ask_for_json(Server(named, may_be_private=True), named) == {"a": 1}
    assert f"Host: berganti.contoh.invalid:{port}".encode() in asked[0]
    assert len(answers) == 1


@pytest.mark.parametrize("status", [b"302 Found", b"307 Temporary Redirect", b"500 X", b"401 X"])
def test_F10_only_a_plain_ok_is_taken(status: bytes) -> None:
    target = b"Location: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    with answering(says(b"HTTP/1.1 " + status + b"\r\n" + target)) as (origin, asked):
        with pytest.raises(CallFailed, match=f"status {status[:3].decode()}"):
            ask_for_json(Server(origin, may_be_private=True), origin)
        assert len(asked) == 1


@pytest.mark.parametrize("body", [b"[1, 2, 3]", b"not json!", b'"a text"', b"123456789"])
def test_F10_only_an_object_is_taken(body: bytes) -> None:
    with (
        answering(says(GOOD + body)) as (origin, _asked),
        pytest.raises(CallFailed),
    ):
        ask_for_json(Server(origin, may_be_private=True), origin)


def test_F10_an_endless_answer_is_cut(monkeypatch: Any) -> None:
    monkeypatch.setattr(outgoing, "LARGEST_ANSWER", 100_000)

    def pour(visitor: socket.socket) -> None:
        visitor.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            visitor.sendall(b" " * 10_000)

    with (
        answering(pour) as (origin, _asked),
        pytest.raises(CallFailed, match="too large"),
    ):
        ask_for_json(Server(origin, may_be_private=True), origin)


@pytest.mark.parametrize("pause", [10.0, 0.05])
def test_F10_a_silent_and_a_dripping_server_are_left(monkeypatch: Any, pause: float) -> None:
    monkeypatch.setattr(outgoing, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.3)

    def drip(visitor: socket.socket) -> None:
        visitor.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _piece in range(100):
            time.sleep(pause)
            visitor.sendall(b" ")

    start = time.monotonic()
    with (
        answering(drip) as (origin, _asked),
        pytest.raises(CallFailed),
    ):
        ask_for_json(Server(origin, may_be_private=True), origin)
    assert time.monotonic() - start < 3
