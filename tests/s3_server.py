"""A versitygw on loopback for the tests: one server per test run, one bucket per test.

Brought by `make tools`; without it the S3 tests are skipped, or fail when SOHOA_REQUIRE_TOOLS=1.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path

import pytest
from outside_tools import tool

from archive.stores.s3 import S3Options, S3Store

ACCESS_KEY = "sohoa-tests"
SECRET_KEY = "only-for-loopback-tests"
_PATIENCE = 20.0


def s3_store(request: pytest.FixtureRequest) -> S3Store:
    """A store over a bucket that does not exist yet."""
    require_server()
    return S3Store(S3Options(f"test-{uuid.uuid4()}", endpoint(), ACCESS_KEY, SECRET_KEY, secure=False))


def require_server() -> None:
    """Skip the test, or fail it where every tool must be there, when the server's program is missing."""
    tool("versitygw")


@cache
def endpoint() -> str:
    """Starts the server (once per test run) and gives its host and port."""
    home = Path(tempfile.mkdtemp(prefix="sohoa-versitygw-"))
    for name in ("data", "versions"):
        (home / name).mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen(
        [
            tool("versitygw"),
            "--port",
            address,
            "--quiet",
            "posix",
            "--versioning-dir",
            home / "versions",
            home / "data",
        ],
        env={**os.environ, "ROOT_ACCESS_KEY_ID": ACCESS_KEY, "ROOT_SECRET_ACCESS_KEY": SECRET_KEY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(_stop, server, home)
    _wait_for(server, address)
    return address


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    host, port = address.split(":")
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(
                f"versitygw ended with {server.returncode}; does its folder lack extended attributes?"
            )
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("versitygw did not begin to listen")


def _stop(server: subprocess.Popen[bytes], home: Path) -> None:
    server.terminate()
    server.wait(10)
    shutil.rmtree(home, ignore_errors=True)
