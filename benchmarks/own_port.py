"""TCP ports of loopback that nobody else is given: for servers that must be told a port before they start."""

from __future__ import annotations

import socket

# Open as long as this process: a port that was let go is anybody's before the server takes it.
_HELD: list[socket.socket] = []


def own_port() -> int:
    """A port kept for this process and whatever it starts.

    It is bound and not listened on, so who connects is refused until a server listens there. Linux lets a server bind
    to it too when both set SO_REUSEADDR, as servers do, and hands it to nobody who asks for any port.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _HELD.append(held)
    return int(held.getsockname()[1])
