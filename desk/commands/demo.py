"""`sohoa demo`: from scan to signed archive on the samples, in numbered steps; safe to run again."""

from __future__ import annotations

import resource
import secrets
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.text import Text

from archive.folding import fold
from archive.search import SearchFilters
from desk import flow_commands
from desk.batch_summary import counts_line
from desk.commands.archive import check_fixity, refill, show_fixity, show_rebuilt
from desk.commands.digitize import take_in
from desk.commands.dossier import show_dossier
from desk.commands.finalize import outcome_document
from desk.commands.search import find, show_hits
from desk.commands.verify import show_verdict, verdict_of
from desk.console import DOUBT, QUIET, VERIFIED, cell
from desk.console import REFUSED as RED
from desk.demo.accounts import open_accounts
from desk.demo.home import demo_session, require_own
from desk.demo.keying import Tally, review_batch
from desk.demo.samples import Samples, load
from desk.help_page import OfficeCommand
from desk.session import DONE, PARTLY, REFUSED, Session, session_of
from pipeline.actors import demonstrator
from pipeline.batch import count
from pipeline.finalize import waiting
from pipeline.intake import Request
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import RecordState
from pipeline.reports import quarantined, short_name
from pipeline.wiring import make_home
from signing.verify import Verdict

app = typer.Typer(add_completion=False)

DOSSIER = "H29.22.33-260115-0001"
VERIFIED_FILES = 3
QUERIES = 5
MEMBERS_SHOWN = 10


