"""Looking into registered sources: what they are, how many pages they have, which bytes are known already.

Nothing is decoded in this process. A file or page that cannot be used is set aside with its bytes untouched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from ocr.faults import Fault
from ocr.pool import ReaderPool
from ocr.reading import Survey
from pipeline.actors import Act
from pipeline.batch import WITHDRAWN, Source, page_digest, page_id, sources_of
from pipeline.findings import Finding
from pipeline.ledger import Ledger, add_findings, move_page, surveyed
from pipeline.ledger_tables import batches, pages
from pipeline.record import PageState
from pipeline.workspace import Workspace, set_aside


def survey(ledger: Ledger, workspace: Workspace, pool: ReaderPool, batch: str, act: Act) -> None:
    """Look into every source that was not looked into, and give each of its pages a row."""
    with ledger.reading() as connection:
        waiting = [s for s in sources_of(connection, batch) if s.pages is None and not s.fault]
    for source in waiting:
        found = pool.survey(workspace.original(source.sha256))
        with ledger.writing(act) as connection:
            _keep_survey(connection, act, source, found)
        if found.fault:
            quarantine(workspace, source, None, found.fault)
        for page in found.pages:
            if page.fault:
                quarantine(workspace, source, page.number, page.fault)


def _keep_survey(connection: Connection, act: Act, source: Source, found: Survey) -> None:
    values: dict[str, Any] = {"media_type": found.media_type, "signed": found.signed}
    if found.fault:
        values |= {"fault": found.fault.code, "facts": found.fault.facts}
        surveyed(connection, act, source.batch, source.ordinal, values)
        return
    surveyed(connection, act, source.batch, source.ordinal, {**values, "pages": len(found.pages)})
    for page in found.pages:
        key = page_id(source.batch, source.ordinal, page.number)
        sha256 = page_digest(source.sha256, page.number, len(found.pages))
        connection.execute(
            insert(pages).values(
                id=key,
                batch=source.batch,
                source=source.ordinal,
                number=page.number,
                sha256=sha256,
                state=PageState.NEW.value,
                width=page.width,
                height=page.height,
                facts={},
                changed_at=act.time,
            )
        )
        if page.fault:
            fault = {"fault": page.fault.code, "facts": page.fault.facts}
            move_page(connection, act, key, PageState.QUARANTINED, fault)
        else:
            _mark_duplicate(connection, act, source, page.number, sha256)


def _mark_duplicate(connection: Connection, act: Act, source: Source, number: int, sha256: str) -> None:
    docket = connection.scalar(select(batches.c.docket).where(batches.c.id == source.batch)) or {}
    if docket.get("window"):
        # The clerk is told of the twin (pipeline/window/paper.py); a paper must not lose its page to another dossier.
        return
    query = (
        select(pages.c.id, pages.c.batch)
        .join(batches, batches.c.id == pages.c.batch)
        .where(pages.c.sha256 == sha256, pages.c.batch != source.batch, batches.c.state != WITHDRAWN)
    )
    twin = connection.execute(query.limit(1)).first()
    if twin is None:
        return
    key = page_id(source.batch, source.ordinal, number)
    move_page(connection, act, key, PageState.DUPLICATE, {"twin": twin.id})
    facts = {"page": str(number), "file": Path(source.file).name, "batch": twin.batch}
    add_findings(connection, source.batch, [Finding("DUPLICATE", "", facts)], page=key)


def fault_finding(source: Source, number: int | None, code: str, facts: dict[str, str]) -> Finding:
    """The finding a person sees for a fault of a file (`number` None) or of one of its pages."""
    known = {"file": Path(source.file).name, "page": str(number or 1)}
    return Finding(code, "", {**known, **facts})


def quarantine(workspace: Workspace, source: Source, number: int | None, fault: Fault) -> None:
    """Put the source's bytes aside with the reason in both languages. Safe to run twice."""
    finding = fault_finding(source, number, fault.code, fault.facts)
    reason = {
        "batch": source.batch,
        "ordinal": source.ordinal,
        "page": number,
        "sha256": source.sha256,
        "code": fault.code,
        "vi": finding.text("vi"),
        "en": finding.text("en"),
    }
    name = f"{source.ordinal:06d}-{number or 'file'}-{fault.code}{Path(source.file).suffix.lower()}"
    set_aside(workspace, source.batch, name, workspace.original(source.sha256), reason)
