"""The secret that seals jobs handed to agents: 32 random bytes in a file of the home, readable by its owner alone."""

from __future__ import annotations

import os
import secrets

from pipeline.wiring import Services
from pipeline.workspace import sync_folder

OCTETS = 32


def job_secret(services: Services) -> bytes:
    """The secret; made at the first question. Several processes that ask at once get the same one."""
    path = services.identity_folder / "jobs.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".jobs.key.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as writer:
            writer.write(secrets.token_bytes(OCTETS))
            writer.flush()
            os.fsync(writer.fileno())
        try:
            # A link and not a rename: the first one stays.
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
        sync_folder(path.parent)
    return path.read_bytes()
