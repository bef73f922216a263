"""Bytes that only the store still holds, back into the workspace: masters and readings, each checked by its digest."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from archive.deposit import read_file
from archive.digest import of_bytes
from archive.errors import FixityBroken
from archive.package import RECORD_FILE
from archive.store import ObjectStore
from pipeline.lookup import RecordView
from pipeline.record import urn
from pipeline.wiring import Services
from pipeline.workspace import Workspace, write_json, write_whole


def fetch_missing(services: Services, found: RecordView) -> None:
    """Before a stored record gets a new version: fetch what a workspace made anew does not hold of it.

    Nothing is asked of the store while all is there. Raises as `bring_back` does.
    """
    workspace = services.workspace
    readings = [workspace.reading(page.reading or "") for page in found.pages]
    originals = [workspace.original(source.sha256) for source in found.sources.values()]
    if not all(path.exists() for path in (*readings, *originals)):
        bring_back(
            services.store, workspace, json.loads(read_file(services.store, urn(found.id), RECORD_FILE))
        )


def bring_back(store: ObjectStore, workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Fetch what the pages of a record need and the workspace lacks; `data` is its record.json.

    Safe to repeat. Raises archive's ObjectMissing, FixityBroken, StoreUnavailable.
    """
    for page in (*data["pages"], *data["replaced_pages"]):
        if page["master"]:
            place = page["master"]
            _bring_original(store, workspace, place["object"], place["file"], page["source_sha256"])
    lacking = [
        page for page in data["pages"] if page["reading"] and not workspace.reading(page["reading"]).exists()
    ]
    if not lacking:
        return
    with zipfile.ZipFile(io.BytesIO(read_file(store, data["id"], "ocr.zip"))) as bundle:
        for number, page in enumerate(data["pages"], 1):
            if page in lacking:
                write_json(workspace.reading(page["reading"]), json.loads(bundle.read(f"{number:04d}.json")))


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
