"""What `sohoa sign` shows: the queue, the outcome of a run, differences from the register of finals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from desk.cards import SHORT_ID
from desk.console import DOUBT, QUIET, VERIFIED, cell, hairline
from desk.console import REFUSED as RED
from desk.session import DONE, MISSING, PARTLY, REFUSED, Session
from desk.times import shown
from desk.words import Words
from pipeline.issuing.awaiting import Waiting, waiting_for_stamp
from pipeline.issuing.claims import Refusal
from pipeline.issuing.finals import FinalFinding
from pipeline.issuing.sign_batch import AWAITING, NOT_TRIED, SIGNED, Result
from pipeline.issuing.sign_queue import Entry, Standing, standing, waiting_for
from signing.errors import ConfigurationRefused, SigningError

_STYLES = {SIGNED: VERIFIED, AWAITING: DOUBT, NOT_TRIED: DOUBT}


@dataclass
class SignRun:
    """One run: what may be signed, what was refused before, what became of the rest, and what ended it early."""

    fine: list[str]
    refused: list[Refusal]
    results: list[Result]
    fault: SigningError | None = None


def code_of(run: SignRun) -> int:
    """0 all signed; 4 something was refused; 3 this installation is at fault; 5 a timestamp has to be awaited."""
    if run.fault is not None:
        return MISSING if isinstance(run.fault, ConfigurationRefused) else REFUSED
    outcomes = {one.outcome for one in run.results}
    if run.refused or outcomes - {SIGNED, AWAITING}:
        return REFUSED
    return PARTLY if AWAITING in outcomes else DONE


def show_queue(session: Session, count: int, *, json: bool) -> int:
    """What waits for the person at the terminal, and how the whole queue stands."""
    services, act, words = session.services, session.act(), session.words
    lines, whole, stamps = (
        waiting_for(services, act, count),
        standing(services, act),
        waiting_for_stamp(services, act),
    )
    if json:
        silent = [{"record": record, "message": words.either(vi, en)} for record, (vi, en) in whole.silent]
        session.terminal.document(
            {
                "waiting": [one.as_json() for one in lines],
                "by_capacity": whole.by_capacity,
                "awaiting_timestamp": stamps.as_json(),
                "policy_silent": silent,
            }
        )
        return DONE
    if lines:
        session.terminal.show(_table(words, lines), "")
        session.show_next(["sohoa sign --all"])
    else:
        session.terminal.show(Text(words("sign.nothing")))
    _show_standing(session, whole, stamps)
    return DONE


def _table(words: Words, lines: Sequence[Entry]) -> Table:
    table = hairline(
        words("list.id"), words("list.type"), words("sign.capacity"), words("sign.level"), words("sign.since"),
        words("sign.notes"), whole=(0,),
    )  # fmt: skip
    for one in lines:
        notes = [words(f"sign.lacks.{lack}") for lack in one.lacking]
        notes += [words("sign.in_hand", until=shown(one.held_until))] if one.held_until else []
        table.add_row(
            cell(one.record[:SHORT_ID]), cell(one.type), cell(words(f"capacity.{one.capacity}")),
            cell(one.level), cell(shown(one.since)), cell(", ".join(notes), DOUBT),
        )  # fmt: skip
    return table


def _show_standing(session: Session, whole: Standing, stamps: Waiting) -> None:
    words = session.words
    others = [f"{words(f'capacity.{name}')}: {number}" for name, number in sorted(whole.by_capacity.items())]
    if others:
        session.terminal.show(Text(words("sign.whole", all=", ".join(others)), QUIET))
    if stamps.count:
        by = shown(stamps.done_by.isoformat()) if stamps.done_by else ""
        session.terminal.show(Text(words("sign.stamps", count=stamps.count, by=by), DOUBT))
    for record, (vi, en) in whole.silent:
        session.terminal.show(cell(f"{record[:SHORT_ID]}  {words.either(vi, en)}", RED))


def show_run(session: Session, run: SignRun, *, json: bool, only_checked: bool) -> int:
    """The outcome of one run, document by document; gives its exit code."""
    language = session.words.language
    if json:
        session.terminal.document(
            {
                "checked": run.fine,
                "refused": [one.as_json(language) for one in run.refused],
                "results": [one.as_json(language) for one in run.results],
                "fault": session.fault(run.fault) if run.fault else None,
            }
        )
        return code_of(run)
    words, terminal = session.words, session.terminal
    for refused in run.refused:
        terminal.say(f"{refused.record[:SHORT_ID]}  {words.either(refused.vi, refused.en)}", RED)
    if only_checked:
        terminal.show(Text(words("sign.checked", count=len(run.fine)), VERIFIED if run.fine else ""))
        return code_of(run)
    if not (run.refused or run.results or run.fault):
        terminal.show(Text(words("sign.nothing")))
    for one in run.results:
        line = (
            f"{one.record[:SHORT_ID]}  {words(f'sign.outcome.{one.outcome}')}  {words.either(one.vi, one.en)}"
        )
        terminal.show(cell(line.rstrip(), _STYLES.get(one.outcome, RED)))
    if any(one.outcome == SIGNED for one in run.results):
        session.show_next(["sohoa finalize"])
    return code_of(run)


def show_finals(session: Session, found: Sequence[FinalFinding], *, json: bool) -> int:
    """Every difference between the store and the register of finals; exit code 4 when there is one."""
    if json:
        findings = [one.as_json(session.words.language) for one in found]
        session.terminal.document({"findings": findings})
    else:
        for one in found:
            session.terminal.show(cell(one.text(session.words.language), RED))
        key = "sign.finals_differ" if found else "sign.finals_sound"
        session.terminal.show(Text(session.words(key, count=len(found)), RED if found else VERIFIED))
    return REFUSED if found else DONE
