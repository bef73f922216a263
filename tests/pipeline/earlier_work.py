"""Folders of earlier work, made on the spot, and a reader that sets type instead of reading: invented people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
from shelf import Shelf
from typeset import HEIGHT, WIDTH, typeset

from ocr.faults import PAGE_TIMEOUT, Fault
from ocr.page import Quality
from ocr.pool import PageOutcome, PageRequest
from ocr.reading import PageReading, PageSurvey, Survey
from pipeline import digitize
from pipeline.exchange.import_intake import register_import
from pipeline.exchange.import_plan import ImportPlan, plan_import
from pipeline.exchange.import_profile import ImportProfile, profile
from pipeline.exchange.moj_columns import columns
from pipeline.intake import Received
from pipeline.lookup import RecordView, record_ids, view

PAGE = ("GIẤY KHAI SINH", "Số: 45/1987", "Họ, chữ đệm, tên: NGUYỄN THỊ BỊA", "Giới tính: Nữ")
MOJ = {
    "so": "45/1987", "quyenSo": "01/1987", "ngayDangKy": "02.03.1987", "noiDangKy": "UBND phường Thử Nghiệm",
    "nksHoTen": "Nguyễn Thị Bịa", "nksGioiTinh": "2", "nksNgaySinh": "27.02.1987", "meHoTen": "Trần Thị Đặt",
}  # fmt: skip
GENERIC = {
    "number": "45/1987", "book_number": "01/1987", "registration_date": "02/03/1987",
    "registration_place": "UBND phường Thử Nghiệm", "child_full_name": "Nguyễn Thị Bịa",
    "child_gender": "Nữ", "child_birth_date": "27/02/1987", "file": "a.png",
}  # fmt: skip


@dataclass
class Typesetter:
    """Reads a text file as one page; after `left` pages it is gone, as if the process had been killed."""

    left: int = 1_000
    engine_name: str = "typesetter"
    read_pages: list[str] = field(default_factory=list)

    def survey(self, path: Path) -> Survey:
        return Survey("image/png", (PageSurvey(1, WIDTH, HEIGHT),))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        for request in requests:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            self.read_pages.append(request.token)
            lines = request.path.read_text(encoding="utf-8").splitlines()
            if lines[:1] == ["jammed"]:
                yield PageOutcome(request.token, None, Fault(PAGE_TIMEOUT, {"seconds": "1"}))
                continue
            yield PageOutcome(request.token, PageReading(1, typeset(*lines), Quality("ok"), 150.0), None)


def scan(folder: Path, name: str, *lines: str) -> Path:
    """A "scan" for the typesetter; different for each name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines or (*PAGE, f"Ghi chú: tờ {name}")), encoding="utf-8")
    return path


def moj_sheet(path: Path, kind: str, *rows: Mapping[str, str]) -> Path:
    """A sheet with the Ministry's columns."""
    head = [column.name for column in columns()[kind]]
    return sheet(path, [head, *([row.get(name, "") for name in head] for row in rows)])


def sheet(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """An .xlsx file as other programs write it: numbers are numbers, and what begins with = is a formula."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def table(path: Path, *rows: Mapping[str, str], encoding: str = "utf-8") -> Path:
    """A CSV file with the keys of the first row as its headings."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def planned(shelf: Shelf, name: str, folder: Path, type: str | None = None, **changed: Any) -> ImportPlan:
    with shelf.services.ledger.reading() as connection:
        return plan_import(connection, _profile(shelf, name, changed), folder, type)


def taken_in(shelf: Shelf, name: str, folder: Path, type: str | None = None, **changed: Any) -> Received:
    """Register only, as the command does before it starts the flow."""
    chosen = _profile(shelf, name, changed)
    with shelf.services.ledger.reading() as connection:
        plan = plan_import(connection, chosen, folder, type)
    return register_import(shelf.services, chosen, plan, shelf.act, str(uuid4()))


def run(shelf: Shelf, batch: str, reader: Typesetter | None = None) -> bool:
    """What the flow `digitize-batch` does."""
    services, act = shelf.services, shelf.act
    pool: Any = reader or Typesetter()
    digitize.survey_sources(services, pool, batch, act)
    waiting = digitize.pending_pages(services, batch, act)
    for _counts in digitize.read(services, pool, batch, waiting, act):
        pass
    digitize.draft(services, batch, act)
    return digitize.close(services, batch, act)


def imported(
    shelf: Shelf, name: str, folder: Path, type: str | None = None, **changed: Any
) -> list[RecordView]:
    """The whole way of one import; its records."""
    received = taken_in(shelf, name, folder, type, **changed)
    assert received.closed or run(shelf, received.batch)
    return records(shelf, received.batch)


def records(shelf: Shelf, batch: str) -> list[RecordView]:
    with shelf.services.ledger.reading() as connection:
        return [view(connection, key) for key in record_ids(connection, batch=batch)]


def _profile(shelf: Shelf, name: str, changed: Mapping[str, Any]) -> ImportProfile:
    return profile(shelf.services.settings.home, name).model_copy(update=dict(changed))
