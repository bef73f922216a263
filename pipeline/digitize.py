"""The way of a batch from registered files to records under review, step by step.

The steps are called in order by the flow `digitize-batch`; each is safe to run twice. The caller holds the
batch lock of the workspace for as long as it runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from archive.deposit import Deposited, deposit
from archive.lock import finish
from archive.package import Package
from ocr.pool import ReaderPool
from pipeline import attach, capture, drafting, read_pages, review, survey
from pipeline.accept import accept_options
from pipeline.actors import Act
from pipeline.batch import WITHDRAWN, Counts, count, find_batch, pages_of, sources_of
from pipeline.checks.recheck import recheck
from pipeline.describe import gather
from pipeline.docket import Docket
from pipeline.exchange import import_drafting, import_intake
from pipeline.findings import Finding
from pipeline.holding import holding
from pipeline.interpret import InterpretOptions
from pipeline.ledger import add_findings, close_batch, move_record, stored_as
from pipeline.listing import put_or_leave_out
from pipeline.look_again import look_again as look_again_at
from pipeline.lookup import record_ids
from pipeline.record import RecordState, urn
from pipeline.record_version import version_of
from pipeline.review.presets import rules_of
from pipeline.review.stages import open_item
from pipeline.separators import dossiers_on, sheets_of
from pipeline.sheet_counts import backs, sheet_findings
from pipeline.signatures import judge
from pipeline.store_lock import with_lock
from pipeline.window.draft import draft_paper, window_paper
from pipeline.wiring import Services

Deposits = Callable[[int, int], None]


def survey_sources(services: Services, pool: ReaderPool, batch: str, act: Act) -> None:
    """Look into every source and give each page its row."""
    survey.survey(services.ledger, services.workspace, pool, batch, act)


def pending_pages(services: Services, batch: str, act: Act) -> list[str]:
    """Ids of pages that wait to be read."""
    return read_pages.pending(services.ledger, batch, act)


def read(services: Services, pool: ReaderPool, batch: str, ids: Sequence[str], act: Act) -> Iterator[Counts]:
    """Read some pages; yields the batch's counts after each."""
    return read_pages.read_pages(services.ledger, services.workspace, pool, batch, ids, act)


def look_again(services: Services, pool: ReaderPool, batch: str) -> int:
    """Read doubtful places of the pages that wait for their drafts again; returns how many pages had any."""
    with services.ledger.reading() as connection:
        type = find_batch(connection, batch).type
    options = InterpretOptions(accept=accept_options(services.settings))
    return look_again_at(services.ledger, services.workspace, pool, batch, type, options)


def draft(services: Services, batch: str, act: Act) -> int:
    """Turn read pages into records; returns how many were added."""
    with services.ledger.reading() as connection:
        row = find_batch(connection, batch)
        sheets = sheets_of(services.workspace, pages_of(connection, batch))
        imported = import_intake.rows_by_source(connection, row.id)
    for code in dossiers_on(sheets):
        attach.open_dossier(services, code, act)
    tools = drafting.Drafting(
        services.ledger,
        services.workspace,
        lambda path: judge(services.settings, path, services.clock()),
        services.new_code,
        lambda source, readings: import_drafting.drafts(imported.get(source, ()), readings),
        InterpretOptions(accept=accept_options(services.settings)),
    )
    paper = window_paper(row.docket)
    if paper is not None:
        return _draft_paper(tools, row, paper.component, act)
    added = drafting.draft(tools, batch, act, type=row.type, dossier=row.dossier)
    # Here and not above: laying out entries closes batches again, which is this module's work.
    from pipeline.register.arrange import from_docket

    from_docket(services, batch, act)
    return added


def _draft_paper(tools: drafting.Drafting, row: Any, component: str, act: Act) -> int:
    """The one record of a paper taken in at the counter."""
    with tools.ledger.reading() as connection:
        signed = any(source.signed for source in sources_of(connection, row.id))
    if signed:
        return drafting.draft(tools, row.id, act, type=row.type, dossier=row.dossier, component=component)
    told = {"type": row.type, "dossier": row.dossier, "component": component}
    return draft_paper(tools, row.id, act, told)


