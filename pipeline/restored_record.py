"""Ledger rows of one record, told by its record.json in the store, with regions, fields, findings and decisions.

A record of which the store holds only the capture, or an approval without its PDF, comes back under review: nobody's
approval is taken for granted. Its batch must be there already (restored_batch.py), and its volume where it is an entry
of a register (restored_volume.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from archive import tables as archive_tables
from archive.deposit import Head
from pipeline.actors import Act, timestamp
from pipeline.batch import record_id
from pipeline.checks.recheck import recheck
from pipeline.describe import REVIEWED
from pipeline.issuing.finals import FINAL_FILE, Final, register_final
from pipeline.ledger import note
from pipeline.ledger_tables import (
    batches,
    decisions,
    fields,
    findings,
    pages,
    records,
    regions,
    rescans,
    sources,
)
from pipeline.record import PageState, RecordState
from pipeline.record_type import record_types
from pipeline.restored_actors import know
from pipeline.restored_volume import put_entry
from pipeline.review.presets import Rules
from pipeline.review.sight import is_closed, mark
from pipeline.review.stages import open_item
from pipeline.secret.marking import MARK
from pipeline.unrestorable import Unrestorable
from pipeline.window.early import begin_use

URN = "urn:uuid:"
# States that the store's word is enough for; every other one without a final PDF is looked at again.
_KEPT = frozenset({RecordState.REJECTED, RecordState.QUARANTINED, RecordState.SUPERSEDED})
# Writing a version is itself a move, except where the record stayed under review.
_MOVES = frozenset({"read", "assembled", "signed", "archived"})


def put_record(
    connection: Connection, act: Act, data: Mapping[str, Any], newest: Head, rules: Rules
) -> RecordState:
    """Insert a record with everything record.json tells of it; gives the state in which it came back.

    Raises Unrestorable; KeyError, TypeError or ValueError when record.json does not tell what a record must have.
    """
    key = data["id"].removeprefix(URN)
    _refuse_what_would_lie(connection, data, newest)
    state = _state(data)
    _put_what_it_tells(connection, data, _row(connection, data, newest, state))
    _put_rescans(connection, act, key, data["decisions"], state)
    if data["indexed"] is False and state is not RecordState.SUPERSEDED and not is_closed(connection, key):
        mark(connection, act, key, MARK)
    _put_final(connection, act, data, state)
    recheck(connection, key)
    if state in {RecordState.IN_REVIEW, RecordState.REJECTED, RecordState.QUARANTINED}:
        open_item(connection, act, key, rules)
    note(connection, act, "record.restore", key, {"state": state.value, "inventory_sha256": newest.sha256})
    return state


def _put_what_it_tells(connection: Connection, data: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    key, told = row["id"], data["decisions"]
    who = [one["actor"] for one in told] + [one["closed_by"] for one in data["findings"]]
    know(connection, who, data["unit"])
    connection.execute(insert(records).values(**row))
    if data.get("register"):
        put_entry(connection, key, data)
    _put_regions(connection, key, data)
    _put_fields(connection, key, data)
    _put_findings(connection, key, data)
    for one in told:
        connection.execute(insert(decisions).values(record=key, **one))
    if data["incoming_signature"]:
        _mark_signed(connection, data)


def _put_final(connection: Connection, act: Act, data: Mapping[str, Any], state: RecordState) -> None:
    """The use of a record that nobody has checked yet, and the file that it, or an archived one, is known by."""
    key = data["id"].removeprefix(URN)
    early = state is RecordState.IN_REVIEW and _used_early(data)
    if early:
        dossier, component = _membership(connection, data["id"])
        pages_shown = [page["id"] for page in data["pages"]]
        begin_use(connection, act, key, (dossier or "", component or ""), pages_shown)
    if data["pdf"] and (early or state in {RecordState.ARCHIVED, RecordState.SUPERSEDED}):
        _register(connection, act, key, data["pdf"])


def _refuse_what_would_lie(connection: Connection, data: Mapping[str, Any], newest: Head) -> None:
    batch = data["batch"].removeprefix(URN)
    if connection.scalar(select(batches.c.id).where(batches.c.id == batch)) is None:
        raise Unrestorable(f"lô {batch} của nó không có trong kho", f"its batch {batch} is not in the store")
    if not data.get("register") and any(kind == "volume" for kind, _ in data["description"]["numbers"]):
        # Without its volume nothing says any more that only its own part of a page may leave.
        raise Unrestorable(
            "nằm trong sổ hộ tịch nhưng không quyển sổ nào trong kho kể đến nó",
            "it stands in a register, and no volume in the store tells of it",
        )
    for page in (*data["pages"], *data["replaced_pages"]):
        known = connection.scalar(select(pages.c.sha256).where(pages.c.id == page["id"]))
        if known != page["sha256"]:
            raise Unrestorable(
                f"trang {page['id']} không có trong lô nào, hoặc mã băm khác",
                f"its page {page['id']} is in no batch, or has another digest there",
            )
    if data["pdf"] and newest.inventory.names().get(FINAL_FILE) != data["pdf"]["sha256"]:
        raise Unrestorable(
            "record.pdf trong kho khác với record.json",
            "record.pdf in the store is not the one in record.json",
        )


def _used_early(data: Mapping[str, Any]) -> bool:
    """The store holds a final file of a record that nobody had checked yet."""
    return bool(data["pdf"]) and data["description"]["review_state"] != "reviewed"


def _state(data: Mapping[str, Any]) -> RecordState:
    told = RecordState(data["state"])
    if told in _KEPT:
        return told
    if _used_early(data):
        return RecordState.IN_REVIEW
    return RecordState.ARCHIVED if data["pdf"] and told in REVIEWED else RecordState.IN_REVIEW


def _row(connection: Connection, data: Mapping[str, Any], newest: Head, state: RecordState) -> dict[str, Any]:
    key, batch = data["id"].removeprefix(URN), data["batch"].removeprefix(URN)
    first = _first_page(data, key, batch)
    dossier, component = _membership(connection, data["id"])
    return {
        "id": key,
        "batch": batch,
        "first_source": first["ordinal"],
        "first_number": first["number"],
        "entry": data["entry"],
        "unit": data["unit"],
        "type": data["type"],
        "form": data["form"],
        "score": data.get("score", 0.0),
        "margin": data.get("margin", 0.0),
        "state": state.value,
        "revision": data.get("revision", 1) + (data["state"] in _MOVES),
        "public_code": data["description"]["public_code"],
        "dossier": dossier,
        "component": component,
        "incoming_signature": data["incoming_signature"],
        **_final(data["pdf"]),
        "archive_version": newest.version,
        "inventory_sha256": newest.sha256,
        "created_at": data["created"],
        "changed_at": timestamp(datetime.fromisoformat(newest.inventory.versions[-1].created)),
    }


def _first_page(data: Mapping[str, Any], key: str, batch: str) -> Mapping[str, Any]:
    """The page from which the id was made; it may have been replaced by a rescan since."""
    held: list[Mapping[str, Any]] = [*data["pages"], *data["replaced_pages"]]
    return next((page for page in held if record_id(batch, page["id"], data["entry"]) == key), held[0])


def _membership(connection: Connection, id: str) -> tuple[str | None, str | None]:
    members, dossiers = archive_tables.members, archive_tables.dossiers
    joined = select(dossiers.c.code, members.c.component).join(members, members.c.dossier == dossiers.c.id)
    found = connection.execute(joined.where(members.c.record == id, members.c.detached_at.is_(None))).first()
    return (found.code, found.component or None) if found else (None, None)


def _final(pdf: Mapping[str, Any] | None) -> dict[str, Any]:
    if pdf is None:
        return {}
    # Of a signed record the unsigned PDF before it is not kept in the store.
    unsigned = pdf["sha256"] if not pdf["signature_count"] else None
    return {
        "pdf_sha256": unsigned,
        "conformance": pdf["conformance"],
        "final_sha256": pdf["sha256"],
        "final_bytes": pdf["bytes"],
        "signature_count": pdf["signature_count"],
        "level": pdf["level"],
    }


def _register(connection: Connection, act: Act, key: str, pdf: Mapping[str, Any]) -> None:
    """As finals from before the register: `renew` reads the end of their timestamp when it needs it."""
    final = Final(
        "before", pdf["sha256"], pdf["bytes"], pdf["signature_count"] or 0, pdf["level"] or None, None
    )
    register_final(connection, act, key, final)


def _put_regions(connection: Connection, key: str, data: Mapping[str, Any]) -> None:
    held = [page["id"] for page in data["pages"]]
    for ordinal, region in enumerate(data["regions"]):
        row = {"ordinal": ordinal, "page": held[region["page"]], "polygon": region["polygon"]}
        connection.execute(insert(regions).values(record=key, **row))
    for page in data["pages"]:
        unread = (pages.c.id == page["id"]) & pages.c.reading.is_(None)
        connection.execute(update(pages).where(unread).values(reading=page["reading"]))


def _put_fields(connection: Connection, key: str, data: Mapping[str, Any]) -> None:
    told = data.get("field_order") or [spec.key for spec in record_types()[data["type"]].fields]
    order = {name: at for at, name in enumerate(told)}
    decided = {one["field"]: one for one in data["decisions"] if one["field"] in data["fields"]}
    for ordinal, name in enumerate(sorted(data["fields"], key=lambda name: order.get(name, len(order)))):
        row, last = data["fields"][name], decided.get(name)
        # The last decision about a field is its author's only where it gave the state that the field has.
        by = (
            last
            if last and isinstance(last["new"], dict) and last["new"].get("state") == row["state"]
            else None
        )
        who = {"decided_by": by["actor"], "decided_at": by["at"]} if by else {}
        connection.execute(insert(fields).values(record=key, key=name, ordinal=ordinal, **row, **who))


def _put_findings(connection: Connection, key: str, data: Mapping[str, Any]) -> None:
    batch = data["batch"].removeprefix(URN)
    for one in data["findings"]:
        connection.execute(insert(findings).values(batch=batch, record=key, **one))


def _put_rescans(
    connection: Connection, act: Act, key: str, told: Sequence[Mapping[str, Any]], state: RecordState
) -> None:
    """Pages asked for again and those that came, as the decisions tell; what is no longer awaited is withdrawn."""
    asked: list[dict[str, Any]] = []
    for one in told:
        if one["action"] not in {"rescan", "rescanned"}:
            continue
        page = one["old"]["page"]
        row = next((r for r in asked if r["page"] == page and not r["replacement"]), None)
        if row is None:
            row = {
                "page": page,
                "reason": one["reason"] or "",
                "asked_at": one["at"],
                "asked_by": one["actor"],
            }
            row |= {"replacement": None, "done_at": None}
            asked.append(row)
        if one["action"] == "rescanned":
            row |= {"replacement": one["new"]["page"], "done_at": one["at"]}
            gone = {"state": PageState.REPLACED.value, "twin": one["new"]["page"]}
            connection.execute(update(pages).where(pages.c.id == page).values(**gone))
    for row in asked:
        waits = row["replacement"] or state is RecordState.REJECTED
        withdrawn = None if waits else act.time
        connection.execute(insert(rescans).values(record=key, withdrawn_at=withdrawn, **row))


def _mark_signed(connection: Connection, data: Mapping[str, Any]) -> None:
    batch, ordinals = data["batch"].removeprefix(URN), {page["ordinal"] for page in data["pages"]}
    where = (sources.c.batch == batch) & sources.c.ordinal.in_(ordinals)
    connection.execute(update(sources).where(where).values(signed=True))
