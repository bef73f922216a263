"""Writing a delivery for the Ministry: one sheet and one zip for each register, the manifest last.

Safe to run twice and after a kill: copies are kept in the workspace, finished files are left alone, another file in
their place is never overwritten. The manifest stands only when everything else does, and the receipt names it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.faults import OcrError
from pipeline.actors import Act
from pipeline.capture import json_bytes
from pipeline.exchange.delivery_copy import DeliveryCopy, delivery_copy
from pipeline.exchange.file_names import Naming
from pipeline.exchange.hand_over import put_bytes, put_zip
from pipeline.exchange.moj_columns import columns
from pipeline.exchange.moj_plan import Case, MojPlan, Register
from pipeline.exchange.receipts import HandedOut, keep_receipt
from pipeline.exchange.xlsx_sheet import sheet_bytes
from pipeline.reader import limits
from pipeline.wiring import Services

MANIFEST = "manifest.json"
Progress = Callable[[int, int], None]
Copied = tuple[Case, DeliveryCopy]


@dataclass(frozen=True)
class Delivered:
    """A finished delivery: the digest of its manifest, its files, and the records whose pages could not be copied."""

    manifest_sha256: str
    files: tuple[Path, ...]
    records: int
    broken: tuple[tuple[str, OcrError], ...]


@dataclass(frozen=True)
class Target:
    """Where a delivery goes: the folder that it is written into, the names in it, and who receives it."""

    folder: Path
    naming: Naming
    receiver: str


def deliver(
    services: Services,
    plan: MojPlan,
    target: Target,
    act: Act,
    progress: Progress = lambda _done, _all: None,
) -> Delivered:
    """Write the plan's registers, then the manifest, then the receipt.

    Raises MoveRefused when a file of that name with other content is there.
    """
    ready, broken = _copies(services, plan, progress)
    files: list[Path] = []
    told: list[dict[str, Any]] = []
    for register, copies in ready:
        entry, made = _put_register(register, copies, target.folder)
        told.append(entry)
        files += made
    content = json_bytes(_manifest(told, target, act.by.unit))
    put_bytes(target.folder / MANIFEST, content)
    digest = hashlib.sha256(content).hexdigest()
    items = [
        HandedOut(case.record.id, case.record.row.revision, f"{case.file}.pdf", copy.sha256)
        for _register, copies in ready
        for case, copy in copies
    ]
    with services.ledger.writing(act) as connection:
        keep_receipt(connection, act, "moj", target.receiver, digest, items)
    return Delivered(digest, (*files, target.folder / MANIFEST), len(items), tuple(broken))


def _copies(
    services: Services, plan: MojPlan, progress: Progress
) -> tuple[list[tuple[Register, list[Copied]]], list[tuple[str, OcrError]]]:
    """A copy of every case, by register; a record whose pages cannot be had stays behind and is named."""
    ready: list[tuple[Register, list[Copied]]] = []
    broken: list[tuple[str, OcrError]] = []
    done, bounds = 0, limits(services.settings)
    for register in plan.registers:
        copies: list[Copied] = []
        for case in register.cases:
            try:
                copies.append((case, delivery_copy(services.workspace, case.record, bounds)))
            except OcrError as fault:
                broken.append((case.record.id, fault))
            done += 1
            progress(done, len(plan.cases))
        if copies:
            ready.append((register, copies))
    return ready, broken


def _put_register(
    register: Register, copies: Sequence[Copied], folder: Path
) -> tuple[dict[str, Any], list[Path]]:
    head = [column.name for column in columns()[register.kind]]
    sheet = sheet_bytes(register.kind, head, [case.row.cells for case, _ in copies])
    sheet_path, zip_path = folder / f"{register.name}.xlsx", folder / f"{register.name}.zip"
    entry = {
        "name": register.name,
        "kind": register.kind,
        "place": register.place,
        "book": register.book,
        "sheet": {"file": sheet_path.name, "sha256": put_bytes(sheet_path, sheet)},
        "zip": {
            "file": zip_path.name,
            "sha256": put_zip(zip_path, [(f"{case.file}.pdf", copy.path) for case, copy in copies]),
        },
        "cases": [_case_json(case, copy) for case, copy in copies],
    }
    return entry, [sheet_path, zip_path]


def _case_json(case: Case, copy: DeliveryCopy) -> dict[str, Any]:
    """One row in the manifest. `composed` names the cells that stand in no field of the record as they are here."""
    return {
        "record": case.record.id,
        "revision": case.record.row.revision,
        "file": f"{case.file}.pdf",
        "signed": False,
        "composed": list(case.row.composed),
        "findings": [finding.as_json("vi") for finding in case.findings],
        **copy.as_json(),
    }


def _manifest(registers: Sequence[dict[str, Any]], target: Target, unit: str) -> dict[str, Any]:
    """No time of day: the same delivery made again has the same manifest. When it was made is in the receipt."""
    return {
        "schema": "moj-delivery-1",
        "unit": unit,
        "receiver": target.receiver,
        "naming": {"file": target.naming.file, "register": target.naming.register},
        "registers": list(registers),
    }
