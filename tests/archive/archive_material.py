"""Invented records and packages, made the way the pipeline makes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from archive import digest
from archive.deposit import Deposited
from archive.index import put_record
from archive.layout import object_root
from archive.package import Description, Package, PackageFile

AT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)


def described(number: int, name: str = "", **parts: Any) -> Description:
    """A description; `name` becomes the subject, the title says it too."""
    given = {
        "type": "birth",
        "unit": "phuong-an-hoa",
        "title": f"Giấy khai sinh {name}".strip(),
        "names": (("subject", name, parts.pop("born", None)),) if name else (),
        **parts,
    }
    return Description(id=f"urn:uuid:{number:08d}", **given)


def record_json(description: Description, **more: Any) -> bytes:
    plain = {"schema": "record-1", "id": description.id, "description": description.as_json(), **more}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()


def packed(work: Path, object_id: str, contents: dict[str, bytes], created: datetime = AT) -> Package:
    """A package of these contents, written below `work`."""
    files = []
    for name, data in contents.items():
        path = work / digest.of_bytes(data)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        files.append(PackageFile(name, path, digest.of_bytes(data)))
    return Package(object_id, tuple(files), created, "ingest", "svc-ingest", "urn:sohoa:actor:ingest")


def proof(description: Description) -> Deposited:
    """A deposit as the store would prove it, for tests of the index alone."""
    return Deposited(description.id, "v1", "0" * 64, object_root(description.id), created_new=True)


def indexed(connection: Connection, *descriptions: Description) -> None:
    for description in descriptions:
        put_record(connection, proof(description), description, (), AT)
