"""From read pages to records in the ledger: one transaction per source, done once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from ocr.reading import PageReading
from pipeline.actors import Act
from pipeline.batch import Page, Source, pages_of, record_id, sources_of
from pipeline.changes.annotate import propose
from pipeline.changes.notes import ON_PAPER, proposals
from pipeline.checks.recheck import recheck
from pipeline.findings import Finding
from pipeline.interpret import InterpretOptions, interpret
from pipeline.ledger import Ledger, add_findings, drafted, move_record, note, put_fields
from pipeline.ledger_tables import findings, records, regions
from pipeline.look_again import load_looks
from pipeline.read_pages import load_reading
from pipeline.record import DraftRecord, Field, PageState, RecordState, Region
from pipeline.review.rescan import bring_in, came_for_others
from pipeline.secret.marking import set_apart_if_stamped
from pipeline.separators import Announced, announced, sheets_of
from pipeline.slots import insert_page
from pipeline.workspace import Workspace
from signing.verify import FileVerdict, Verdict

Verifier = Callable[[Path], FileVerdict]
NewCode = Callable[[], str]
# The records that earlier work says a source holds, by its ordinal; none where it says nothing.
Known = Callable[[int, Sequence[PageReading]], list[DraftRecord]]
# Separator sheets are handed on, since behind them a record begins.
USABLE = {PageState.READ, PageState.BLANK, PageState.SEPARATOR}


@dataclass(frozen=True)
class Drafting:
    """What drafting needs besides the batch: `verify` judges incoming signatures, `new_code` gives 128 random
    bits as 32 hex digits for the public code, `known` what an import says of a source, `options` what may be
    accepted without a person."""

    ledger: Ledger
    workspace: Workspace
    verify: Verifier
    new_code: NewCode
    known: Known = lambda _source, _readings: []
    options: InterpretOptions = dataclasses.field(default_factory=InterpretOptions)


def draft(
    tools: Drafting,
    batch: str,
    act: Act,
    *,
    type: str | None,
    dossier: str | None,
    component: str | None = None,
) -> int:
    """Turn every source whose pages are all done into records; returns how many records were added.

    With `component` everything in the batch is that part of `dossier`, whatever sheets say.
    """
    with tools.ledger.reading() as connection:
        ready = [s for s in sources_of(connection, batch) if s.pages and not s.drafted]
        sheets = sheets_of(tools.workspace, pages_of(connection, batch))
    with tools.ledger.writing(act) as connection:
        _join_late_pages(connection, batch)
    bring_in(tools.ledger, tools.workspace, batch, act, tools.options)

    def told(page: Page) -> Announced:
        if component:
            return Announced(dossier, component, ())
        return announced(sheets, (page.source, page.number), dossier)

    return sum(_draft_source(tools, source, act, type, told) for source in ready)


def _draft_source(
    tools: Drafting,
    source: Source,
    act: Act,
    type: str | None,
    told: Callable[[Page], Announced],
) -> int:
    pages = _done_pages(tools, source)
    if pages is None:
        return 0
    usable = [page for page in pages if page.state in USABLE]
    drafts = _drafts_of(tools, source, usable, type) if usable else []
    verdict = tools.verify(tools.workspace.original(source.sha256)) if source.signed and usable else None
    with tools.ledger.writing(act) as connection:
        for draft_record in drafts:
            key = _add_record(connection, act, source, usable, draft_record, tools.new_code(), told)
            if verdict is not None:
                _keep_verdict(connection, act, key, source, verdict)
        _report_missing(connection, source, pages, usable, drafts)
        # Without a record, a page that is read at a second try would have nothing to join: draft again then.
        if drafts or all(page.state is not PageState.QUARANTINED for page in pages):
            drafted(connection, source.batch, source.ordinal)
    return len(drafts)


def _drafts_of(
    tools: Drafting, source: Source, usable: Sequence[Page], type: str | None
) -> Sequence[DraftRecord]:
    readings = [load_reading(tools.workspace, page) for page in usable]
    looks = [load_looks(tools.workspace, page) for page in usable]
    readable = any(page.state is PageState.READ for page in usable)
    read = list(interpret(readings, type, tools.options, looks)) if readable else []
    known = tools.known(source.ordinal, readings)
    return known or ([as_one(read, readings)] if source.signed else read)


def _done_pages(tools: Drafting, source: Source) -> list[Page] | None:
    """The pages of `source` that came for this batch's own records; None while one is still unread."""
    with tools.ledger.reading() as connection:
        pages = pages_of(connection, source.batch, source.ordinal)
        elsewhere = came_for_others(connection, source.batch)
    if any(page.state in {PageState.NEW, PageState.CLAIMED} for page in pages):
        return None
    return [page for page in pages if page.id not in elsewhere]


def as_one(drafts: Sequence[DraftRecord], readings: Sequence[PageReading]) -> DraftRecord:
    """A signed file is one record whatever stands on its pages: its bytes must not be divided."""
    every = tuple(range(len(readings)))
    whole = tuple(Region.whole(i, r.text.width, r.text.height) for i, r in enumerate(readings))
    if not drafts:
        return DraftRecord("unknown", every, (), (Finding("NOTHING_READ"),), whole)
    first = drafts[0]
    moved = tuple(_onto(field, first.pages) for field in first.fields)
    return DraftRecord(
        first.type, every, moved, first.findings, whole, first.form, first.score, first.margin, first.entry
    )


