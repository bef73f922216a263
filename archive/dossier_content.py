"""A dossier as content: its members, its changes, and the bytes of its `dossier.json`. No database here."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from archive import instant
from archive.errors import DossierClosed, ObjectMissing

OPEN = "open"
CLOSED = "closed"
SCHEMA = "dossier-1"


@dataclass(frozen=True)
class Detachment:
    """When, by whom (actor id) and why a member left."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Member:
    """A record in a dossier: `version` and `inventory_sha256` prove which state of it was meant."""

    record: str
    version: str
    inventory_sha256: str
    component: str
    attached_at: datetime
    attached_by: str
    detached: Detachment | None = None

    def as_json(self) -> dict[str, Any]:
        """One entry of `dossier.json`."""
        left = self.detached
        return {
            "record": self.record,
            "version": self.version,
            "inventory_sha256": self.inventory_sha256,
            "component": self.component,
            "attached_at": instant.as_text(self.attached_at),
            "attached_by": self.attached_by,
            "detached": left and {"at": instant.as_text(left.at), "by": left.by, "reason": left.reason},
        }

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The member that `as_json` described; ValueError when it did not."""
        try:
            left = data["detached"]
            return cls(
                record=_text(data["record"]),
                version=_text(data["version"]),
                inventory_sha256=_text(data["inventory_sha256"]),
                component=_text(data["component"]),
                attached_at=instant.from_text(_text(data["attached_at"])),
                attached_by=_text(data["attached_by"]),
                detached=left and Detachment(instant.from_text(left["at"]), left["by"], left["reason"]),
            )
        except (KeyError, TypeError) as fault:
            raise ValueError(f"not a member of a dossier: {fault}") from None


@dataclass(frozen=True)
class Dossier:
    """One administrative case. `id` is a URI, `code` the office's own (unique), `state` "open" or "closed".

    `members` keeps those that left, with the reason; `present` gives the rest.
    """

    id: str
    code: str
    title: str
    procedure: str
    unit: str
    opened_at: datetime
    state: str = OPEN
    closed_at: datetime | None = None
    members: tuple[Member, ...] = ()

    @property
    def present(self) -> tuple[Member, ...]:
        """Members that have not left."""
        return tuple(member for member in self.members if member.detached is None)


def with_member(dossier: Dossier, member: Member) -> Dossier:
    """`dossier` with `member`; a record present in the same component is brought to the member's version.

    An equal member changes nothing. DossierClosed when it is closed.
    """
    _require_open(dossier)
    for place, held in enumerate(dossier.members):
        if held.detached is None and (held.record, held.component) == (member.record, member.component):
            if (held.version, held.inventory_sha256) == (member.version, member.inventory_sha256):
                return dossier
            kept = (*dossier.members[:place], member, *dossier.members[place + 1 :])
            return replace(dossier, members=kept)
    return replace(dossier, members=(*dossier.members, member))


def without_member(dossier: Dossier, record: str, left: Detachment) -> Dossier:
    """`dossier` after `record` has left all its components. ObjectMissing when it is not there; DossierClosed."""
    _require_open(dossier)
    if all(member.record != record for member in dossier.present):
        raise ObjectMissing(
            f"Tài liệu {record} không có trong hồ sơ {dossier.code}.",
            f"The record {record} is not in dossier {dossier.code}.",
        )
    changed = tuple(
        replace(member, detached=left) if member.record == record and member.detached is None else member
        for member in dossier.members
    )
    return replace(dossier, members=changed)


def closed(dossier: Dossier, at: datetime) -> Dossier:
    """`dossier`, closed; one closed before keeps its time."""
    return dossier if dossier.state == CLOSED else replace(dossier, state=CLOSED, closed_at=at)


def package_of(dossier: Dossier) -> bytes:
    """The bytes of `dossier.json`: the same dossier gives the same bytes."""
    return (json.dumps(as_plain(dossier), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode(
        "utf-8"
    )


def as_plain(dossier: Dossier) -> dict[str, Any]:
    """The content of `dossier.json` as plain data."""
    return {
        "schema": SCHEMA,
        "id": dossier.id,
        "code": dossier.code,
        "title": dossier.title,
        "procedure": dossier.procedure,
        "unit": dossier.unit,
        "state": dossier.state,
        "opened_at": instant.as_text(dossier.opened_at),
        "closed_at": dossier.closed_at and instant.as_text(dossier.closed_at),
        "members": [member.as_json() for member in dossier.members],
    }


def from_package(data: bytes) -> Dossier:
    """The dossier in a `dossier.json`; ValueError when it holds none."""
    return from_plain(json.loads(data))


def from_plain(plain: Any) -> Dossier:
    """The dossier that `as_plain` described; ValueError when it did not."""
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA}")
    try:
        return Dossier(
            **{key: _text(plain[key]) for key in ("id", "code", "title", "procedure", "unit")},
            opened_at=instant.from_text(_text(plain["opened_at"])),
            state=_text(plain["state"]),
            closed_at=plain["closed_at"] and instant.from_text(_text(plain["closed_at"])),
            members=tuple(Member.from_json(entry) for entry in plain["members"]),
        )
    except (KeyError, TypeError) as fault:
        raise ValueError(f"not a {SCHEMA}: {fault}") from None


def _require_open(dossier: Dossier) -> None:
    if dossier.state == CLOSED:
        raise DossierClosed(
            f"Hồ sơ {dossier.code} đã kết thúc, không nhận thay đổi. Hãy lập hồ sơ mới nếu cần.",
            f"Dossier {dossier.code} is closed and takes no changes. Open a new one if needed.",
        )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a part is not text")
    return value
