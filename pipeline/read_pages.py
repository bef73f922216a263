"""Reading the pages of a batch with a pool of processes. A reading on disk is never made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from ocr.faults import PAGE_DAMAGED, Fault
from ocr.pool import PageOutcome, PageRequest, ReaderPool
from ocr.reading import PageReading
from pipeline.actors import Act
from pipeline.batch import Counts, Page, Source, count, pages_of, sources_of
from pipeline.ledger import Ledger, claim_pages, move_page, release_claims
from pipeline.record import PageState
from pipeline.separators import sheet_of
from pipeline.survey import quarantine
from pipeline.workspace import Workspace, read_json, write_json

READING_FORMAT = "1"


def pending(ledger: Ledger, batch: str, act: Act) -> list[str]:
    """Ids of the pages that wait to be read, those claimed by a run that died among them."""
    with ledger.writing(act) as connection:
        release_claims(connection, act, batch)
        return [page.id for page in pages_of(connection, batch) if page.state is PageState.NEW]


def read_pages(
    ledger: Ledger, workspace: Workspace, pool: ReaderPool, batch: str, ids: Sequence[str], act: Act
) -> Iterator[Counts]:
    """Read some pages of a batch and yield the batch's counts after each.

    A page that cannot be read is set aside and the rest goes on.
    """
    with ledger.writing(act) as connection:
        claim_pages(connection, act, ids)
        wanted = set(ids)
        claimed = [p for p in pages_of(connection, batch) if p.id in wanted and p.state is PageState.CLAIMED]
        by_ordinal = {source.ordinal: source for source in sources_of(connection, batch)}
    by_id = {page.id: page for page in claimed}
    for outcome in _outcomes(workspace, pool, claimed, by_ordinal):
        page = by_id[outcome.token]
        source = by_ordinal[page.source]
        _keep_outcome(ledger, workspace, act, page, source, outcome, reading_key(page, pool.engine_name))
        with ledger.reading() as connection:
            yield count(connection, batch)


def reading_key(page: Page, engine_name: str) -> str:
    """The key of a page's reading: page digest, engine with its version and options, format of the file."""
    return hashlib.sha256(f"{page.sha256} {engine_name} {READING_FORMAT}".encode()).hexdigest()


def load_reading(workspace: Workspace, page: Page) -> PageReading:
    """The reading of a page that is `read`, `blank` or `separator`."""
    return PageReading.from_json(read_json(workspace.reading(page.reading or "")))


def _outcomes(
    workspace: Workspace, pool: ReaderPool, todo: Sequence[Page], by_ordinal: dict[int, Source]
) -> Iterator[PageOutcome]:
    unread = []
    for page in todo:
        kept = workspace.reading(reading_key(page, pool.engine_name))
        if kept.exists():
            yield PageOutcome(page.id, PageReading.from_json(read_json(kept)), None)
        else:
            unread.append(page)
    yield from pool.read(
        PageRequest(page.id, workspace.original(by_ordinal[page.source].sha256), page.number)
        for page in unread
    )


def _state(reading: PageReading, source: Source) -> PageState:
    # The pages of a signed file are never parted, whatever stands on them.
    if not source.signed and sheet_of(reading) is not None:
        return PageState.SEPARATOR
    return PageState.BLANK if reading.quality.verdict == "blank" else PageState.READ


def _grade_facts(reading: PageReading) -> dict[str, str]:
    """Why the page may not stand in the archive as the digitised original; empty when it may."""
    grade = reading.quality.grade
    return {"below_grade": ", ".join(grade.reasons)} if grade and not grade.archive else {}


def _keep_outcome(
    ledger: Ledger, workspace: Workspace, act: Act, page: Page, source: Source, outcome: PageOutcome, key: str
) -> None:
    if outcome.reading is None:
        fault = outcome.fault or Fault(PAGE_DAMAGED, {"detail": "?"})
        quarantine(workspace, source, page.number, fault)
        with ledger.writing(act) as connection:
            move_page(
                connection, act, page.id, PageState.QUARANTINED, {"fault": fault.code, "facts": fault.facts}
            )
        return
    reading = outcome.reading
    if not workspace.reading(key).exists():
        write_json(workspace.reading(key), reading.as_json())
    state = _state(reading, source)
    values = {
        "reading": key,
        "width": reading.text.width,
        "height": reading.text.height,
        "dpi": reading.dpi,
        "rotation": reading.text.rotation,
        "quality": reading.quality.verdict,
        "facts": _grade_facts(reading),
    }
    with ledger.writing(act) as connection:
        move_page(connection, act, page.id, state, values)
