"""Renewing the locks of the store: what a class keeps stays locked as long, also when the class was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from archive import retention, tables
from archive.lock_rounds import Wanted, extend, lacking
from archive.retention import Term
from pipeline.record_type import record_types
from pipeline.settings import Settings
from pipeline.store_lock import Keeping, wanted_lock
from pipeline.wiring import Services


def extend_locks(services: Services, expected: Mapping[str, str], at: datetime) -> dict[str, int]:
    """Lock what is too shortly locked among `expected`: object id -> digest of its inventory, "" where not known.

    Counts, as an event tells them. Raises archive's StoreUnavailable.
    """
    with services.ledger.reading() as connection:
        wanted = wanted_locks(connection, services.settings, expected, at)
        ids = lacking(connection, wanted, expected)
    done = extend(services.store, services.ledger.engine, wanted, ids)
    counts = {"locked": done.locked, "unchanged": len(wanted) - len(ids)}
    return counts | ({"cannot_lock": 1} if done.cannot else {})


def wanted_locks(
    connection: Connection, settings: Settings, expected: Mapping[str, str], at: datetime
) -> dict[str, Wanted]:
    """The lock that each object should have now; one whose term is over is left out.

    Of what stands in no index the term is not asked: it keeps a lock that is renewed.
    """
    kept = _kept(connection)
    found = {id: wanted_lock(settings, at, kept.get(id)) for id in expected}
    return {id: one for id, one in found.items() if one}


def _kept(connection: Connection) -> dict[str, Keeping]:
    rows, decided = tables.records, retention.decided_terms(connection)
    kept = {}
    for row in connection.execute(select(rows.c.id, rows.c.type, rows.c.issued, rows.c.review_state)):
        kind = record_types().get(row.type)
        term = decided.get(row.id) or (Term(kind.retention_class, kind.legal_basis) if kind else None)
        if term:
            kept[row.id] = Keeping(term, row.issued, row.review_state == "reviewed")
    return kept
