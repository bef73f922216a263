"""Trying again what a batch set aside: after a limit was raised, or when a person says a duplicate is none."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from pipeline.actors import Act
from pipeline.batch import Page, find_batch, pages_of, sources_of
from pipeline.ledger import Ledger, close_findings, move_page, note, reopen_batch
from pipeline.ledger_tables import findings, sources
from pipeline.record import PageState
from pipeline.workspace import Workspace

KEPT = "Người kiểm tra xác nhận là tờ khác, không phải trang trùng"


def retry(
    ledger: Ledger, workspace: Workspace, batch: str, act: Act, *, keep_duplicates: bool = False
) -> int:
    """Make quarantined files and pages of a batch new again; returns how many. The flow then reads them.

    With `keep_duplicates` its duplicate pages become new too, in the name of the person who says so. What fails
    again returns to the quarantine.
    """
    with ledger.writing(act) as connection:
        key = find_batch(connection, batch).id
        again = _files(connection, act, key)
        for page in pages_of(connection, key):
            if page.state is PageState.QUARANTINED:
                move_page(connection, act, page.id, PageState.NEW, {"fault": None, "facts": {}})
                again += 1
            elif page.state is PageState.DUPLICATE and keep_duplicates:
                _keep(connection, act, page)
                again += 1
        if again:
            reopen_batch(connection, act, key)
    if again:
        workspace.empty_quarantine(key)
    return again


def _files(connection: Connection, act: Act, batch: str) -> int:
    refused = [source.ordinal for source in sources_of(connection, batch) if source.fault]
    where = (sources.c.batch == batch) & sources.c.ordinal.in_(refused)
    connection.execute(update(sources).where(where).values(fault=None, facts={}, pages=None, drafted=False))
    for ordinal in refused:
        note(connection, act, "source.retry", batch, {"ordinal": ordinal})
    return len(refused)


def _keep(connection: Connection, act: Act, page: Page) -> None:
    move_page(connection, act, page.id, PageState.NEW)
    where = (sources.c.batch == page.batch) & (sources.c.ordinal == page.source)
    connection.execute(update(sources).where(where).values(drafted=False))
    query = select(findings.c.id).where(findings.c.page == page.id, findings.c.code == "DUPLICATE")
    close_findings(connection, act, list(connection.execute(query).scalars()), KEPT)
