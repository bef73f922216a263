"""Reading the doubtful places of a batch again with the pool, between the first reading and the drafts.

The looks lie beside the reading in the workspace; what is there is never read again, so the step may run twice or be
left out. They are proposals and evidence only: nothing in the ledger changes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr.page import Box
from ocr.pool import AgainRequest, ReaderPool
from ocr.reading import PageReading
from pipeline.batch import Page, pages_of, sources_of
from pipeline.interpret import InterpretOptions, doubtful_places
from pipeline.ledger import Ledger
from pipeline.looks import ASKED, NO_LOOKS, Looks, as_json, from_json, missing
from pipeline.read_pages import load_reading
from pipeline.record import PageState
from pipeline.workspace import Workspace, read_json, write_json

_WAITING = {PageState.NEW, PageState.CLAIMED}
_READ = {PageState.READ, PageState.BLANK, PageState.SEPARATOR}


@dataclass(frozen=True)
class Wish:
    """Places of page `number` of a file that are to be read again; `rotation` is that of its first reading."""

    token: str
    path: Path
    number: int
    rotation: int
    boxes: tuple[Box, ...]

    @property
    def request(self) -> AgainRequest:
        """What the pool is asked."""
        return AgainRequest(self.token, self.path, self.number, self.boxes, self.rotation, ways=ASKED)


def load_looks(workspace: Workspace, page: Page) -> Looks:
    """What was read again on a page; nothing where no place was doubtful or the step was left out."""
    path = workspace.looks(page.reading or "")
    return from_json(read_json(path)) if page.reading and path.exists() else NO_LOOKS


def look_again(
    ledger: Ledger,
    workspace: Workspace,
    pool: ReaderPool,
    batch: str,
    type: str | None = None,
    options: InterpretOptions | None = None,
) -> int:
    """Reads again what is doubtful in the sources that wait for their drafts; returns how many pages it looked at.

    A page that cannot be read this time keeps its first reading alone. Raises what `ReaderPool.read_again` raises.
    """
    with ledger.reading() as connection:
        sources = [s for s in sources_of(connection, batch) if s.pages and not s.drafted]
        pages = {s.ordinal: pages_of(connection, batch, s.ordinal) for s in sources}
    by_id = {page.id: page for held in pages.values() for page in held}

    def wishes() -> Iterator[Wish]:
        for source in sources:
            held = pages[source.ordinal]
            if not any(page.state in _WAITING for page in held):
                path = workspace.original(source.sha256)
                yield from _wishes(workspace, path, [p for p in held if p.state in _READ], type, options)

    looked = 0
    for token, looks in looked_at(pool, wishes()):
        page = by_id[token]
        write_json(workspace.looks(page.reading or ""), as_json({**load_looks(workspace, page), **looks}))
        looked += 1
    return looked


def looked_at(pool: ReaderPool, wishes: Iterable[Wish]) -> Iterator[tuple[str, Looks]]:
    """Token and looks of each wish, in their order, without those whose page failed."""
    asked: dict[str, tuple[Box, ...]] = {}

    def requests() -> Iterator[AgainRequest]:
        for wish in wishes:
            asked[wish.token] = wish.boxes
            yield wish.request

    for outcome in pool.read_again(requests()):
        boxes = asked.pop(outcome.token)
        if outcome.readings is not None:
            yield outcome.token, dict(zip(boxes, outcome.readings, strict=True))


def _wishes(
    workspace: Workspace,
    path: Path,
    pages: Sequence[Page],
    type: str | None,
    options: InterpretOptions | None,
) -> Iterator[Wish]:
    readings = [load_reading(workspace, page) for page in pages]
    for page, reading, places in zip(pages, readings, doubtful_places(readings, type, options), strict=True):
        boxes = missing(places, load_looks(workspace, page))
        if boxes:
            yield wish_for(page.id, path, reading, boxes)


def wish_for(token: str, path: Path, reading: PageReading, boxes: tuple[Box, ...]) -> Wish:
    """The wish to read `boxes` of a page again that was read as `reading`."""
    return Wish(token, path, reading.number, reading.text.rotation, boxes)
