"""Where the demonstration lives: a home of its own, never one that holds real batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from desk.demo.samples import ROOT
from desk.session import Session
from pipeline.actors import demonstrator
from pipeline.errors import WrongUse
from pipeline.ledger_tables import batches
from pipeline.settings import load

OUTSIDE_A_TREE = "~/.local/share/sohoa-demo"
UNIT = "UBND phường Mẫu (TRÌNH DIỄN)"


def demo_session(session: Session) -> Session:
    """`session` moved to the demonstration's home, signing with the development identity. Changes no settings file."""
    environ = demo_environment(session.environ)
    return replace(session, settings=load(environ), environ=environ)


def demo_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of the demonstration and of the flows it starts."""
    home = environ.get("SOHOA_HOME") or str(_own_home())
    return {"SOHOA_UNIT": UNIT, **environ, "SOHOA_HOME": home, "SOHOA_SIGNER": "development"}


def _own_home() -> Path:
    in_a_tree = (ROOT / "pyproject.toml").is_file()
    return ROOT / ".demo" if in_a_tree else Path(OUTSIDE_A_TREE).expanduser()


def require_own(session: Session) -> None:
    """Raises WrongUse when the home holds batches and none of them is the demonstration's."""
    if not session.has_home:
        return
    with session.services.ledger.reading() as connection:
        makers = set(connection.scalars(select(batches.c.created_by)))
    if makers and demonstrator("").id not in makers:
        home = session.settings.home
        raise WrongUse(
            f"Kho {home} đang chứa lô thật; trình diễn không ghi vào đó. Bỏ SOHOA_HOME hoặc trỏ tới thư mục mới.",
            f"The home {home} holds real batches; the demonstration does not write there. Unset SOHOA_HOME, "
            "or point it to a new folder.",
        )
