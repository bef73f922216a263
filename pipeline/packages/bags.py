"""Bags (RFC 8493) of archived records: one bag for each, its newest version as payload. The only module of `bagit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import bagit

from pipeline.actors import Act
from pipeline.packages.leaving import Delivery, Leaving, content, leaving, made_beside, receipt
from pipeline.record import urn
from pipeline.wiring import Services


@dataclass(frozen=True)
class Bagged:
    """One bag: where it stands and which record and version is in it."""

    record: str
    folder: Path
    version: str
    files: int


def bag_records(
    services: Services, act: Act, records: Sequence[str], out: Path, receiver: str
) -> list[Bagged]:
    """A bag for each record below `out`. Raises MoveRefused for one that may not leave; then none is written."""
    packed = leaving(services, act, records)
    made = [_bag(services, act, one, out) for one in packed]
    receipt(services, act, Delivery(str(uuid4()), "bagit", out.name, receiver), packed)
    return made


def is_valid(folder: Path) -> bool:
    """Whether a bag is complete and every file is the one that was bagged."""
    return bool(bagit.Bag(str(folder)).is_valid())


def _bag(services: Services, act: Act, one: Leaving, out: Path) -> Bagged:
    target = out / one.id
    with made_beside(target) as folder:
        for name in one.names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(services, one, name))
        info = {
            "Source-Organization": act.by.unit,
            "External-Identifier": urn(one.id),
            "External-Description": str(one.description["title"]),
            "Bagging-Date": act.at.date().isoformat(),
            "Object-Version": one.head.version,
            "Object-Inventory-SHA256": one.head.sha256,
        }
        bagit.make_bag(str(folder), info, checksums=["sha256"])
    return Bagged(one.id, target, one.head.version, len(one.names))
