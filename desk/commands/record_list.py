"""`sohoa record list`: records by state, type or batch."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cards import records_table
from desk.commands.options import Batch, Json, Type
from desk.session import DONE, session_of
from desk.typed import known_state, known_type
from pipeline.batch import find_batch
from pipeline.lookup import record_ids, view
from pipeline.reports import record_document
from pipeline.review.sight import may_see
from pipeline.viewing import note_listed


def list_records(
    ctx: typer.Context,
    state: Annotated[str | None, typer.Option("--state", metavar="STATE")] = None,
    type: Type = None,
    batch: Batch = None,
    json: Json = False,
) -> int:
    """Records of one state, type or batch, in scan order."""
    session = session_of(ctx)
    states = [known_state(state)] if state else []
    kind = known_type(type)
    with session.services.ledger.reading() as connection:
        wanted = find_batch(connection, batch).id if batch else None
        keys = record_ids(connection, batch=wanted, states=states, type=kind)
        keys = [key for key in keys if may_see(connection, session.actor(), key)]
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        note_listed(connection, act, keys)
        found = [view(connection, key) for key in keys]
    if json:
        documents = [record_document(one, session.words.language) for one in found]
        session.terminal.document({"total": len(found), "records": documents})
    elif found:
        session.terminal.show(
            records_table(session, found), "", session.words("list.total", count=len(found))
        )
    else:
        session.terminal.show(session.words("record.none"))
    return DONE
