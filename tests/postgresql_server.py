"""A PostgreSQL of our own for the tests: one server per test process in a temporary folder, one database per test.

Brought by `make tools`; without it the tests are skipped, or fail when SOHOA_REQUIRE_TOOLS=1.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import tempfile
import uuid
from functools import cache
from pathlib import Path

import pytest

from benchmarks import postgresql_server as own

# Speed only: what these promise is not what the tests are about, and the folder is thrown away.
_QUICK = ("fsync=off", "full_page_writes=off", "max_connections=40", "shared_buffers=64MB", "jit=off")


def new_database(options: str = "") -> str:
    """The URL of an empty database that nobody else uses; `options` as CREATE DATABASE takes them."""
    name = f"t{uuid.uuid4().hex}"
    own.administer(_server(), f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0 {options}")
    return own.url_of(_server(), name)


def copy_of(database: str) -> str:
    """The URL of a new database that begins as `database` (a URL) stands; nobody may be connected to that one."""
    name = f"t{uuid.uuid4().hex}"
    original = database.partition("?")[0].rpartition("/")[2]
    own.administer(_server(), f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    return own.url_of(_server(), name)


def _programs() -> Path:
    found = own.binaries()
    if found is None:
        complaint = "PostgreSQL is missing; run: make tools"
        if os.environ.get("SOHOA_REQUIRE_TOOLS") == "1":
            pytest.fail(complaint)
        pytest.skip(complaint)
    return found


@cache
def _server() -> Path:
    """Starts the server, once per process, and gives its folder."""
    programs = _programs()
    home = Path(tempfile.mkdtemp(prefix="sohoa-postgresql-"))
    server = own.start(programs, home, _QUICK)
    atexit.register(_stop, server, home, os.getpid())
    return home


def _stop(server: subprocess.Popen[bytes], home: Path, owner: int) -> None:
    # A test's forked child runs this too when it ends; the server is not its own.
    if os.getpid() == owner:
        own.stop(server, home)
