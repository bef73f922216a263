"""Records put straight onto the shelf of a home, with a drawn page and a reading. Invented people, no reader."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from homes import opened_home
from outside_tools import WITHOUT_VERAPDF
from PIL import Image, ImageDraw
from sqlalchemy import Connection, insert
from typeset import typeset

from ocr.page import Quality
from ocr.reading import PageReading
from pipeline import settings, wiring
from pipeline.actors import Act, person
from pipeline.batch import page_id, record_id
from pipeline.ledger import open_batch, put_fields
from pipeline.ledger_tables import pages, records, regions, sources
from pipeline.lookup import RecordView, view
from pipeline.record import Field, FieldState, PageState, RecordState
from pipeline.wiring import Services
from pipeline.workspace import take, write_json

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SIZE = (1240, 1754)

BIRTH = {
    "number": "45",
    "book_number": "01/1987",
    "registration_date": "1987-03-02",
    "registration_place": "Ủy ban nhân dân phường Thử Nghiệm",
    "signer_name": "Phạm Thử Ký",
    "child_full_name": "Nguyễn Thị Bịa",
    "child_gender": "Nữ",
    "child_birth_date": "1987-02-27",
    "child_ethnicity": "Kinh",
    "mother_full_name": "Trần Thị Đặt",
    "mother_birth_date": "1960",
    "father_full_name": "Nguyễn Văn Tưởng",
    "father_birth_date": "1958-07",
}


@dataclass(frozen=True)
class Shelf:
    """A home without a reader."""

    services: Services
    act: Act

    def put(
        self,
        type: str,
        values: Mapping[str, str | None],
        state: RecordState = RecordState.APPROVED,
        field_state: FieldState = FieldState.CONFIRMED,
    ) -> RecordView:
        """One record with one page; a value of None is a field that a person found empty."""
        made = [
            Field(key, value, value, 1.0, field_state if value is not None else FieldState.CONFIRMED_EMPTY)
            for key, value in values.items()
        ]
        return self.put_fields(type, made, state)

    def put_fields(
        self, type: str, made: list[Field], state: RecordState = RecordState.APPROVED
    ) -> RecordView:
        """As `put`, with fields as they are."""
        batch, services = str(uuid4()), self.services
        scan = draw(services.settings.home / f"{batch}.png", f"{type} {batch[:8]}")
        page = page_id(batch, 1, 1)
        record = record_id(batch, page, 0)
        with services.ledger.writing(self.act) as connection:
            self._put_page(connection, batch, page, scan)
            connection.execute(
                insert(records).values(
                    id=record, batch=batch, first_source=1, first_number=1, entry=0, unit=self.act.by.unit,
                    type=type, score=1.0, margin=1.0, state=state.value, revision=1,
                    public_code=uuid4().hex, created_at=self.act.time, changed_at=self.act.time,
                )
            )  # fmt: skip
            whole = [[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]]
            connection.execute(insert(regions).values(record=record, ordinal=0, page=page, polygon=whole))
            put_fields(connection, record, made)
            return view(connection, record)

    def _put_page(self, connection: Connection, batch: str, page: str, scan: Path) -> None:
        """The batch of one drawn page, read."""
        sha256, length = take(scan, self.services.workspace)
        reading = hashlib.sha256(page.encode()).hexdigest()
        text = replace(typeset("GIẤY THỬ NGHIỆM", "Số: 45"), width=SIZE[0], height=SIZE[1])
        kept = PageReading(1, text, Quality("ok"), 150.0)
        write_json(self.services.workspace.reading(reading), kept.as_json())
        open_batch(connection, self.act, {"id": batch, "source_set": sha256, "docket": {}})
        connection.execute(
            insert(sources).values(
                batch=batch, ordinal=1, file=str(scan), sha256=sha256, bytes=length,
                media_type="image/png", signed=False, pages=1, drafted=True, facts={},
            )
        )  # fmt: skip
        connection.execute(
            insert(pages).values(
                id=page, batch=batch, source=1, number=1, sha256=sha256, state=PageState.READ.value,
                reading=reading, width=SIZE[0], height=SIZE[1], dpi=150.0, rotation=0, quality="ok",
                facts={}, changed_at=self.act.time,
            )
        )  # fmt: skip


def open_shelf(home: Path) -> Shelf:
    """A new home, its clock standing still."""
    shutil.copytree(opened_home(), home)
    unit = "UBND phường Thử Nghiệm"
    loaded = settings.load({"SOHOA_HOME": str(home), "SOHOA_UNIT": unit, **WITHOUT_VERAPDF})
    services = replace(wiring.open_services(loaded), clock=lambda: AT)
    return Shelf(services, Act(person("lan", loaded.unit), AT))


def draw(path: Path, text: str) -> Path:
    """A page with a few words and the grain of paper, different for each text."""
    seed = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
    image = Image.new("RGB", SIZE, (243, 240, 232))
    pen = ImageDraw.Draw(image)
    for line in range(8):
        pen.text((120, 160 + 60 * line), f"{text} {line}", fill=(20, 20, 30), font_size=30)
    # Grains of some pixels: noise of single ones costs a second of the suite for every five pages.
    coarse = Image.fromarray(np.random.default_rng(seed).integers(0, 7, (220, 155), dtype=np.uint8))
    grain = np.asarray(coarse.resize(SIZE, Image.Resampling.NEAREST))[..., None]
    Image.fromarray(np.asarray(image) + grain).save(path, dpi=(150, 150), compress_level=1)
    return path
