"""What changed from stage to stage: one row for each field that a stage left otherwise than the one before.

For reading after the fact; where two blind keyings differ is adjudication.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from pipeline.actors import Act
from pipeline.review.lease import refuse_unseen
from pipeline.review.tables import snapshots


@dataclass(frozen=True)
class Change:
    """A field as two stages left it; a side without the field is None."""

    field: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Step:
    """From the end of one stage to the end of the next, and who ended each."""

    round: int
    before: str
    before_by: str
    after: str
    after_by: str
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of `record differences --json`."""
        return {
            "round": self.round,
            "from": {"stage": self.before, "actor": self.before_by},
            "to": {"stage": self.after, "actor": self.after_by},
            "fields": [{"field": c.field, "old": c.before, "new": c.after} for c in self.changes],
        }


def between_stages(connection: Connection, act: Act, record: str) -> list[Step]:
    """Every pair of finished stages of each round, in order. Raises NotFound when the person may not see it."""
    refuse_unseen(connection, act, record)
    query = select(snapshots).where(snapshots.c.record == record)
    rows = connection.execute(query.order_by(snapshots.c.round, snapshots.c.ordinal)).all()
    return [
        Step(one.round, one.stage, one.actor, two.stage, two.actor, _changes(one.fields, two.fields))
        for one, two in pairwise(rows)
        if one.round == two.round
    ]


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    keys = [key for key in {**before, **after} if _said(before.get(key)) != _said(after.get(key))]
    return tuple(Change(key, before.get(key), after.get(key)) for key in keys)


def _said(data: dict[str, Any] | None) -> tuple[Any, ...]:
    return (data["value"], data["written"], data["state"]) if data else (None,)