@dataclass
class Stage:
    """One run of the demonstration: its session, its samples, the number of the present step."""

    session: Session
    samples: Samples
    number: int = 0
    batches: dict[str, str] = field(default_factory=dict)
    rooms: ExitStack = field(default_factory=ExitStack)
    hosted: bool = False
    code: int = DONE

    def host(self) -> None:
        """Bring up one server for all flows of this run, at the first that is needed."""
        if not self.hosted:
            self.session.say("stage.server", QUIET)
            self.rooms.enter_context(flow_commands.host(self.session))
            self.hosted = True

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Head and time of one step."""
        self.number += 1
        began = time.monotonic()
        self.session.terminal.show("", Text(f"{self.number}. {self.session.words(f'demo.{name}')}", "bold"))
        yield
        seconds = time.monotonic() - began
        self.show("seconds", QUIET, seconds=f"{seconds:.1f}")

    def show(self, key: str, style: str = "", **facts: object) -> None:
        """One indented line of the present step."""
        self.session.terminal.show(cell("   " + self.session.words(f"demo.{key}", **facts), style))


@app.command(cls=OfficeCommand)
def demo(ctx: typer.Context) -> int:
    """Every step uses what the other commands use."""
    session = demo_session(session_of(ctx))
    require_own(session)
    stage = Stage(session, load())
    session.terminal.show(Text(session.words("demo.about"), DOUBT))
    with stage.rooms:
        _from_scan_to_archive(stage)
    _prove(stage)
    with stage.step("desk"):
        _open_desk(stage)
    _farewell(stage)
    return stage.code


def _from_scan_to_archive(stage: Stage) -> None:
    with stage.step("home"):
        make_home(stage.session.settings)
        stage.show("home_at", home=stage.session.settings.home)
    with stage.step("digitize"):
        _digitize(stage, "good", stage.samples.good_files, Request(DOSSIER))
    with stage.step("broken"):
        _digitize(stage, "broken", stage.samples.broken_files, Request())
        _show_quarantine(stage)
    with stage.step("review"):
        _review(stage)
    with stage.step("finalize"):
        _finalize(stage)


def _prove(stage: Stage) -> None:
    session = stage.session
    with stage.step("verify"):
        _verify(stage)
    with stage.step("fixity"):
        checked, found = check_fixity(session, (), by=demonstrator(session.settings.unit))
        show_fixity(session, checked, found)
        stage.code = REFUSED if found else stage.code
    _search_and_rebuild(stage)
    with stage.step("dossier"):
        show_dossier(session, DOSSIER, MEMBERS_SHOWN)


def _digitize(stage: Stage, name: str, files: list[Path], request: Request) -> None:
    session, actor = stage.session, demonstrator(stage.session.settings.unit)
    received = take_in(session, files, request, actor)
    stage.batches[name] = received.batch
    if received.closed:
        stage.show("batch_known", DOUBT, batch=received.batch)
    else:
        stage.host()
        end, speed = flow_commands.digitize(session, actor, received.batch, hosted=True)
        stop_unless(end.exit_code in {DONE, PARTLY}, end.exit_code)
        stage.show("speed", rate=f"{speed:.0f}", processes=session.settings.reading_processes)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        stage.show("memory", QUIET, mib=peak)
    with session.services.ledger.reading() as connection:
        counts = count(connection, received.batch)
        records = len(record_ids(connection, batch=received.batch))
    session.terminal.show(Text.assemble("   ", counts_line(session, counts)))
    stage.show("records", count=records, batch=received.batch[:8])


def stop_unless(well: bool, code: int) -> None:
    """End the demonstration with the code of a flow that met a fault of the machine; its text was shown."""
    if not well:
        raise typer.Exit(code)


def _show_quarantine(stage: Stage) -> None:
    session, batch = stage.session, stage.batches["broken"]
    with session.services.ledger.reading() as connection:
        aside = quarantined(connection, batch, session.words.language)
    for entry in aside:
        session.terminal.show(cell(f"   {entry['code']:<15} {short_name(entry['file'])}", RED))
    stage.show("quarantine_at", QUIET, folder=session.services.workspace.quarantine / batch)


def _review(stage: Stage) -> None:
    services = stage.session.services
    act = stage.session.act_of(demonstrator(stage.session.settings.unit))
    tally = review_batch(services, stage.samples, stage.batches["good"], act)
    if not tally.records:
        stage.show("review_known", DOUBT)
        return
    _show_tally(stage, tally)


def _show_tally(stage: Stage, tally: Tally) -> None:
    stage.show("accepted", accepted=tally.accepted, records=tally.records)
    stage.show("wrong", RED if tally.wrong else VERIFIED, wrong=tally.wrong, accepted=tally.accepted)
    stage.show("keyed", confirmed=tally.confirmed, corrected=tally.corrected)
    stage.show("closed", closed=tally.closed, retyped=tally.retyped)
    stage.show("approved", approved=tally.approved, records=tally.records)


def _finalize(stage: Stage) -> None:
    session = stage.session
    chosen = waiting(session.services)
    if not chosen:
        stage.show("finalize_known", DOUBT)
        return
    actor = demonstrator(session.settings.unit)
    stage.host()
    end, told = flow_commands.finalize(session, actor, (), len(chosen), hosted=True)
    stop_unless(end.exit_code in {DONE, REFUSED}, end.exit_code)
    documents = outcome_document(session, told)
    archived = sum(1 for one in documents["records"] if one["state"] == "archived")
    stage.show("archived", VERIFIED, archived=archived, all=len(chosen))
    for one in documents["refused"]:
        stage.code = REFUSED
        session.terminal.show(cell(f"   {one['message']}", RED))
    stage.show("store_at", QUIET, store=session.settings.store)


def _archived(stage: Stage) -> list[RecordView]:
    with stage.session.services.ledger.reading() as connection:
        keys = record_ids(connection, batch=stage.batches["good"], states=[RecordState.ARCHIVED])
        return [view(connection, key) for key in keys]


def _verify(stage: Stage) -> None:
    # A received signed paper keeps its own signature; here it is ours that is shown.
    ours = [found.id for found in _archived(stage) if not found.row.incoming_signature]
    for record in ours[:VERIFIED_FILES]:
        verdict = verdict_of(stage.session, record)
        show_verdict(stage.session, record, verdict)
        if verdict.verdict is not Verdict.PASSED:
            stage.code = REFUSED


def _search_and_rebuild(stage: Stage) -> None:
    session = stage.session
    typed = _names_without_marks(stage)
    with stage.step("search"):
        before = [find(session, text, SearchFilters(), 10) for text in typed]
        for text, result in list(zip(typed, before, strict=True))[:1]:
            stage.show("typed", text=text)
            show_hits(session, result)
    with stage.step("rebuild"):
        show_rebuilt(session, refill(session, drop=True, by=demonstrator(session.settings.unit)))
        after = [find(session, text, SearchFilters(), 10) for text in typed]
        same = [one.as_json() for one in before] == [one.as_json() for one in after]
        stage.show("same" if same else "different", VERIFIED if same else RED, count=len(typed))
        stage.code = stage.code if same else REFUSED


def _names_without_marks(stage: Stage) -> list[str]:
    """Names that stand on archived sample papers, typed as people do in a hurry."""
    names = (
        found.value
        for record in _archived(stage)
        for found in record.fields
        if found.key.endswith("_full_name") and found.value and fold(found.value) != found.value.lower()
    )
    return [fold(name) for name in dict.fromkeys(names)][:QUERIES]


def _open_desk(stage: Stage) -> None:
    session = stage.session
    # Made anew each time and shown once: a password that stands in a program is no password.
    password = secrets.token_urlsafe(12)
    act = session.act_of(demonstrator(session.settings.unit))
    logins = open_accounts(session.services, act, session.words.language, password)
    stage.show("desk_logins", logins=", ".join(logins))
    stage.show("desk_password", VERIFIED, password=password)


def _farewell(stage: Stage) -> None:
    session = stage.session
    home, broken = session.settings.home, stage.batches["broken"][:8]
    name = (_names_without_marks(stage) or [DOSSIER])[0]
    session.terminal.show("", cell(f"SOHOA_HOME={shlex.quote(str(home))}", "bold"))
    session.show_next(
        [
            *_path_lines(),
            f"export SOHOA_HOME={shlex.quote(str(home))}",
            "sohoa desk",
            f'sohoa search "{name}"',
            f"sohoa dossier show {DOSSIER}",
            f"sohoa batch show {broken}",
            "sohoa record list --state in_review",
            "sohoa archive fixity",
        ],
    )


def _path_lines() -> list[str]:
    """What a shell needs first where `sohoa` is not yet on its path, as after `make demo`."""
    if shutil.which("sohoa"):
        return []
    return [f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH"]
