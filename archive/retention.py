"""What people decided about keeping archived objects: terms, legal holds, and removals that need two persons.

Writes on the caller's connection. Removing itself is expunge.py's; who a person is, and what a class means, the
caller knows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from archive import instant
from archive.errors import ObjectMissing, RemovalRefused
from archive.tables import holds, removal_items, removals, terms

DISPOSAL, EXPUNGE = "disposal", "expunge"
PROPOSED, APPROVED, REFUSED, DONE = "proposed", "approved", "refused", "done"


@dataclass(frozen=True)
class Term:
    """The retention class that a person decided for one object, over that of its type."""

    retention_class: str
    legal_basis: str


@dataclass(frozen=True)
class Item:
    """One object of a removal; `page` is empty when the whole object goes. `removed` tells what is gone."""

    object: str
    page: str = ""
    done_at: str | None = None
    removed: tuple[dict[str, str | int], ...] = ()


@dataclass(frozen=True)
class Removal:
    """A list of objects to remove, and where it stands; times as text, persons as actor ids."""

    id: str
    kind: str
    state: str
    reason: str
    proposed_at: str
    proposed_by: str
    decided_at: str | None
    decided_by: str | None
    done_at: str | None
    done_by: str | None
    items: tuple[Item, ...]


def decide_term(connection: Connection, object: str, term: Term, at: datetime, by: str) -> None:
    """Give `object` a term of its own; what was decided before stays in the table."""
    row = {"object": object, "retention_class": term.retention_class, "legal_basis": term.legal_basis}
    row |= {"decided_at": instant.as_text(at), "decided_by": by}
    connection.execute(insert(terms), [row])


def term_of(connection: Connection, object: str) -> Term | None:
    """The newest term decided for `object`; None where its type's class holds."""
    wanted = select(terms).where(terms.c.object == object).order_by(terms.c.id.desc()).limit(1)
    row = connection.execute(wanted).first()
    return Term(row.retention_class, row.legal_basis) if row else None


def decided_terms(connection: Connection) -> dict[str, Term]:
    """The newest term of every object for which one was decided."""
    rows = connection.execute(select(terms).order_by(terms.c.id))
    return {row.object: Term(row.retention_class, row.legal_basis) for row in rows}


def set_hold(connection: Connection, object: str, reason: str, at: datetime, by: str) -> None:
    """Put `object` under legal hold: nothing of it may be removed. Holds add up; each is lifted by itself."""
    row = {"object": object, "reason": reason, "set_at": instant.as_text(at), "set_by": by}
    connection.execute(insert(holds), [row])


def lift_holds(connection: Connection, object: str, reason: str, at: datetime, by: str) -> int:
    """Lift every hold on `object`; how many there were."""
    where = (holds.c.object == object) & holds.c.lifted_at.is_(None)
    values = {"lifted_at": instant.as_text(at), "lifted_by": by, "lifted_reason": reason}
    return connection.execute(update(holds).where(where).values(**values)).rowcount


def held(connection: Connection, objects: Sequence[str]) -> dict[str, str]:
    """Those of `objects` that are under hold, with the oldest reason."""
    found: dict[str, str] = {}
    for start in range(0, len(objects), 500):
        part = objects[start : start + 500]
        wanted = select(holds.c.object, holds.c.reason).where(
            holds.c.object.in_(part), holds.c.lifted_at.is_(None)
        )
        for row in connection.execute(wanted.order_by(holds.c.id)):
            found.setdefault(row.object, row.reason)
    return found


def propose(connection: Connection, removal: Removal) -> None:
    """Write a proposed removal. RemovalRefused when one of its objects is under hold."""
    _require_free(connection, removal.items)
    row = {key: getattr(removal, key) for key in ("id", "kind", "state", "reason")}
    row |= {"proposed_at": removal.proposed_at, "proposed_by": removal.proposed_by}
    connection.execute(insert(removals), [row])
    items = [{"removal": removal.id, "object": one.object, "page": one.page} for one in removal.items]
    connection.execute(insert(removal_items), items)


