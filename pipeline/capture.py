"""The capture deposit: masters, readings and docket go into the store when a batch is closed.

A record's object holds `record.json`, its readings in `ocr.zip`, and its masters. A source whose pages belong
to several records, or to none (all blank), is kept whole in the object of its batch, and record.json says
where. So every byte that was read lies in the store once, untouched, before anybody reviews it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.digest import of_bytes
from archive.package import Package, PackageFile
from ocr.alto import alto_page
from ocr.hocr import hocr_page
from pipeline.actors import Actor
from pipeline.batch import REMOVED, Page, Source, sources_of
from pipeline.ledger_tables import pages as page_table
from pipeline.ledger_tables import records as record_table
from pipeline.ledger_tables import regions, rescans
from pipeline.lookup import RecordView
from pipeline.parts import leaving_readings
from pipeline.record import PageState, RecordState, urn
from pipeline.workspace import Workspace, write_whole

SUFFIXES = {
    "application/pdf": ".pdf",
    "image/bmp": ".bmp",
    "image/jp2": ".jp2",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
}
# A zip entry needs a date; a fixed one keeps equal readings equal bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_APART = (record_table.c.state == RecordState.QUARANTINED.value) & record_table.c.archive_version.is_(None)


@dataclass(frozen=True)
class Holding:
    """Where a source's bytes lie in the store: the object's id and the file's name in it."""

    object: str
    name: str


def holdings(
    connection: Connection, batch: str, ordinals: Collection[int] | None = None
) -> dict[int, Holding]:
    """Where the bytes of a batch's sources lie, of all or of those with the given ordinals.

    Faulty sources and pure duplicates have no place of their own, and no file has one that holds a page of a record
    which was set apart before it was stored.
    """
    rows = _pages_with_owners(connection, batch, ordinals)
    owners: dict[int, set[str]] = {}
    held, apart = set[int](), set[int]()
    for row in rows:
        if row.apart:
            apart.add(row.source)
        own = row.record if row.batch == batch else None
        owners.setdefault(row.source, set()).update({own, row.former} - {None})
        if PageState(row.state) not in {PageState.DUPLICATE, PageState.QUARANTINED}:
            held.add(row.source)
    found = {}
    for source in sources_of(connection, batch, ordinals):
        suffix = SUFFIXES.get(source.media_type or "", ".bin")
        of = owners.get(source.ordinal, set())
        if source.ordinal in apart or source.file == REMOVED:
            continue
        if len(of) == 1:
            found[source.ordinal] = Holding(urn(min(of)), f"master/{source.ordinal:06d}{suffix}")
        elif source.ordinal in held:
            found[source.ordinal] = Holding(urn(batch), f"source/{source.ordinal:06d}{suffix}")
    return found


def _pages_with_owners(
    connection: Connection, batch: str, ordinals: Collection[int] | None
) -> Sequence[Row[Any]]:
    of_page = page_table.c.batch == batch
    if ordinals is not None:
        of_page &= page_table.c.source.in_(ordinals)
    # A page that came for another batch's record is held by its own batch, which is closed long before that record;
    # a page that was replaced stays where it was.
    of_batch = select(record_table.c.id).where(record_table.c.batch == batch)
    replaced = (
        (rescans.c.page == page_table.c.id)
        & rescans.c.replacement.is_not(None)
        & rescans.c.record.in_(of_batch)
    )
    return connection.execute(
        select(
            page_table.c.source,
            page_table.c.state,
            regions.c.record,
            record_table.c.batch,
            rescans.c.record.label("former"),
            _APART.label("apart"),
        )
        .select_from(page_table)
        .join(regions, regions.c.page == page_table.c.id, isouter=True)
        .join(record_table, record_table.c.id == regions.c.record, isouter=True)
        .join(rescans, replaced, isouter=True)
        .where(of_page)
    ).all()


def places_of(connection: Connection, pages: Collection[Page]) -> dict[tuple[str, int], Holding]:
    """Where the bytes of pages lie, by `Page.origin`."""
    ordinals: dict[str, set[int]] = {}
    for page in pages:
        ordinals.setdefault(page.batch, set()).add(page.source)
    return {
        (batch, ordinal): place
        for batch, wanted in ordinals.items()
        for ordinal, place in holdings(connection, batch, wanted).items()
    }


