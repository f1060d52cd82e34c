"""F10: the guard over the whole suite works, and the product's only doors outward are known."""

from __future__ import annotations

import socket

import pytest

from tests.network_guard import ReachedOut


@pytest.mark.parametrize("host", ["203.0.113.7", "169.254.169.254", "2130706433", "contoh.invalid"])
def test_F10_whoever_reaches_out_is_stopped(host: str) -> None:
    with pytest.raises(ReachedOut):
        socket.create_connection((host, 80), timeout=1)


def test_F10_this_machine_may_be_spoken_to() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=1) as spoken,
    ):
        assert spoken.getpeername() == server.getsockname()
