"""What is missing of a ledger that was restored from the store: told by what did come back. Restores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from pipeline.batch import REMOVED, pages_of, sources_of
from pipeline.capture import holdings
from pipeline.ledger_tables import batches, pages, records, regions
from pipeline.record import PageState, urn
from pipeline.wiring import Services

# Id and reason (vi, en).
Left = list[tuple[str, str, str]]


def unheard(connection: Connection, entered: Mapping[str, Any], named: set[str]) -> Left:
    """Records that a volume lists, that did not come back, and that nobody has been told of."""
    known = {urn(id) for id in connection.scalars(select(records.c.id))}
    return [
        (
            id,
            "quyển sổ trong kho kể đến nó, nhưng kho không có nó",
            "a volume in the store lists it, but it is not in the store",
        )
        for id in sorted(entered)
        if id not in known and id not in named
    ]


def loose_pages(connection: Connection) -> tuple[str, ...]:
    """Written pages of closed batches that stand in no record."""
    placed = select(regions.c.page).where(regions.c.page == pages.c.id).exists()
    query = (
        select(pages.c.id)
        .join(batches, batches.c.id == pages.c.batch)
        .where(batches.c.state == "closed", pages.c.state == PageState.READ.value, ~placed)
    )
    return tuple(connection.scalars(query.order_by(pages.c.batch, pages.c.source, pages.c.number)))


def lost_files(connection: Connection, services: Services) -> tuple[str, ...]:
    """Files of closed batches that had no place in the store, could not be read, and are not in the workspace."""
    lost = []
    for batch in connection.scalars(select(batches.c.id).where(batches.c.state == "closed")).all():
        places = holdings(connection, batch)
        twins = {page.source for page in pages_of(connection, batch) if page.state is PageState.DUPLICATE}
        for source in sources_of(connection, batch):
            elsewhere = source.ordinal in places or source.ordinal in twins or source.file == REMOVED
            if not elsewhere and not services.workspace.original(source.sha256).exists():
                lost.append(f"{batch} {source.ordinal}")
    return tuple(lost)