def capture_files(
    workspace: Workspace,
    record: RecordView,
    places: Mapping[tuple[str, int], Holding],
    data: Mapping[str, Any],
) -> list[PackageFile]:
    """The files of a record's first version; `data` is the content of record.json."""
    folder = workspace.of_record(record.id)
    files = [
        _made(folder / "record.json", "record.json", json_bytes(data)),
        _made(folder / "ocr.zip", "ocr.zip", readings_zip(workspace, record)),
    ]
    held = {page.origin for page in (*record.pages, *record.replaced)}
    for origin in sorted(held, key=lambda origin: (origin[1], origin[0])):
        place, source = places.get(origin), record.sources[origin]
        if place and place.object == urn(record.id):
            files.append(PackageFile(place.name, workspace.original(source.sha256), source.sha256))
    return files


def batch_files(
    workspace: Workspace, batch: Mapping[str, Any], sources: Sequence[Source], places: Mapping[int, Holding]
) -> list[PackageFile]:
    """The files of a batch's object: batch.json and the sources that belong to no single record."""
    folder = workspace.of_record(batch["id"])
    files = [_made(folder / "batch.json", "batch.json", json_bytes(batch))]
    for source in sources:
        place = places.get(source.ordinal)
        if place and place.object == urn(batch["id"]):
            files.append(PackageFile(place.name, workspace.original(source.sha256), source.sha256))
    return files


def batch_json(
    row: Any, sources: Sequence[Source], pages: Sequence[Page], places: Mapping[int, Holding]
) -> dict[str, Any]:
    """The content of batch.json: docket, sources with their digests and places, and the state of every page."""
    of_source: dict[int, list[Page]] = {}
    for page in pages:
        of_source.setdefault(page.source, []).append(page)
    return {
        "schema": "batch-1",
        "id": row.id,
        "unit": row.unit,
        "created": row.created_at,
        "created_by": row.created_by,
        "docket": row.docket,
        "type": row.type,
        "source_set": row.source_set,
        "sources": [
            _source_json(source, of_source.get(source.ordinal, ()), places.get(source.ordinal))
            for source in sources
        ],
    }


def _source_json(source: Source, pages: Sequence[Page], place: Holding | None) -> dict[str, Any]:
    return {
        "ordinal": source.ordinal,
        "file": Path(source.file).name,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "media_type": source.media_type,
        "signed": source.signed,
        "fault": source.fault,
        "held": {"object": place.object, "file": place.name} if place else None,
        "pages": [_page_json(page) for page in pages],
    }


def _page_json(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "number": page.number,
        "sha256": page.sha256,
        "state": page.state.value,
        "fault": page.fault,
        "reading": page.reading,
        "quality": page.quality,
        "twin": page.twin,
    }


def package(key: str, files: Sequence[PackageFile], created: datetime, message: str, by: Actor) -> Package:
    """A package for the store in the name of `by`."""
    return Package(urn(key), tuple(files), created, message, by.name, f"urn:sohoa:actor:{by.id}")


def json_bytes(data: Mapping[str, Any]) -> bytes:
    """JSON that a person can read; equal data give equal bytes."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def readings_zip(workspace: Workspace, record: RecordView) -> bytes:
    """What was read on a record's pages, in one zip, for people, for other systems and for a rebuild.

    `text.txt` is the whole text, pages parted by form feeds. For each page: `0001.txt`, `0001.json` (the reading as
    this software keeps it), `page-0001.hocr.html` and `page-0001.alto.xml`.
    """
    readings = leaving_readings(workspace, record)
    entries = {"text.txt": "\f".join(reading.text.text + "\n" for reading in readings).encode()}
    for index, (page, reading) in enumerate(zip(record.pages, readings, strict=True), 1):
        image = _image_name(record.sources[page.origin], page)
        told = json.dumps(reading.as_json(), ensure_ascii=False, sort_keys=True)
        entries[f"{index:04d}.txt"] = reading.text.text.encode()
        entries[f"{index:04d}.json"] = told.encode()
        entries[f"page-{index:04d}.hocr.html"] = hocr_page(reading, image, index)
        entries[f"page-{index:04d}.alto.xml"] = alto_page(reading, image, index)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in entries.items():
            bundle.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _image_name(source: Source, page: Page) -> str:
    """The name of a page's image in the store: the names people gave their files stay out of it."""
    name = f"{source.ordinal:06d}{SUFFIXES.get(source.media_type or '', '.bin')}"
    return name if page.number == 1 else f"{name}#page={page.number}"


def _made(path: Path, name: str, content: bytes) -> PackageFile:
    write_whole(path, content)
    return PackageFile(name, path, of_bytes(content))
