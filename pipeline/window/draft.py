"""From the read pages of a paper taken in at the counter to its one record: the clerk said that it is one.

A signed PDF takes the usual way, which keeps its bytes whole.
"""

from __future__ import annotations

from pipeline.actors import Act
from pipeline.batch import Page, pages_of, sources_of
from pipeline.docket import Docket, WindowPaper
from pipeline.drafting import USABLE, Drafting, as_one, insert_record
from pipeline.interpret import interpret
from pipeline.ledger import drafted
from pipeline.look_again import load_looks
from pipeline.read_pages import load_reading
from pipeline.record import DraftRecord, PageState


def window_paper(docket: object) -> WindowPaper | None:
    """What the clerk said, from the docket of a batch as the ledger keeps it; None for every other batch."""
    return Docket.model_validate(docket).window


def draft_paper(tools: Drafting, batch: str, act: Act, told: dict[str, str | None]) -> int:
    """Make one record of all pages of the batch; `told` is its dossier, component and known type. Done once.

    Returns how many records were added: none while pages are unread, or when no page could be read at all.
    """
    with tools.ledger.reading() as connection:
        sources = [one for one in sources_of(connection, batch) if one.pages and not one.drafted]
        pages = pages_of(connection, batch)
    usable = [page for page in pages if page.state in USABLE - {PageState.SEPARATOR}]
    if not sources or not usable or any(p.state in {PageState.NEW, PageState.CLAIMED} for p in pages):
        return 0
    made = _drawn(tools, usable, told["type"])
    values = {"dossier": told["dossier"], "component": told["component"], "public_code": tools.new_code()}
    with tools.ledger.writing(act) as connection:
        insert_record(connection, act, usable, made, values)
        for source in sources:
            drafted(connection, batch, source.ordinal)
    return 1


def _drawn(tools: Drafting, pages: list[Page], type: str | None) -> DraftRecord:
    readings = [load_reading(tools.workspace, page) for page in pages]
    looks = [load_looks(tools.workspace, page) for page in pages]
    readable = any(page.state is PageState.READ for page in pages)
    drafts = list(interpret(readings, type, tools.options, looks)) if readable else []
    # Whatever else is in the file (a receipt, a back page) belongs to what the machine is surest of.
    best = sorted(drafts, key=lambda one: -one.score)[:1]
    return as_one(best, readings)
