"""What leaves with a record: its newest archived version, read back from the store and checked against its digests.

Refuses whatever may not leave: not archived (so not reviewed), struck out, or shown to named people only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Connection

from archive.deposit import Head, head, read_file
from archive.errors import ObjectMissing
from pipeline.actors import Act
from pipeline.batch import find_batch
from pipeline.errors import MoveRefused, WrongUse
from pipeline.exchange.receipts import HandedOut, keep_receipt
from pipeline.exchange.withheld import withheld
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState, urn
from pipeline.review.lease import refuse_unseen
from pipeline.viewing import Purpose, note_viewed
from pipeline.wiring import Services


@dataclass(frozen=True)
class Leaving:
    """One record on its way out: what the ledger knows, and its object in the store."""

    found: RecordView
    docket: dict[str, Any]
    head: Head
    told: dict[str, Any]

    @property
    def id(self) -> str:
        """The record's uuid."""
        return self.found.id

    @property
    def names(self) -> dict[str, str]:
        """Logical name -> digest of the newest version."""
        return self.head.inventory.names()

    @property
    def description(self) -> dict[str, Any]:
        """The description in record.json."""
        return dict(self.told["description"])


def leaving(services: Services, act: Act, records: Sequence[str]) -> list[Leaving]:
    """The records, each with an event that `act.by` read it. Raises MoveRefused naming the first that may not leave."""
    found = []
    with services.ledger.writing(act) as connection:
        for record in dict.fromkeys(records):
            seen = view(connection, record)
            _refuse_withheld(connection, act, seen)
            note_viewed(connection, act, record, Purpose.EXPORT)
            docket = dict(find_batch(connection, seen.row.batch).docket)
            found.append((seen, docket))
    return [_stored(services, seen, docket) for seen, docket in found]


def _stored(services: Services, seen: RecordView, docket: dict[str, Any]) -> Leaving:
    newest = head(services.store, urn(seen.id))
    if newest is None:
        raise ObjectMissing(
            f"Kho không có tài liệu {seen.id}. Hãy chạy `sohoa archive fixity`.",
            f"The store has no record {seen.id}. Run `sohoa archive fixity`.",
        )
    told = json.loads(read_file(services.store, urn(seen.id), "record.json"))
    return Leaving(seen, docket, newest, told)


def _refuse_withheld(connection: Connection, act: Act, seen: RecordView) -> None:
    refuse_unseen(connection, act, seen.id)
    if seen.state is not RecordState.ARCHIVED:
        raise MoveRefused(
            f"Tài liệu {seen.id[:8]} đang ở trạng thái {seen.state}; chỉ tài liệu đã kiểm tra và lưu kho mới được "
            "đóng gói giao ra ngoài.",
            f"Record {seen.id[:8]} is {seen.state}; only reviewed and archived records leave in packages.",
        )
    reason = withheld(connection, seen)
    if reason is not None:
        raise MoveRefused(
            f"Tài liệu {seen.id[:8]} không được giao ra ngoài: {reason.code}.",
            f"Record {seen.id[:8]} must not leave: {reason.code}.",
        )


def content(services: Services, one: Leaving, name: str) -> bytes:
    """The bytes of one file of the record, checked. ObjectMissing, FixityBroken."""
    return read_file(services.store, urn(one.id), name, one.head.version)


@contextmanager
def made_beside(target: Path) -> Iterator[Path]:
    """A folder that becomes `target` when the block ends well, so that `target` is whole or not there.

    Raises WrongUse when something stands there already: packages are never mixed.
    """
    if target.exists():
        raise WrongUse(
            f"Đã có {target}. Chọn chỗ khác hoặc chuyển gói cũ đi.",
            f"{target} is there already. Choose another place, or move the old package away.",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=".packing-", dir=target.parent))
    made = beside / target.name
    made.mkdir()
    yield made
    made.rename(target)
    beside.rmdir()


@dataclass(frozen=True)
class Delivery:
    """One package that left: its id, kind, file name, and who got it."""

    id: str
    kind: str
    file: str
    receiver: str


def receipt(services: Services, act: Act, delivery: Delivery, packed: Sequence[Leaving]) -> None:
    """Keep who got which records, in which package; with its event."""
    items = [HandedOut(one.id, one.found.row.revision, delivery.file, None) for one in packed]
    with services.ledger.writing(act) as connection:
        keep_receipt(connection, act, delivery.kind, delivery.receiver, delivery.id, items)
