"""Where a value comes from: its scan and place, what was read there and by what, and who changed it when and why.

Everything is looked up anew from the ledger and the kept readings; nothing is stored for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sqlalchemy import Connection, select

from ocr.cutout import blank_outside
from ocr.decode import decode
from ocr.limits import Limits
from ocr.page import Box, Word
from pipeline.changes.annotation import annotations_of, as_now
from pipeline.errors import NotFound
from pipeline.ledger_tables import fields
from pipeline.look_again import load_looks
from pipeline.lookup import RecordView, history, view
from pipeline.parts import keeps
from pipeline.read_pages import load_reading
from pipeline.record import Field
from pipeline.wiring import Services

# Around the box in a crop, as a share of its height: people read a word better with its neighbours.
_MARGIN = 0.6


def provenance(services: Services, connection: Connection, record: str, key: str) -> dict[str, Any]:
    """All that is known of one value of a record. Raises NotFound for a field that it does not have.

    `scan` and `read` are null for a value that was only keyed. `read.words` are the words of the reading that lie in
    the value's box, with the engine's own confidence; `read.again` is what second readings of it gave. `now` differs
    from `value` after a change in law.
    """
    found = view(connection, record)
    field = _field(found, key)
    decided = select(fields.c.decided_by, fields.c.decided_at).where(
        fields.c.record == record, fields.c.key == key
    )
    who = connection.execute(decided).one()
    told = annotations_of(connection, record)
    return {
        "record": record,
        "key": key,
        **field.as_json(),
        "decided_by": who.decided_by,
        "decided_at": who.decided_at,
        "scan": _scan(found, field),
        "read": _read(services, found, field),
        "decisions": [one for one in history(connection, record) if _touches(one, key)],
        "now": as_now(found, told).values.get(key),
        "annotations": [one.as_json() for one in told if key in one.affected],
    }


def _field(found: RecordView, key: str) -> Field:
    for field in found.fields:
        if field.key == key:
            return field
    raise NotFound(
        f"Tài liệu {found.id[:8]} không có trường {key}. Xem: sohoa record show {found.id[:8]}.",
        f"Record {found.id[:8]} has no field {key}. See: sohoa record show {found.id[:8]}.",
    )


def _touches(decision: dict[str, Any], key: str) -> bool:
    """Whether a decision is about the field, or about the whole record in a way that replaced its values."""
    if decision["field"] is not None:
        return bool(decision["field"] == key)
    old = decision["old"] if isinstance(decision["old"], dict) else {}
    return key in old or (isinstance(old.get("fields"), dict) and key in old["fields"])


def _scan(found: RecordView, field: Field) -> dict[str, Any] | None:
    if field.page is None:
        return None
    page = found.pages[field.page]
    source = found.sources[page.origin]
    return {
        "file": Path(source.file).name,
        "source_sha256": source.sha256,
        "page": page.id,
        "page_sha256": page.sha256,
        "number": page.number,
        "batch": page.batch,
        "box": field.box.as_list() if field.box else None,
    }


def _read(services: Services, found: RecordView, field: Field) -> dict[str, Any] | None:
    if field.page is None or field.box is None:
        return None
    page = found.pages[field.page]
    reading = load_reading(services.workspace, page)
    words = [word for word in reading.text.words if _in(word.box, field.box)]
    return {
        "engine": reading.text.engine,
        "source": reading.text.source,
        "reading": page.reading,
        "steps": list(reading.steps),
        "words": [_word(word) for word in words],
        "again": [
            {"way": look.variant, "text": look.text, "confidence": round(look.confidence, 4)}
            for place, given in load_looks(services.workspace, page).items()
            if _in(place, field.box)
            for look in given
        ],
    }


def _word(word: Word) -> dict[str, Any]:
    return {"text": word.text, "confidence": round(word.confidence, 4), "box": word.box.as_list()}


def _in(word: Box, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def crop(services: Services, found: RecordView, key: str, target: Path) -> Box:
    """Write the place of a value as an upright PNG to `target`; returns the box that was cut, in the master's pixels.

    Of a record of which only parts leave, nothing outside them is in the picture. Raises NotFound for a field without
    a place, PageUnreadable.
    """
    field = _field(found, key)
    if field.page is None or field.box is None:
        raise NotFound(
            f"Trường {key} không có vị trí trên ảnh (được nhập tay).",
            f"Field {key} has no place on the image (it was keyed).",
        )
    page = found.pages[field.page]
    master = decode(services.workspace.original(found.sources[page.origin].sha256), page.number, Limits())
    pixels = master.pixels
    rotation = load_reading(services.workspace, page).text.rotation
    kept = keeps(found, field.page, (master.width, master.height))
    if kept:
        pixels = blank_outside(pixels, kept)
    margin = round(_MARGIN * min(field.box.width, field.box.height)) + 4
    box = Box(
        max(0, field.box.x0 - margin),
        max(0, field.box.y0 - margin),
        min(master.width, field.box.x1 + margin),
        min(master.height, field.box.y1 + margin),
    )
    cut = np.ascontiguousarray(np.rot90(pixels[box.y0 : box.y1, box.x0 : box.x1], -(rotation // 90)))
    target.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(cut).save(target, "PNG")
    return box
