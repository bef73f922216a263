"""Ledger rows of one closed batch, told by the batch.json that its object in the store holds.

Knows nothing of records: see restored_record.py. What a batch.json of an earlier release does not tell stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from pipeline.actors import Act
from pipeline.batch import page_digest, source_set
from pipeline.ledger import note
from pipeline.ledger_tables import batches, pages, sources
from pipeline.restored_actors import know

# Why a batch stands closed whose closing nobody remembers any more.
RESTORED = "Phục hồi từ kho / restored from the store"


def put_batch(connection: Connection, act: Act, data: Mapping[str, Any], inventory_sha256: str) -> None:
    """Insert a batch with its sources and pages; `data` is the content of batch.json.

    KeyError, TypeError or ValueError when it does not tell what a batch must have.
    """
    know(connection, [data["created_by"]], data["unit"])
    known_as = [(str(one["file"]), str(one["sha256"])) for one in data["sources"]]
    connection.execute(
        insert(batches).values(
            id=data["id"],
            unit=data["unit"],
            state="closed",
            source_set=data.get("source_set") or source_set(known_as),
            type=data.get("type"),
            docket=data["docket"],
            created_at=data["created"],
            created_by=data["created_by"],
            closed_at=act.time,
            closed_by=act.by.id,
            close_reason=RESTORED,
            inventory_sha256=inventory_sha256,
        )
    )
    for source in data["sources"]:
        _put_source(connection, data, source)
    told: dict[str, str | int] = {"sources": len(data["sources"]), "inventory_sha256": inventory_sha256}
    note(connection, act, "batch.restore", data["id"], told)


def _put_source(connection: Connection, data: Mapping[str, Any], source: Mapping[str, Any]) -> None:
    found = source["pages"]
    connection.execute(
        insert(sources).values(
            batch=data["id"],
            ordinal=source["ordinal"],
            file=source["file"],
            sha256=source["sha256"],
            bytes=source["bytes"],
            media_type=source["media_type"],
            signed=bool(source.get("signed")),
            pages=len(found) or None,
            drafted=bool(found),
            fault=source["fault"],
            facts={},
        )
    )
    for page in found:
        _put_page(connection, data, source, page)


def _put_page(
    connection: Connection, data: Mapping[str, Any], source: Mapping[str, Any], page: Mapping[str, Any]
) -> None:
    digest = page_digest(source["sha256"], page["number"], len(source["pages"]))
    connection.execute(
        insert(pages).values(
            id=page["id"],
            batch=data["id"],
            source=source["ordinal"],
            number=page["number"],
            sha256=page.get("sha256") or digest,
            state=page["state"],
            reading=page.get("reading"),
            quality=page.get("quality"),
            fault=page["fault"],
            twin=page.get("twin"),
            facts={},
            changed_at=data["created"],
        )
    )
