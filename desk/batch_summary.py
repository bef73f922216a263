"""What became of a batch: pages in and out, what waits for people, what lies in quarantine, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from desk.cards import SHORT_ID, records_table
from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell, hairline
from desk.session import BAD_INPUT, DONE, PARTLY, Session
from pipeline.batch import Counts, Page, count, find_batch, pages_of
from pipeline.lookup import RecordView, batch_findings, record_ids, view
from pipeline.record import PageState, RecordState
from pipeline.reports import quarantined, short_name

MOST_ROWS = 20
_KINDS = ("read", "blank", "separator", "duplicate", "quarantined", "open")


def exit_code_of(counts: Counts, *, closed: bool) -> int:
    """0 when every page is taken, 2 when none could be used, else 5."""
    if counts.pages_in and counts.pages_quarantined == counts.pages_in:
        return BAD_INPUT
    return DONE if closed and counts.balanced and not counts.pages_quarantined else PARTLY


def worse(flow: int, batch: int) -> int:
    """A flow that ended on a fault of the machine speaks first; else the batch says how it went."""
    return batch if flow in {DONE, PARTLY} else flow


def show_batch(session: Session, batch: str, pages_per_minute: float = 0.0) -> int:
    """Print the summary of a batch; returns the exit code that fits it."""
    with session.services.ledger.reading() as connection:
        row = find_batch(connection, batch)
        counts = count(connection, row.id)
        records = [view(connection, key) for key in record_ids(connection, batch=row.id)]
        aside = quarantined(connection, row.id, session.words.language)
        findings = [kept.finding for kept in batch_findings(connection, row.id)]
        below = below_grade(pages_of(connection, row.id))
        homeless = pages_without_record(connection, row.id, records)
    session.terminal.show(*_heading(session, row, pages_per_minute), "", counts_table(session, counts))
    session.terminal.show("", counts_line(session, counts))
    if below:
        reasons = ", ".join(f"{reason} {number}" for reason, number in below.most_common() if reason)
        session.terminal.show(
            cell(session.words("batch.below_grade", count=below[""], reasons=reasons), DOUBT)
        )
    if counts.pages_quarantined:
        session.terminal.show("", cell(session.words("batch.aside", count=counts.pages_quarantined), REFUSED))
        session.terminal.show(_aside_table(session, aside))
    if homeless:
        session.terminal.show(cell(session.words("batch.homeless", count=homeless), REFUSED))
    closed = row.state == "closed"
    for text in [finding.text(session.words.language) for finding in findings]:
        session.terminal.show(cell(text, DOUBT))
    _show_queues(session, records)
    _show_next(session, row.id, counts, records, closed=closed)
    return exit_code_of(counts, closed=closed and not homeless)


def pages_without_record(connection: Connection, batch: str, records: Sequence[RecordView]) -> int:
    """How many pages were read and belong to no record; anything but 0 is a page lost to people."""
    held = {page.id for found in records for page in found.pages}
    return sum(page.state is PageState.READ and page.id not in held for page in pages_of(connection, batch))


def below_grade(pages: Sequence[Page]) -> Counter[str]:
    """How many pages are below archive grade by reason (docs/quality.md), and under "" how many there are."""
    told = [page.facts["below_grade"] for page in pages if page.facts.get("below_grade")]
    reasons = Counter(reason for one in told for reason in one.split(", "))
    return reasons + Counter({"": len(told)})


def _heading(session: Session, row: Any, pages_per_minute: float) -> list[Text]:
    words = session.words
    lines = [Text(words("batch.heading", id=row.id, state=words(f"batch_state.{row.state}")), "bold")]
    if row.dossier:
        lines.append(cell(words("card.dossier", code=row.dossier)))
    if pages_per_minute:
        lines.append(Text(words("batch.speed", rate=f"{pages_per_minute:.0f}"), QUIET))
    return lines


def counts_table(session: Session, counts: Counts) -> Table:
    """Where the pages are, one line a kind; kinds without pages are left out."""
    table = hairline(session.words("counts.kind"), session.words("counts.pages"), right=(1,))
    for kind in _KINDS:
        number = getattr(counts, f"pages_{kind}")
        if number:
            style = REFUSED if kind == "quarantined" else DOUBT if kind in {"duplicate", "open"} else ""
            table.add_row(cell(session.words(f"counts.{kind}"), style), cell(number, style))
    return table


def counts_line(session: Session, counts: Counts) -> Text:
    """The sum: green words when it adds up, red when it does not."""
    parts = " + ".join(
        str(getattr(counts, f"pages_{kind}")) for kind in _KINDS if getattr(counts, f"pages_{kind}")
    )
    key, style = ("counts.balanced", VERIFIED) if counts.balanced else ("counts.unbalanced", REFUSED)
    return Text(session.words(key, pages_in=counts.pages_in, parts=parts or "0"), style)


def _aside_table(session: Session, aside: list[dict[str, Any]]) -> Table:
    words = session.words
    table = hairline(
        words("list.file"), words("aside.page"), words("aside.code"), words("aside.why"), right=(1,)
    )
    for entry in aside[:MOST_ROWS]:
        table.add_row(
            cell(short_name(entry["file"])),
            cell(entry["page"] or "–"),
            cell(entry["code"]),
            cell(entry["message"]),
        )
    if len(aside) > MOST_ROWS:
        table.add_row("", "", "", cell(words("list.more", count=len(aside) - MOST_ROWS), QUIET))
    return table


def _show_queues(session: Session, records: list[RecordView]) -> None:
    words = session.words
    waiting = [found for found in records if found.state is RecordState.IN_REVIEW]
    quick = [found for found in waiting if found.quick]
    look = [found for found in waiting if not found.quick]
    session.terminal.show("", words("batch.records", count=len(records)))
    if quick:
        session.terminal.show(words("batch.quick", count=len(quick)))
    if look:
        fields = sum(len(found.doubtful) for found in look)
        session.terminal.show(Text(words("batch.look", count=len(look), fields=fields), DOUBT))
        session.terminal.show("", records_table(session, look[:MOST_ROWS]))
        if len(look) > MOST_ROWS:
            session.terminal.show(Text(words("list.more", count=len(look) - MOST_ROWS), QUIET))


def _show_next(
    session: Session, batch: str, counts: Counts, records: list[RecordView], *, closed: bool
) -> None:
    short = batch[:SHORT_ID]
    look = [f for f in records if f.state is RecordState.IN_REVIEW and not f.quick]
    commands = [f"sohoa record show {look[0].id[:SHORT_ID]}"] if look else []
    if any(f.quick and f.state is RecordState.IN_REVIEW for f in records):
        commands.append("sohoa record approve --quick")
    if any(f.state is RecordState.APPROVED for f in records):
        commands.append("sohoa finalize")
    if counts.pages_quarantined:
        commands.append(f"sohoa batch retry {short}")
    if counts.pages_duplicate:
        commands.append(f"sohoa batch retry {short} --keep-duplicates")
    if not closed:
        commands.append(
            f'sohoa batch close {short} --reason "..."' if counts.balanced else f"sohoa batch show {short}"
        )
    session.terminal.show("")
    if commands:
        session.show_next(commands)
    if counts.pages_quarantined:
        folder = session.services.workspace.quarantine / batch
        session.terminal.show(cell(session.words("batch.aside_folder", folder=folder), QUIET))
