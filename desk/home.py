"""The home on this machine: is it there, opening it, and who sits before it. No wording of messages but faults."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from sqlalchemy import make_url

from pipeline import actors, database
from pipeline.actors import Actor
from pipeline.errors import Missing
from pipeline.settings import Settings
from pipeline.wiring import Services, open_services


def is_made(settings: Settings) -> bool:
    """Whether the ledger of these settings exists."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "").is_file()
    return database.exists(database.open_engine(settings.database))


def require(settings: Settings) -> None:
    """Raises Missing when the home was never made: a misspelt home must not look like an empty archive."""
    if not is_made(settings):
        raise Missing(
            f"Chưa có kho ở {settings.home}. Tạo kho: sohoa init, hoặc đặt SOHOA_HOME cho đúng.",
            f"There is no archive home at {settings.home}. Make one with sohoa init, or set SOHOA_HOME.",
        )


def open_known(settings: Settings) -> Services:
    """The opened home. Raises Missing, see `require`."""
    require(settings)
    return open_services(settings)


def make_if_none(settings: Settings) -> bool:
    """Make the home's tables and store unless they are there; True when they were made now."""
    if is_made(settings):
        return False
    open_services(settings)
    return True


def person_here(settings: Settings) -> Actor:
    """The person at the terminal: SOHOA_ACTOR, else the OS user. Not an authentication."""
    return actors.person(settings.actor or _login(), settings.unit)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that has no name.
        return f"uid-{os.getuid()}"
