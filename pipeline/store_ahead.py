"""Which records the store has in another version than the ledger: what happened after a restored backup was made."""

from __future__ import annotations

from sqlalchemy import select

from archive import tables
from pipeline.ledger_tables import records
from pipeline.record import urn
from pipeline.wiring import Services


def ahead(services: Services) -> list[str]:
    """Ids of indexed records that the ledger lacks or holds with another inventory. Run `reconcile` first: it brings
    the index up to the store."""
    indexed = select(tables.records.c.id, tables.records.c.inventory_sha256)
    recorded = select(records.c.id, records.c.inventory_sha256)
    with services.ledger.reading() as connection:
        stored = connection.execute(indexed).all()
        known = {urn(row.id): row.inventory_sha256 for row in connection.execute(recorded)}
    later = (row.id for row in stored if known.get(row.id) != row.inventory_sha256)
    return sorted(id.removeprefix("urn:uuid:") for id in later)
