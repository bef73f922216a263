"""Bytes that only the store still holds, back into the workspace: masters and readings, each checked by its digest."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archive.deposit import read_file
from archive.digest import of_bytes
from archive.errors import FixityBroken
from archive.package import RECORD_FILE
from archive.store import ObjectStore
from ocr.cutout import joined_reading
from ocr.reading import PageReading
from pipeline.batch import REMOVED
from pipeline.ledger_tables import records, regions
from pipeline.lookup import RecordView
from pipeline.record import urn
from pipeline.wiring import Services
from pipeline.workspace import Workspace, read_json, write_json, write_whole


def fetch_missing(services: Services, found: RecordView) -> None:
    """Before a stored record gets a new version: fetch what a workspace made anew does not hold of it.

    Nothing is asked of the store while all is there. Raises as `bring_back` does.
    """
    workspace = services.workspace
    readings = [workspace.reading(page.reading or "") for page in found.pages]
    originals = [workspace.original(source.sha256) for source in found.sources.values()]
    if not all(path.exists() for path in (*readings, *originals)):
        for record in _sharing(services, found) if found.cut else [found.id]:
            data = json.loads(read_file(services.store, urn(record), RECORD_FILE))
            bring_back(services.store, workspace, data, cut=found.cut)


def _sharing(services: Services, found: RecordView) -> list[str]:
    """Every stored record that has a part of one of the record's pages: together they have its words."""
    on_them = regions.c.page.in_([page.id for page in found.pages])
    query = select(records.c.id).join(regions, regions.c.record == records.c.id)
    there = records.c.archive_version.is_not(None) & records.c.flag.is_distinct_from(REMOVED)
    stored = query.where(on_them, there).distinct()
    with services.ledger.reading() as connection:
        return list(connection.scalars(stored.order_by(records.c.id)))


def bring_back(
    store: ObjectStore, workspace: Workspace, data: Mapping[str, Any], *, cut: bool = False
) -> None:
    """Fetch what the pages of a record need and the workspace lacks; `data` is its record.json.

    Of a `cut` entry the store has only the words of its own part of a page; they are put to those of its neighbours.
    Safe to repeat. Raises archive's ObjectMissing, FixityBroken, StoreUnavailable.
    """
    for page in (*data["pages"], *data["replaced_pages"]):
        if page["master"]:
            place = page["master"]
            _bring_original(store, workspace, place["object"], place["file"], page["source_sha256"])
    lacking = {
        number: workspace.reading(page["reading"])
        for number, page in enumerate(data["pages"], 1)
        if page["reading"] and (cut or not workspace.reading(page["reading"]).exists())
    }
    if not lacking:
        return
    with zipfile.ZipFile(io.BytesIO(read_file(store, data["id"], "ocr.zip"))) as bundle:
        for number, path in lacking.items():
            _put_reading(path, json.loads(bundle.read(f"{number:04d}.json")))


def _put_reading(path: Path, told: dict[str, Any]) -> None:
    if not path.exists():
        write_json(path, told)
        return
    held = PageReading.from_json(read_json(path))
    whole = joined_reading(held, PageReading.from_json(told))
    if whole != held:
        write_json(path, whole.as_json())


def bring_batch_back(store: ObjectStore, workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Fetch the sources that the object of a batch itself holds; `data` is its batch.json. As `bring_back`."""
    for source in data["sources"]:
        held = source["held"]
        if held and held["object"] == urn(data["id"]):
            _bring_original(store, workspace, held["object"], held["file"], source["sha256"])


def _bring_original(store: ObjectStore, workspace: Workspace, object_id: str, name: str, sha256: str) -> None:
    """Fetch the untouched bytes of one source unless they are there."""
    target = workspace.original(sha256)
    if target.exists():
        return
    content = read_file(store, object_id, name)
    if of_bytes(content) != sha256:
        raise FixityBroken(
            f"Tệp {name} của {object_id} không phải tệp gốc mang mã băm {sha256}.",
            f"The file {name} of {object_id} is not the source with digest {sha256}.",
        )
    write_whole(target, content)
    target.chmod(0o444)
