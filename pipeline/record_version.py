"""The next version of a record for the store: its files, what the index is told of it, and the lock it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.package import Description, Package, PackageFile
from pipeline import capture
from pipeline.actors import Act
from pipeline.describe import Evidence, describe, record_json
from pipeline.issuing.finals import FINAL_FILE
from pipeline.lookup import RecordView
from pipeline.parts import own_readings
from pipeline.store_lock import keeping, with_lock
from pipeline.wiring import Services


@dataclass(frozen=True)
class FinalPdf:
    """The final PDF of a record where it lies in the workspace, and what was judged of it."""

    path: Path
    sha256: str
    bytes: int
    signature_count: int
    level: str | None


@dataclass(frozen=True)
class RecordVersion:
    """What goes to the store, and what the index is told once it is there."""

    package: Package
    description: Description


def version_of(
    services: Services,
    evidence: Evidence,
    act: Act,
    *,
    created: datetime,
    message: str,
    final: FinalPdf | None = None,
) -> RecordVersion:
    """Lay out what the ledger knows of a record, with its `final` PDF if it has one. Writes into the workspace alone.

    `created` and `message` are the version's own; equal evidence, final and `created` give an equal package.
    """
    found = evidence.record
    description = describe(found, _text(services, found), evidence.annotations)
    data = record_json(evidence, description, _final_json(found, final) if final else None)
    files = capture.capture_files(services.workspace, found, evidence.places, data)
    if final is not None:
        files.append(PackageFile(FINAL_FILE, final.path, final.sha256))
    package = capture.package(found.id, files, created, message, act.by)
    package = with_lock(services.settings, package, act.at, keeping(evidence.term, description))
    return RecordVersion(package, description)


def _final_json(found: RecordView, final: FinalPdf) -> dict[str, Any]:
    return {
        "file": FINAL_FILE,
        "sha256": final.sha256,
        "bytes": final.bytes,
        "signature_count": final.signature_count,
        "level": final.level,
        "conformance": found.row.conformance,
        "incoming": bool(found.row.incoming_signature),
    }


def _text(services: Services, record: RecordView) -> str:
    """The text of all pages of a record as far as it is its own, page after page."""
    return "\n\n".join(reading.text.text for reading in own_readings(services.workspace, record))
