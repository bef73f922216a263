"""A home whose pages are lines of text and need no engine, with registers scanned into it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from homes import opened_home
from outside_tools import WITHOUT_VERAPDF
from PIL import Image, ImageDraw
from typeset import HEIGHT, WIDTH, typeset

from ocr.page import Box, Mark, PageText, Quality
from ocr.pool import PageOutcome, PageRequest
from ocr.reading import PageReading, PageSurvey, Survey
from ocr.sheet_code import SheetCode
from pipeline import digitize, review, settings, wiring
from pipeline.actors import Act, person
from pipeline.docket import Docket
from pipeline.intake import Request, receive
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import FieldState
from pipeline.wiring import Services

AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
UNIT = "UBND phường Thử Nghiệm"
DPI = 150.0


class Setter:
    """Reads the page whose number is written in the file's name, from `pages`; its image is drawn from the words."""

    engine_name = "typeset 1"

    def __init__(self, pages: dict[str, PageText]) -> None:
        self.pages = pages
        self.marks: dict[str, Mark] = {}

    def survey(self, path: Path) -> Survey:
        return Survey("image/png", (PageSurvey(1, WIDTH, HEIGHT),))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        for request in requests:
            text = self.pages[request.path.name]
            quality = Quality("ok" if text.lines else "blank")
            marks = tuple(mark for name, mark in self.marks.items() if name == request.path.name)
            yield PageOutcome(request.token, PageReading(1, text, quality, DPI, marks), None)


@dataclass(frozen=True)
class Room:
    """One home, and who works in it."""

    services: Services
    folder: Path
    act: Act
    setter: Setter

    def scan(self, *pages: Sequence[str] | PageText | SheetCode, **docket: Any) -> str:
        """Digitise pages of lines, and sheets between them, as one batch, closed; returns its id."""
        files = []
        for at, lines in enumerate(pages, 1):
            if isinstance(lines, SheetCode):
                text = typeset("Tờ phân cách", f"số {len(self.setter.pages)}")
            else:
                text = lines if isinstance(lines, PageText) else typeset(*lines)
            path = self.folder / f"{uuid4().hex[:6]}-{at}.png"
            drawn(text, len(self.setter.pages) + at).save(path, dpi=(DPI, DPI))
            files.append((path, text))
        request = Request(docket=Docket.model_validate(docket))
        ledger, workspace = self.services.ledger, self.services.workspace
        batch = receive(ledger, workspace, [path for path, _ in files], request, self.act, str(uuid4())).batch
        for (path, text), told in zip(files, pages, strict=True):
            self.setter.pages[_digest(path)] = text
            if isinstance(told, SheetCode):
                self.setter.marks[_digest(path)] = Mark("qr", told.text, Box(0, 0, 50, 50))
        with workspace.lock(batch):
            digitize.survey_sources(self.services, self.pool, batch, self.act)
            waiting = digitize.pending_pages(self.services, batch, self.act)
            list(digitize.read(self.services, self.pool, batch, waiting, self.act))
            digitize.draft(self.services, batch, self.act)
            assert digitize.close(self.services, batch, self.act)
        return batch

    @property
    def pool(self) -> Any:
        return self.setter

    def signing(self) -> Services:
        """The services under settings that sign with the development identity."""
        return self.under(SOHOA_SIGNER="development", **WITHOUT_VERAPDF)

    def under(self, **given: str) -> Services:
        """The services under these settings."""
        home = str(self.services.settings.home)
        return replace(
            self.services, settings=settings.load({"SOHOA_HOME": home, "SOHOA_UNIT": UNIT, **given})
        )

    def by(self, name: str) -> Act:
        """Another person, at the same time."""
        return Act(person(name, UNIT), self.act.at)

    def records(self, batch: str) -> list[RecordView]:
        """Living records of a batch in scan order."""
        with self.services.ledger.reading() as connection:
            found = [view(connection, key) for key in record_ids(connection, batch=batch)]
        return [one for one in found if one.state not in {"superseded", "rejected"}]

    def key(self, record: str, **values: str) -> None:
        """A person keys values."""
        with self.services.ledger.writing(self.act) as connection:
            typed = [review.Correction(key, FieldState.CORRECTED, value) for key, value in values.items()]
            review.correct(connection, self.act, record, typed, reason="seen on the paper")

    def approve(self, record: str) -> None:
        """Close what blocks, confirm what is in doubt, approve."""
        with self.services.ledger.writing(self.act) as connection:
            for kept in view(connection, record).blocking:
                review.close_finding(connection, self.act, record, kept.finding.code, "seen on the paper")
            review.approve(connection, self.act, record, confirm=True)


def drawn(text: PageText, seed: int) -> Image.Image:
    """Bars where the words stand, so that a page has pixels exactly where it has words."""
    image = Image.new("L", (text.width, text.height), 255)
    pen = ImageDraw.Draw(image)
    for word in text.words:
        pen.rectangle((word.box.x0, word.box.y0, word.box.x1 - 1, word.box.y1 - 1), fill=40 + seed % 100)
    image.putpixel((0, 0), 250 - seed % 100)
    return image


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def open_room(folder: Path, **given: str) -> Room:
    """A new home."""
    folder.mkdir(exist_ok=True)
    if not given:
        shutil.copytree(opened_home(), folder / "home")
    loaded = settings.load(
        {"SOHOA_HOME": str(folder / "home"), "SOHOA_UNIT": UNIT, **WITHOUT_VERAPDF, **given}
    )
    services = replace(wiring.open_services(loaded), clock=lambda: AT)
    return Room(services, folder, Act(person("lan", UNIT), AT), Setter({}))
