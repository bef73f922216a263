"""Everything that speaks for one record, in one zip that a person can read without this software.

The signed PDF with its verdict, where the paper came from and how it was scanned, who keyed and decided what, the
sample of its batch, the calibration in force, its events with inclusion proofs, and its fixity. What is not known is
said to be unknown.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from archive import audit_proof, digest
from archive.audit_segments import VERIFIER, verifier
from archive.fixity import check
from archive.tables import readings
from pipeline.actors import Act
from pipeline.audit_trail import seal_trail
from pipeline.capture import ZIP_DATE, json_bytes
from pipeline.errors import NotFound, WrongUse
from pipeline.lookup import history
from pipeline.packages.evidence_page import page
from pipeline.packages.leaving import Delivery, Leaving, content, leaving, receipt
from pipeline.record import urn
from pipeline.review.sample_report import report
from pipeline.review.tables import parts
from pipeline.settings import Settings
from pipeline.signatures import judge
from pipeline.wiring import Services
from pipeline.workspace import write_whole
from signing.report import lines

_RULES = ("accept_high", "accept_medium", "accept_low", "double_keying", "sample_plan", "auto_approve")


@dataclass(frozen=True)
class EvidencePack:
    """Where it is, its digest, how many events are proved, and the verdict on the signature."""

    file: Path
    sha256: str
    proofs: int
    verdict: str


def make_pack(services: Services, act: Act, record: str, file: Path, receiver: str) -> EvidencePack:
    """Write the pack of a record to `file`. Seals the trail first, so that its events can be proved.

    Raises MoveRefused for a record that may not leave, WrongUse when the file is there already.
    """
    if file.exists():
        raise WrongUse(f"Đã có tệp {file}. Chọn tên khác.", f"{file} is there already. Choose another name.")
    (one,) = leaving(services, act, [record])
    seal_trail(services, act)
    told, files = _gathered(services, one, act)
    files |= {f"{name}.json": json_bytes(data) for name, data in told.items()}
    listed = {name: digest.of_bytes(data) for name, data in sorted(files.items())}
    files["index.html"] = page(one, told, listed, act)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, _zipped(files))
    receipt(services, act, Delivery(str(uuid4()), "evidence", file.name, receiver), [one])
    verdict = str(told["validation"]["verdict"])
    return EvidencePack(file, digest.of_file(file), len(told["audit"]["proofs"]), verdict)


def _gathered(services: Services, one: Leaving, act: Act) -> tuple[dict[str, Any], dict[str, bytes]]:
    pdf = content(services, one, "record.pdf")
    with services.ledger.reading() as connection:
        told: dict[str, Any] = {
            "docket": one.docket,
            "decisions": {"decisions": history(connection, one.id), "parts": _parts(connection, one.id)},
            "sampling": _sampling(connection, one.found.row.batch),
            "audit": {"proofs": audit_proof.of_object(connection, services.store, one.id)},
            "fixity": _fixity(services, connection, one),
        }
    told["scan"] = {
        "pages": _scan(one),
        "docket": {key: one.docket.get(key) for key in ("scanner", "operator", "date")},
    }
    told["validation"] = _validation(services, pdf, act)
    told["calibration"] = _calibration(services.settings)
    told["record"] = one.told
    calibration = resources.files("pipeline").joinpath("data/confidence.toml").read_bytes()
    files = {"record.pdf": pdf, "calibration.toml": calibration, VERIFIER: verifier()}
    return told, files


def _parts(connection: Connection, record: str) -> list[dict[str, Any]]:
    """Who took which part in review: stage, person, when it was taken and finished."""
    rows = connection.execute(select(parts).where(parts.c.record == record).order_by(parts.c.taken_at))
    return [{k: v for k, v in row._mapping.items() if k != "record"} for row in rows]


def _sampling(connection: Connection, batch: str) -> dict[str, Any]:
    try:
        return report(connection, batch).as_json()
    except NotFound:
        return {"sample": None, "note": "Lô này chưa lấy mẫu / no sample was drawn of this batch"}


def _scan(one: Leaving) -> list[dict[str, Any]]:
    """What the reader said of each page's image."""
    shown = ("id", "number", "sha256", "width", "height", "dpi", "rotation", "quality")
    return [{key: getattr(page, key, None) for key in shown} for page in one.found.pages]


def _fixity(services: Services, connection: Connection, one: Leaving) -> dict[str, Any]:
    row = connection.execute(select(readings).where(readings.c.object == urn(one.id))).first()
    found = [finding.as_json("vi") for finding in check(services.store, [urn(one.id)])]
    return {
        "object": urn(one.id),
        "version": one.head.version,
        "inventory_sha256": one.head.sha256,
        "last_round": dict(row._mapping) if row else None,
        "findings_now": found,
        "files": one.names,
    }


def _validation(services: Services, pdf: bytes, act: Act) -> dict[str, Any]:
    with TemporaryDirectory(dir=services.workspace.root) as folder:
        path = Path(folder) / "record.pdf"
        path.write_bytes(pdf)
        verdict = judge(services.settings, path, act.at)
    return {**verdict.as_json("record.pdf"), "text": list(lines(verdict, "vi"))}


def _calibration(settings: Settings) -> dict[str, Any]:
    rules = {name: str(getattr(settings, name)) for name in _RULES}
    return {
        "rules_now": rules,
        "table": "calibration.toml",
        "note": "quy tắc lúc lập gói / rules when packed",
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(files):
            bundle.writestr(zipfile.ZipInfo(name, ZIP_DATE), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
