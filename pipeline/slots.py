"""A page's slot in a record: putting a page into its place, or another in its stead. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from pipeline.batch import Page
from pipeline.ledger_tables import fields, pages, regions
from pipeline.record import Region


def insert_page(connection: Connection, record: str, page: Page, held: Sequence[Page]) -> None:
    """Put a page into its place among a record's pages; regions and fields behind it count one further."""
    place = sum((other.source, other.number) < (page.source, page.number) for other in held)
    for ordinal in range(len(held) - 1, place - 1, -1):
        where = (regions.c.record == record) & (regions.c.ordinal == ordinal)
        connection.execute(update(regions).where(where).values(ordinal=ordinal + 1))
    behind = (fields.c.record == record) & (fields.c.page >= place)
    connection.execute(update(fields).where(behind).values(page=fields.c.page + 1))
    connection.execute(
        insert(regions).values(record=record, ordinal=place, page=page.id, polygon=whole(connection, page.id))
    )


def whole(connection: Connection, page: str) -> list[list[int]]:
    """The polygon of a page's whole side."""
    size = connection.execute(select(pages.c.width, pages.c.height).where(pages.c.id == page)).one()
    return [list(point) for point in Region.whole(0, size.width, size.height).polygon]


def swap_page(connection: Connection, record: str, old: str, new: str) -> bool:
    """Let `new` stand where `old` stood in a record; True when the record held the whole side.

    The polygon of a part is stretched to the size of the new page, since the same paper was scanned again.
    """
    mine = (regions.c.record == record) & (regions.c.page == old)
    parts = connection.execute(select(regions).where(mine)).all()
    full, target = whole(connection, old), whole(connection, new)
    across, down = target[2][0] / max(full[2][0], 1), target[2][1] / max(full[2][1], 1)
    for part in parts:
        is_whole = _is_whole(part.polygon, full)
        polygon = target if is_whole else [[round(x * across), round(y * down)] for x, y in part.polygon]
        where = (regions.c.record == record) & (regions.c.ordinal == part.ordinal)
        connection.execute(update(regions).where(where).values(page=new, polygon=polygon))
    return all(_is_whole(part.polygon, full) for part in parts)


def _is_whole(polygon: Sequence[Sequence[int]], full: Sequence[Sequence[int]]) -> bool:
    # A page that was turned upright has its sides the other way round than its file.
    return len(polygon) == 4 and list(polygon[0]) == [0, 0] and sorted(polygon[2]) == sorted(full[2])
