"""A port that was promised to a server: nobody else gets it, and the server does."""

from __future__ import annotations

import socket

import pytest

from benchmarks.own_port import own_port


def test_nobody_listens_until_the_server_does_and_nobody_else_gets_in_between() -> None:
    address = ("127.0.0.1", own_port())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 60)
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(address)
    # Servers set SO_REUSEADDR, as this does.
    for _ in range(2):
        with socket.create_server(address), socket.create_connection(address, 60):
            pass


def test_ports_differ() -> None:
    assert len({own_port() for _ in range(50)}) == 50
