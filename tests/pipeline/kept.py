"""An office with archived records, made once and copied for each test, and its command line in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from outside_tools import WITH_VERAPDF, WITHOUT_VERAPDF
from run_folder import made_once
from shelf import BIRTH, Shelf, open_shelf
from terminal import Ran

from desk.cli import run
from pipeline import assemble, finalize, settings, wiring
from pipeline.actors import Act, person
from pipeline.record import RecordState
from signing import development

UNIT = "UBND phường Thử Nghiệm"
SIGNED = {"SOHOA_SIGNER": "development", **WITHOUT_VERAPDF}


@dataclass(frozen=True)
class Kept:
    """A home, the records in it, and the people who work there."""

    home: Path
    records: tuple[str, ...]
    collect: Callable[[], tuple[str, str]]
    at: datetime

    def __call__(self, *arguments: str | Path, who: str = "lan", **given: str) -> Ran:
        """One command line, in English."""
        environ = {"SOHOA_HOME": str(self.home), "SOHOA_LANG": "en", "SOHOA_ACTOR": who, "SOHOA_UNIT": UNIT}
        self.collect()
        code = run([str(argument) for argument in arguments], environ | SIGNED | given)
        return Ran(code, *self.collect())

    def shelf(self, **given: str) -> Shelf:
        """The services of the home, its clock standing still."""
        environ = {"SOHOA_HOME": str(self.home), "SOHOA_UNIT": UNIT, **SIGNED, **given}
        services = replace(wiring.open_services(settings.load(environ)), clock=lambda: self.at)
        return Shelf(services, self.act())

    def act(self, who: str = "lan") -> Act:
        """An act of that person, at the moment the clock stands at."""
        return Act(person(who, UNIT), self.at)


def archive(shelf: Shelf, type: str, values: Mapping[str, str | None]) -> str:
    """The id of one record, assembled, signed as the settings say, and archived."""
    found = shelf.put(type, values)
    assert assemble.assemble(shelf.services, [found.id], shelf.act) == {}
    assert finalize.finalize(shelf.services, found.id, shelf.act).state is RecordState.ARCHIVED
    return found.id


def copy_of_kept(home: Path, collect: Callable[[], tuple[str, str]]) -> Kept:
    """The office that this run made, in a new home."""
    made = made_once("kept", _make)
    told = json.loads((made / "told.json").read_text("utf-8"))
    at = datetime.fromisoformat(told["at"])
    return Kept(shutil.copytree(made / "home", home), tuple(told["records"]), collect, at)


def _make(folder: Path) -> None:
    at = datetime.now(UTC)
    told = {"records": make_kept(folder / "home", at), "at": at.isoformat()}
    (folder / "told.json").write_text(json.dumps(told), "utf-8")


def make_kept(home: Path, at: datetime) -> tuple[str, ...]:
    """Make a home with two archived births; their ids."""
    made = open_shelf(home)
    development.create(made.services.identity_folder, unit=UNIT, at=at)
    shelf = Kept(home, (), lambda: ("", ""), at).shelf(**WITH_VERAPDF)
    other = BIRTH | {"number": "46", "child_full_name": "Lê Văn Hư Cấu"}
    records = [archive(shelf, "birth", values) for values in (BIRTH, other)]
    shelf.services.ledger.engine.dispose()
    made.services.ledger.engine.dispose()
    return tuple(records)
