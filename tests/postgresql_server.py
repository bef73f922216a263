"""A PostgreSQL of our own for the tests: one server per test process in a temporary folder, one database per test.

It listens on a Unix socket only, runs as a user without rights (the server refuses root) and is gone with the process.
Brought by `make tools`; without it the tests are skipped, or fail when SOHOA_REQUIRE_TOOLS=1.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine

DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE = 60.0
# Speed only: what these promise is not what the tests are about, and the folder is thrown away.
_QUICK = ("fsync=off", "full_page_writes=off", "max_connections=40", "shared_buffers=64MB", "jit=off")


def programs() -> Path:
    """The folder with `initdb` and `postgres`: Debian keeps them off PATH. Skips or fails when there is none."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if versions:
        return versions[-1].parent
    complaint = "PostgreSQL is missing; run: make tools"
    if os.environ.get("SOHOA_REQUIRE_TOOLS") == "1":
        pytest.fail(complaint)
    pytest.skip(complaint)


def new_database(options: str = "") -> str:
    """The URL of an empty database that nobody else uses; `options` as CREATE DATABASE takes them."""
    name = f"t{uuid.uuid4().hex}"
    _administer(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0 {options}")
    return _url(name)


def copy_of(database: str) -> str:
    """The URL of a new database that begins as `database` (a URL) stands; nobody may be connected to that one."""
    name = f"t{uuid.uuid4().hex}"
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{database.partition("?")[0].rpartition("/")[2]}"')
    return _url(name)


def _administer(statement: str) -> None:
    engine = create_engine(_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _url(name: str) -> str:
    query = {"host": str(_server())}
    made = URL.create("postgresql+psycopg", username="sohoa", database=name, query=query)
    return made.render_as_string(hide_password=False)


@cache
def _server() -> Path:
    """Starts the server, once per process, and gives the folder of its socket."""
    binaries = programs()
    home = Path(tempfile.mkdtemp(prefix="sohoa-postgresql-"))
    user = _user_without_rights()
    if user:
        shutil.chown(home, user, pwd.getpwnam(user).pw_gid)
    who: dict[str, Any] = {"user": user, "extra_groups": []} if user else {}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": home, **who}
    made = [
        binaries / "initdb",
        "-D",
        home / "data",
        "-U",
        "sohoa",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    subprocess.run([*made, "--no-sync"], check=True, stderr=subprocess.DEVNULL, **quiet)
    options = [part for option in _QUICK for part in ("-c", option)]
    log = (home / "log").open("wb")
    server = subprocess.Popen(
        [binaries / "postgres", "-D", home / "data", "-k", home, "-h", "", *options], stderr=log, **quiet
    )
    atexit.register(_stop, server, home, os.getpid())
    _wait_for(server, home)
    return home


def _user_without_rights() -> str | None:
    """Whom the server runs as when we are root; None when we are somebody already."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait_for(server: subprocess.Popen[bytes], home: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text(errors='replace')}")
        if "ready to accept" in (home / "log").read_text(errors="replace"):
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not begin to listen")


def _stop(server: subprocess.Popen[bytes], home: Path, owner: int) -> None:
    # A test's forked child runs this too when it ends; the server is not its own.
    if os.getpid() != owner:
        return
    server.send_signal(signal.SIGQUIT)
    server.wait(20)
    shutil.rmtree(home, ignore_errors=True)