def close(
    services: Services,
    batch: str,
    act: Act,
    *,
    reason: str | None = None,
    progress: Deposits = lambda _done, _all: None,
) -> bool:
    """Commit the batch's masters, readings and docket to the store, open its records to review, close it.

    Returns False, with findings, when the pages do not agree with the docket or with the sheets between them and
    no `reason` is given, or when pages are still unread. Raises archive's StoreUnavailable when the store does
    not answer.
    """
    with services.ledger.writing(act) as connection:
        row = find_batch(connection, batch)
        if row.state in {"closed", WITHDRAWN}:
            return True
        if not _agrees(services, connection, row, reason):
            return False
        waiting = record_ids(connection, batch=batch, states=[RecordState.READ])
    for done, record in enumerate(waiting, 1):
        _deposit_capture(services, record, act)
        progress(done, len(waiting))
    with holding(services, urn(batch), batch):
        deposited = _deposit_batch(services, batch, act)
        with services.ledger.writing(act) as connection:
            close_batch(connection, act, batch, inventory_sha256=deposited.inventory_sha256, reason=reason)
    finish(services.store, services.workspace.spool, urn(batch))
    return True


def _agrees(services: Services, connection: Connection, row: Any, reason: str | None) -> bool:
    """Whether every page is accounted for and is one that the docket tells of, or there is a `reason`."""
    counts = count(connection, row.id)
    mismatches = _mismatches(services, connection, row, counts)
    if reason is None:
        add_findings(connection, row.id, mismatches)
    return counts.balanced and (not mismatches or reason is not None)


def _mismatches(services: Services, connection: Connection, row: Any, counts: Counts) -> list[Finding]:
    """Where the pages differ from the docket and from what the sheets between them count."""
    docket, pages = Docket.model_validate(row.docket), pages_of(connection, row.id)
    found = sheet_findings(pages, sheets_of(services.workspace, pages), docket.sides)
    expected = docket.expected_pages()
    came = counts.pages_in - counts.pages_separator - (backs(pages) if docket.sides == 2 else 0)
    if expected is not None and expected != came:
        found.append(Finding("COUNT_MISMATCH", "", {"sheets": str(docket.sheets), "pages": str(came)}))
    return found


def _deposit_capture(services: Services, record: str, act: Act) -> None:
    """Version 1 of one record, its index rows and its move to review."""
    with services.ledger.reading() as connection:
        evidence = gather(connection, record)
    row = evidence.record.row
    created = datetime.fromisoformat(row.created_at)
    version = version_of(services, evidence, act, created=created, message=f"capture of batch {row.batch}")
    package = version.package
    with holding(services, package.id, row.batch):
        deposited = deposit(services.store, package, services.workspace.spool)
        with services.ledger.writing(act) as connection:
            put_or_leave_out(connection, deposited, version.description, package.files, act.at)
            move_record(connection, act, record, RecordState.IN_REVIEW, stored_as(deposited))
            recheck(connection, record)
            open_item(connection, act, record, rules_of(services.settings))
            review.auto_approve(connection, act, record, services.settings.policies())
    finish(services.store, services.workspace.spool, package.id)


def _deposit_batch(services: Services, batch: str, act: Act) -> Deposited:
    with services.ledger.reading() as connection:
        row = find_batch(connection, batch)
        sources, pages = sources_of(connection, batch), pages_of(connection, batch)
        places = capture.holdings(connection, batch)
    data = capture.batch_json(row, sources, pages, places)
    files = capture.batch_files(services.workspace, data, sources, places)
    created = datetime.fromisoformat(row.created_at)
    package: Package = capture.package(batch, files, created, "batch closed", act.by)
    return deposit(services.store, with_lock(services.settings, package, act.at), services.workspace.spool)