def decide(
    connection: Connection, id: str, at: datetime, by: str, *, approve: bool, reason: str | None
) -> None:
    """Approve or refuse a proposed removal. RemovalRefused for the person who proposed it, or a second time."""
    found = removal(connection, id)
    if found.state != PROPOSED:
        raise RemovalRefused(
            f"Danh mục {id[:8]} không còn chờ duyệt ({found.state}).",
            f"Removal {id[:8]} no longer waits for a decision ({found.state}).",
        )
    if approve and found.proposed_by == by:
        raise RemovalRefused(
            f"Người đề nghị không được tự duyệt danh mục {id[:8]}. Cần một người khác.",
            f"Whoever proposed removal {id[:8]} cannot approve it. Another person must.",
        )
    if approve:
        _require_free(connection, found.items)
    values = {"state": APPROVED if approve else REFUSED, "decided_at": instant.as_text(at), "decided_by": by}
    connection.execute(update(removals).where(removals.c.id == id).values(decided_reason=reason, **values))


def require_approved(connection: Connection, id: str) -> Removal:
    """The removal, if it may be carried out now: approved by a second person, nothing of it under hold.

    Raises RemovalRefused. One that is done already is given back, so that a run can be repeated.
    """
    found = removal(connection, id)
    if found.state not in (APPROVED, DONE):
        raise RemovalRefused(
            f"Danh mục {id[:8]} chưa được người thứ hai duyệt ({found.state}). Duyệt: sohoa archive decide {id[:8]}.",
            f"Removal {id[:8]} has no second person's approval ({found.state}). Next: sohoa archive decide {id[:8]}.",
        )
    _require_free(connection, [one for one in found.items if one.done_at is None])
    return found


def item_done(
    connection: Connection, id: str, item: Item, removed: Sequence[dict[str, str | int]], at: datetime
) -> None:
    """Write down what of one item is gone."""
    where = (removal_items.c.removal == id) & (removal_items.c.object == item.object)
    where &= removal_items.c.page == item.page
    told = json.dumps(list(removed), sort_keys=True)
    connection.execute(update(removal_items).where(where).values(done_at=instant.as_text(at), removed=told))


def finish(connection: Connection, id: str, at: datetime, by: str) -> None:
    """Mark a removal as carried out."""
    values = {"state": DONE, "done_at": instant.as_text(at), "done_by": by}
    connection.execute(update(removals).where(removals.c.id == id).values(**values))


def removal(connection: Connection, text: str) -> Removal:
    """The removal whose id begins with `text`. ObjectMissing when there is none, or more than one."""
    wanted = select(removals).where(removals.c.id.startswith(text, autoescape=True)).limit(2)
    rows = connection.execute(wanted).all() if text else []
    if len(rows) != 1:
        raise ObjectMissing(
            f"Không có danh mục duy nhất mang mã {text}. Xem: sohoa archive removals.",
            f"No single removal answers to {text}. See: sohoa archive removals.",
        )
    row = rows[0]
    kept = select(removal_items).where(removal_items.c.removal == row.id)
    items = connection.execute(kept.order_by(removal_items.c.object, removal_items.c.page)).all()
    plain = {key: value for key, value in row._mapping.items() if key != "decided_reason"}
    listed = (
        Item(one.object, one.page, one.done_at, tuple(json.loads(one.removed or "[]"))) for one in items
    )
    return Removal(**plain, items=tuple(listed))


def all_removals(connection: Connection) -> list[Removal]:
    """Every removal, newest first."""
    ids = connection.scalars(select(removals.c.id).order_by(removals.c.proposed_at.desc()))
    return [removal(connection, id) for id in ids.all()]


def _require_free(connection: Connection, items: Sequence[Item]) -> None:
    for object, reason in held(connection, [one.object for one in items]).items():
        raise RemovalRefused(
            f"{object} đang bị giữ theo yêu cầu pháp lý ({reason}). Gỡ giữ trước: sohoa archive hold --lift.",
            f"{object} is under legal hold ({reason}). Lift it first: sohoa archive hold --lift.",
        )
