"""Practice of newcomers: who practises, how it went. The records themselves lie in a home of their own, never here.

Holds counts, and what was typed about invented people. Reads no record and judges none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from pipeline.accounts.tables import practice_efforts, practice_runs, sessions
from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound
from pipeline.ledger import note
from pipeline.ledger_tables import actors

LONGEST_SECONDS, MOST_KEYS = 24 * 3600, 100_000


@dataclass(frozen=True)
class Judged:
    """One field of a record of type `record`: what stands on the paper, what was left standing or typed `blind`,
    whether it is right; nothing is `given` of a record that was not brought to its end."""

    record: str
    field: str
    true: str
    given: str
    right: bool
    blind: bool = False
    finished: bool = True


@dataclass(frozen=True)
class Run:
    """One practice; `right` of `fields` (None before the end), `mark` percent are needed."""

    id: str
    actor: str
    batch: str
    begun_at: str
    finished_at: str | None
    mark: int
    fields: int
    right: int
    passed: bool
    judged: tuple[Judged, ...]
    seconds: int
    keys: int

    @property
    def share(self) -> float:
        """Percent of the fields that are right; 0 when there is none."""
        return self.right * 100 / self.fields if self.fields else 0.0


def begin(connection: Connection, act: Act, run: str, mark: int) -> None:
    """A new practice of `act.by`. Raises MoveRefused while another one of theirs is open."""
    if open_run(connection, act.by.id) is not None:
        raise MoveRefused(
            "Bạn đang có một lượt luyện tập chưa xong.", "You have a practice that is not finished."
        )
    values = {"id": run, "actor": act.by.id, "unit": act.by.unit, "batch": "", "mark": mark, "fields": 0}
    connection.execute(insert(practice_runs).values(**values, begun_at=act.time, right=0, passed=False))
    note(connection, act, "practice.begin", run)


def fill(connection: Connection, run: str, batch: str) -> None:
    """Name the batch of the practice's own home."""
    connection.execute(update(practice_runs).where(practice_runs.c.id == run).values(batch=batch))


def enter(connection: Connection, act: Act, session: str, run: str | None) -> None:
    """Let a session work in a practice (None: in the office again). Raises NotFound for another person's."""
    if run is not None and (mine := open_run(connection, act.by.id)) != run:
        raise NotFound("Không có lượt luyện tập này.", f"There is no such practice ({mine or 'none'}).")
    connection.execute(update(sessions).where(sessions.c.digest == session).values(practice=run))


def count_effort(connection: Connection, run: str, record: str, seconds: int, keys: int) -> None:
    """Seconds and keystrokes of one record, as the browser counted them; a later count replaces the earlier."""
    values = {"seconds": min(max(seconds, 0), LONGEST_SECONDS), "keys": min(max(keys, 0), MOST_KEYS)}
    where = (practice_efforts.c.run == run) & (practice_efforts.c.record == record)
    if not connection.execute(update(practice_efforts).where(where).values(**values)).rowcount:
        connection.execute(insert(practice_efforts).values(run=run, record=record, **values))


def finish(connection: Connection, act: Act, run: str, judged: Sequence[Judged]) -> Run:
    """Keep how it went; every session leaves it. Raises MoveRefused when it is finished or not this person's."""
    right, fields = sum(one.right for one in judged), len(judged)
    mark = practice_runs.c.mark
    own = (practice_runs.c.id == run) & (practice_runs.c.actor == act.by.id)
    needed = connection.scalar(select(mark).where(own, practice_runs.c.finished_at.is_(None)))
    if needed is None:
        raise MoveRefused("Lượt luyện tập này đã chấm.", "This practice is finished already.")
    passed = fields > 0 and right * 100 >= needed * fields
    told = json.dumps([asdict(one) for one in judged], ensure_ascii=False)
    values = {"finished_at": act.time, "fields": fields, "right": right, "passed": passed, "judged": told}
    connection.execute(update(practice_runs).where(own).values(**values))
    connection.execute(update(sessions).where(sessions.c.practice == run).values(practice=None))
    outcome: dict[str, str | int] = {"fields": fields, "right": right, "passed": int(passed)}
    note(connection, act, "practice.finish", run, outcome)
    return run_of(connection, run)


def open_run(connection: Connection, actor: str) -> str | None:
    """The practice that this person has begun and not finished."""
    where = (practice_runs.c.actor == actor) & practice_runs.c.finished_at.is_(None)
    found: str | None = connection.scalar(select(practice_runs.c.id).where(where))
    return found


def run_of(connection: Connection, run: str) -> Run:
    """One practice. Raises NotFound."""
    row = connection.execute(select(practice_runs).where(practice_runs.c.id == run)).first()
    if row is None:
        raise NotFound(f"Không có lượt luyện tập {run}.", f"There is no practice {run}.")
    return _run(connection, row)


def runs_of(connection: Connection, actor: str) -> list[Run]:
    """A person's practices, the newest first."""
    query = select(practice_runs).where(practice_runs.c.actor == actor)
    rows = connection.execute(query.order_by(practice_runs.c.begun_at.desc())).all()
    return [_run(connection, row) for row in rows]


def everybody(connection: Connection, units: Sequence[str] | None) -> list[tuple[str, Run]]:
    """Names and finished practices of people of `units` (None: all), the newest first."""
    query = select(practice_runs, actors.c.name).join(actors, actors.c.id == practice_runs.c.actor)
    query = query.where(practice_runs.c.finished_at.is_not(None))
    if units is not None:
        query = query.where(practice_runs.c.unit.in_(units))
    rows = connection.execute(query.order_by(practice_runs.c.finished_at.desc()).limit(500)).all()
    return [(row.name, _run(connection, row)) for row in rows]


def _run(connection: Connection, row: Row[Any]) -> Run:
    effort = practice_efforts.c
    query = select(func.sum(effort.seconds), func.sum(effort["keys"])).where(effort.run == row.id)
    seconds, keys = connection.execute(query).one()
    return Run(
        row.id,
        row.actor,
        row.batch,
        row.begun_at,
        row.finished_at,
        row.mark,
        row.fields,
        row.right,
        row.passed,
        tuple(Judged(**one) for one in json.loads(row.judged or "[]")),
        int(seconds or 0),
        int(keys or 0),
    )
