"""A whole office in a temporary folder: real services, a real reading pool, and the steps a flow would take."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import databases
import postgresql_server
from homes import new_home
from outside_tools import WITHOUT_VERAPDF
from run_folder import made_once

from pipeline import digitize, reports, review, settings
from pipeline.actors import Act, person
from pipeline.docket import Docket
from pipeline.intake import Received, Request, receive
from pipeline.lookup import RecordView, record_ids, view
from pipeline.reader import Pool
from pipeline.record import RecordState
from pipeline.wiring import Services

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ROOT / "samples" / "pages"
BROKEN = ROOT / "samples" / "broken"


@dataclass(frozen=True)
class Office:
    """Services of one home, and the pool that reads for it."""

    services: Services
    pool: Pool
    act: Act

    def feed(self, files: Sequence[Path], **docket: Any) -> Received:
        """Register files as a batch."""
        request = Request(docket=Docket.model_validate(docket))
        ledger, workspace = self.services.ledger, self.services.workspace
        return receive(ledger, workspace, files, request, self.act, str(uuid4()))

    def run(self, batch: str) -> bool:
        """What the flow `digitize-batch` does; True when the batch could be closed."""
        with self.services.workspace.lock(batch):
            digitize.survey_sources(self.services, self.pool, batch, self.act)
            waiting = digitize.pending_pages(self.services, batch, self.act)
            for _counts in digitize.read(self.services, self.pool, batch, waiting, self.act):
                pass
            digitize.look_again(self.services, self.pool, batch)
            digitize.draft(self.services, batch, self.act)
            return digitize.close(self.services, batch, self.act)

    def forget_readings(self) -> None:
        """Keep readings of its own from now on: the run's shared ones may hold what another test had read."""
        readings = self.services.workspace.root / "readings"
        readings.unlink()
        readings.mkdir()

    def document(self, batch: str) -> dict[str, Any]:
        """`digitize --json`."""
        with self.services.ledger.reading() as connection:
            return reports.batch_document(connection, batch, "en")

    def records(self, batch: str) -> list[RecordView]:
        """The batch's records."""
        with self.services.ledger.reading() as connection:
            return [view(connection, key) for key in record_ids(connection, batch=batch)]

    def approve(self, record: str) -> None:
        """Close what blocks with a reason, confirm what is in doubt, approve."""
        with self.services.ledger.writing(self.act) as connection:
            for kept in view(connection, record).blocking:
                review.close_finding(connection, self.act, record, kept.finding.code, "checked on the image")
            review.approve(connection, self.act, record, confirm=True)

    def state(self, record: str) -> tuple[RecordState, str | None]:
        """Where a record stands, and its flag."""
        with self.services.ledger.reading() as connection:
            found = view(connection, record)
        return found.state, found.row.flag

    def with_settings(self, **changes: str) -> Office:
        """The same office under other settings."""
        home = str(self.services.settings.home)
        given = {"SOHOA_HOME": home, "SOHOA_UNIT": self.act.by.unit, **WITHOUT_VERAPDF, **changes}
        return replace(self, services=replace(self.services, settings=settings.load(given)))


def readings_of_this_run() -> Path:
    """Where all offices of this test run keep their readings: a page that many tests feed in is read once."""
    return made_once("readings", lambda _folder: None)


def open_office(home: Path, pool: Pool, at: datetime, **given: str) -> Office:
    """Make a home and its office."""
    given.setdefault("SOHOA_DATABASE_URL", _database_url())
    unit = "UBND phường Thử Nghiệm"
    loaded = settings.load({"SOHOA_HOME": str(home), "SOHOA_UNIT": unit, **WITHOUT_VERAPDF, **given})
    services = replace(new_home(loaded), clock=lambda: at)
    own = services.workspace.root / "readings"
    if not own.is_symlink():
        own.rmdir()
        own.symlink_to(readings_of_this_run(), target_is_directory=True)
    return Office(services, pool, Act(person("lan", loaded.unit), at))


def copy_of(office: Office, home: Path) -> Office:
    """A new home in which everything stands as in `office`, where nobody may be at work."""
    given, ours = {}, office.services.settings
    office.services.ledger.engine.dispose()
    if ours.database_url:
        given["SOHOA_DATABASE_URL"] = postgresql_server.copy_of(ours.database_url)
    shutil.copytree(ours.home, home, symlinks=True)
    return open_office(home, office.pool, office.act.at, **given)


def _database_url() -> str:
    """Empty for the home's own SQLite; on PostgreSQL a new home is to make its tables itself."""
    return postgresql_server.new_database() if databases.chosen() == databases.POSTGRESQL else ""
