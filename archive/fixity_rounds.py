"""The budget of fixity: every object read every so many days, the longest unread first, no faster than allowed.

Keeps when each object was last read through. The reading itself is fixity.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from archive import instant
from archive.tables import readings


@dataclass(frozen=True)
class Lag:
    """How far behind the reading is: `due` of `objects` were not read within the term, `never` at no time.

    `oldest` is the time of the longest unread among those that were read once.
    """

    objects: int
    due: int
    never: int
    damaged: int
    oldest: datetime | None


class Pace:
    """Holds a reader to `bytes_per_second`; `pause` waits for seconds, `clock` tells seconds that only grow."""

    def __init__(
        self, bytes_per_second: float, pause: Callable[[float], None], clock: Callable[[], float]
    ) -> None:
        self._rate = bytes_per_second
        self._pause = pause
        self._clock = clock
        self._begun = clock()
        self._read = 0

    def read(self, count: int) -> None:
        """`count` bytes were read; waits until they were allowed."""
        self._read += count
        ahead = self._read / self._rate - (self._clock() - self._begun)
        if ahead > 0:
            self._pause(ahead)


def due(connection: Connection, ids: Collection[str], term: timedelta, at: datetime) -> list[str]:
    """Those of `ids` that were not read within `term` before `at`: never read ones first, then the longest unread."""
    read = _read(connection)
    limit = instant.as_text(at - term)
    waiting = [
        (read[id][0] if id in read else "", id) for id in ids if id not in read or read[id][0] <= limit
    ]
    return [id for _, id in sorted(waiting)]


def note_read(connection: Connection, found: Iterable[tuple[str, int]], at: datetime) -> None:
    """Keep that objects were read through at `at`: (id, how many findings) each."""
    for object_id, findings in found:
        connection.execute(delete(readings).where(readings.c.object == object_id))
        row = {"object": object_id, "checked_at": instant.as_text(at), "findings": findings}
        connection.execute(insert(readings), [row])


def lag(connection: Connection, ids: Collection[str], term: timedelta, at: datetime) -> Lag:
    """How far behind the reading of `ids` is, for the term given."""
    read = {id: row for id, row in _read(connection).items() if id in set(ids)}
    oldest = min((row[0] for row in read.values()), default=None)
    return Lag(
        objects=len(ids),
        due=len(due(connection, ids, term, at)),
        never=len(set(ids) - set(read)),
        damaged=sum(1 for row in read.values() if row[1]),
        oldest=instant.from_text(oldest) if oldest else None,
    )


def _read(connection: Connection) -> dict[str, tuple[str, int]]:
    rows = connection.execute(select(readings.c.object, readings.c.checked_at, readings.c.findings))
    return {row.object: (row.checked_at, row.findings) for row in rows}
