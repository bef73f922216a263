"""A PostgreSQL of one's own in a given folder, for tests and benchmarks; not for an office.

It listens on a Unix socket only and runs as a user without rights, since the server refuses root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "sohoa"
_PATIENCE = 60.0


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres` (Debian keeps them off PATH), or None."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    return versions[-1].parent if versions else None


def start(programs: Path, home: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """Serves the cluster in `home`, made if there is none; `options` as `name=value`. RuntimeError when it will not."""
    user = _user_without_rights()
    if user:
        shutil.chown(home, user, pwd.getpwnam(user).pw_gid)
    who: dict[str, Any] = {"user": user, "extra_groups": []} if user else {}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": home, **who}
    if not (home / "data").exists():
        made: list[str | Path] = [
            programs / "initdb",
            "-D",
            home / "data",
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        quick = [*made, "--locale=C", "--no-sync"]
        subprocess.run(quick, check=True, timeout=300, stderr=subprocess.DEVNULL, **quiet)
    given = [part for option in options for part in ("-c", option)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-k", home, "-h", "", *given], stderr=log, **quiet
        )
    _wait_for(server, home)
    return server


def end(server: subprocess.Popen[bytes]) -> None:
    """Ends the server in good order; its cluster stays."""
    server.send_signal(signal.SIGINT)
    server.wait(60)


def stop(server: subprocess.Popen[bytes], home: Path) -> None:
    """Ends the server and removes its folder."""
    server.send_signal(signal.SIGQUIT)
    server.wait(20)
    shutil.rmtree(home, ignore_errors=True)


def url_of(home: Path, database: str) -> str:
    """The address of one database of the server in `home`."""
    made = URL.create("postgresql+psycopg", username=OWNER, database=database, query={"host": str(home)})
    return made.render_as_string(hide_password=False)


def administer(home: Path, statement: str) -> None:
    """Runs one statement outside a transaction, such as CREATE DATABASE."""
    limits = {"connect_timeout": 30, "options": "-c statement_timeout=120s"}
    engine = create_engine(url_of(home, "postgres"), isolation_level="AUTOCOMMIT", connect_args=limits)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


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