def _onto(field: Field, pages: Sequence[int]) -> Field:
    if field.page is None:
        return field
    return Field(
        field.key, field.value, field.written, field.confidence, field.state, pages[field.page], field.box
    )


def _add_record(
    connection: Connection,
    act: Act,
    source: Source,
    usable: Sequence[Page],
    draft_record: DraftRecord,
    code: str,
    told: Callable[[Page], Announced],
) -> str:
    first = usable[draft_record.pages[0]]
    sheets = told(first)
    values = {"dossier": sheets.dossier, "component": sheets.component, "public_code": code}
    pages = [usable[at] for at in draft_record.pages]
    key = insert_record(connection, act, pages, draft_record, values)
    add_findings(connection, source.batch, sheets.findings, record=key)
    return key


def insert_record(
    connection: Connection,
    act: Act,
    pages: Sequence[Page],
    draft_record: DraftRecord,
    values: Mapping[str, str | None],
) -> str:
    """Put a new record with its regions, fields and findings into the ledger; returns its id.

    It is `read` then, or set apart when a stamp of secrecy was seen on it.

    `pages` are those of the record, `values` its public code and what is known of its dossier.
    """
    first = pages[0]
    key = _insert_row(connection, act, first, draft_record, values)
    note(connection, act, "record.captured", key, {"batch": first.batch, "type": draft_record.type})
    for ordinal, region in enumerate(draft_record.regions):
        page = pages[region.page]
        connection.execute(
            insert(regions).values(record=key, ordinal=ordinal, page=page.id, polygon=region.polygon)
        )
    put_fields(connection, key, draft_record.fields)
    add_findings(connection, first.batch, draft_record.findings, record=key)
    recheck(connection, key)
    _propose_changes(connection, act, key, draft_record.findings)
    if not set_apart_if_stamped(connection, act, key, draft_record.findings):
        move_record(connection, act, key, RecordState.READ)
    return key


def _propose_changes(connection: Connection, act: Act, record: str, found: Sequence[Finding]) -> None:
    for finding in found:
        if finding.code == ON_PAPER:
            for change in proposals(finding.facts["text"]):
                propose(connection, act, record, change)


def _insert_row(
    connection: Connection,
    act: Act,
    first: Page,
    draft_record: DraftRecord,
    values: Mapping[str, str | None],
) -> str:
    key = record_id(first.batch, first.id, draft_record.entry)
    connection.execute(
        insert(records).values(
            id=key,
            batch=first.batch,
            first_source=first.source,
            first_number=first.number,
            entry=draft_record.entry,
            unit=act.by.unit,
            type=draft_record.type,
            form=draft_record.form,
            score=draft_record.score,
            margin=draft_record.margin,
            state=RecordState.CAPTURED.value,
            revision=1,
            created_at=act.time,
            changed_at=act.time,
            **values,
        )
    )
    return key


def _keep_verdict(
    connection: Connection, act: Act, record: str, source: Source, verdict: FileVerdict
) -> None:
    name = Path(source.file).name
    connection.execute(
        records.update().where(records.c.id == record).values(incoming_signature=verdict.as_json(name))
    )
    found = [Finding("SIGNED_INCOMING", "", {"file": name, "verdict": verdict.verdict.value})]
    if verdict.verdict in {Verdict.FAILED, Verdict.REFUSED}:
        reason = next((s.reason for s in verdict.signatures if s.reason), verdict.verdict.value)
        found.append(Finding("SIGNATURE_BROKEN", "", {"file": name, "reason": reason or ""}))
    add_findings(connection, source.batch, found, record=record)
    note(connection, act, "signature.validated", record, {"verdict": verdict.verdict.value})


def _join_late_pages(connection: Connection, batch: str) -> None:
    """Give a page that was read at a second try to the record that was INCOMPLETE without it.

    The finding stays open: a person looks at the page and closes it.
    """
    late = select(findings.c.record, findings.c.page).where(
        findings.c.batch == batch, findings.c.code == "INCOMPLETE", findings.c.record.is_not(None)
    )
    by_id = {page.id: page for page in pages_of(connection, batch)}
    for row in connection.execute(late).all():
        in_record = select(regions.c.page).where(regions.c.record == row.record).order_by(regions.c.ordinal)
        held = list(connection.execute(in_record).scalars())
        if by_id[row.page].state is PageState.READ and row.page not in held:
            insert_page(connection, row.record, by_id[row.page], [by_id[key] for key in held])


def _report_missing(
    connection: Connection,
    source: Source,
    pages: Sequence[Page],
    usable: Sequence[Page],
    drafts: Sequence[DraftRecord],
) -> None:
    """A damaged page makes the record it would have belonged to INCOMPLETE: the one before it, else the next.

    A separator sheet between the two parts them.
    """
    sheets = [page.number for page in usable if page.state is PageState.SEPARATOR]
    starts = [
        (usable[d.pages[0]].number, record_id(source.batch, usable[d.pages[0]].id, d.entry)) for d in drafts
    ]
    for page in pages:
        if page.state is not PageState.QUARANTINED or not starts:
            continue
        parted = max((number for number in sheets if number < page.number), default=0)
        before = [key for number, key in starts if parted < number < page.number]
        behind = [key for number, key in starts if number > page.number]
        facts = {"page": str(page.number), "file": Path(source.file).name}
        key = before[-1] if before else behind[0] if behind else starts[-1][1]
        add_findings(connection, source.batch, [Finding("INCOMPLETE", "", facts)], record=key, page=page.id)
