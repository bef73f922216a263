"""One run over everything that waits: all are fetched and looked at first, then the PIN once, then one by one.

What is made is kept on disk until the server has it, so that a kill between any two steps costs nothing and no key is
used twice for one document. A document whose job expired meanwhile is fetched and shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509

from signing.agent import memory as kept
from signing.agent import protocol, screen
from signing.agent.errors import DocumentSwapped, ServerRefused, ServerUnreachable
from signing.agent.inspection import inspect
from signing.agent.memory import Memory
from signing.agent.protocol import Link, Paper
from signing.agent.screen import Screen
from signing.deferred import answer
from signing.errors import JobRefused, SigningError
from signing.identity import SigningIdentity
from signing.job import in_time, read_job

_ROUNDS = 3
_EXPIRED = "job-expired"
# Of one document, not of the batch: the others may still be signed.
_OF_ONE = (JobRefused, DocumentSwapped)
_OF_SESSION = {"unauthorised", "certificate", "protocol"}


class End(StrEnum):
    """How a run ended for one document."""

    SIGNED = "signed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Run:
    """What a run works with. `open_key` asks for the PIN and opens the token; it is entered at most once."""

    link: Link
    memory: Memory
    screen: Screen
    certificate: x509.Certificate
    open_key: Callable[[], AbstractContextManager[SigningIdentity]]
    clock: Callable[[], datetime]


@dataclass
class Tally:
    """How each document ended; `left` counts what can still be signed later, `stopped` why the run ended early."""

    ends: dict[str, End] = field(default_factory=dict)
    left: int = 0
    stopped: SigningError | None = None
    declined: bool = False

    def count(self, *ends: End) -> int:
        """How many ended so."""
        return sum(end in ends for end in self.ends.values())


@dataclass(frozen=True)
class _Ready:
    """A document that was fetched and found to be what was listed."""

    number: int
    paper: Paper
    job: str
    file: Path


def run(given: Run) -> Tally:
    """Sign everything that waits. Raises PinRefused at once at a wrong PIN, and what stops before anything began."""
    tally = Tally()
    try:
        hand_in_kept(given)
        listed = protocol.documents(given.link)
        numbers = {paper.id: number for number, paper in enumerate(listed, start=1)}
        waiting = screen.still_open(listed)
        if not waiting:
            given.screen.say("none")
        with ExitStack() as stack:
            _rounds(given, tally, waiting, numbers, stack)
    finally:
        kept.forget_documents(given.memory)
    return tally


def hand_in_kept(given: Run) -> None:
    """Send the answers that an earlier run made and could not hand over."""
    for document, held in list(kept.kept_answers(given.memory)):
        try:
            protocol.finish(given.link, document, held)
            given.screen.say("sent", document=document)
        except ServerRefused as fault:  # its job has ended meanwhile: it will be fetched and signed anew
            if fault.code in _OF_SESSION:
                raise
        kept.drop_answer(given.memory, document)


def _rounds(
    given: Run, tally: Tally, waiting: Sequence[Paper], numbers: dict[str, int], stack: ExitStack
) -> None:
    identity: SigningIdentity | None = None
    for attempt in range(_ROUNDS):
        ready = _prepared(given, tally, waiting, numbers)
        if not ready:
            return
        if attempt:
            given.screen.say("renewed", count=len(ready))
        if not screen.consents(given.screen, [one.file for one in ready]):
            tally.declined, tally.left = True, len(ready)
            _give_back(given, ready)
            return
        try:
            identity = identity or stack.enter_context(given.open_key())
        except SigningError:
            _give_back(given, ready)
            raise
        late = _signed(given, tally, ready, identity)
        if tally.stopped or not late:
            return
        waiting = late
    tally.left += len(waiting)


def _prepared(given: Run, tally: Tally, waiting: Sequence[Paper], numbers: dict[str, int]) -> list[_Ready]:
    """Claim, fetch and inspect each; those that are refused are reported and left out."""
    ready = []
    for paper in waiting:
        number = numbers[paper.id]
        try:
            job = protocol.claim(given.link, paper)
            prepared = protocol.fetch_prepared(given.link, paper, read_job(job).id)
            inspect(paper, job, prepared, given.certificate, given.clock())
        except (*_OF_ONE, ServerRefused) as fault:
            if isinstance(fault, ServerRefused) and fault.code in _OF_SESSION:
                raise
            _refused(given, tally, number, paper, fault)
            continue
        file = given.memory.documents / f"{number:04}.pdf"
        given.memory.documents.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_bytes(prepared)
        screen.line(given.screen, number, paper)
        screen.copied(given.screen, number, paper, prepared)
        ready.append(_Ready(number, paper, job, file))
    return ready


def _signed(given: Run, tally: Tally, ready: Sequence[_Ready], identity: SigningIdentity) -> list[Paper]:
    """Sign and hand in one after the other; returns those whose job expired before their turn came."""
    late = []
    for position, one in enumerate(ready):
        try:
            if not _one(given, tally, one, identity):
                late.append(one.paper)
        except (*_OF_ONE, ServerRefused) as fault:
            _refused(given, tally, one.number, one.paper, fault)
        except SigningError as fault:  # token gone, server gone: the rest waits for the next run
            tally.stopped, tally.left = fault, tally.left + len(ready) - position + len(late)
            return []
    return late


def _one(given: Run, tally: Tally, one: _Ready, identity: SigningIdentity) -> bool:
    """Sign and hand in one document; False when its job has expired."""
    at = given.clock()
    try:
        in_time(read_job(one.job), at)
    except JobRefused:
        return False
    told = answer(one.job, one.file.read_bytes(), identity, at)
    kept.keep_answer(given.memory, one.paper.id, told)
    try:
        level = protocol.finish(given.link, one.paper.id, told)
    except ServerRefused as fault:
        kept.drop_answer(given.memory, one.paper.id)
        if fault.code == _EXPIRED:
            return False
        raise
    kept.drop_answer(given.memory, one.paper.id)
    end = End.SIGNED if level else End.ACCEPTED
    tally.ends[one.paper.id] = end
    given.screen.say(f"row.{end}", n=one.number, title=one.paper.title, level=level)
    return True


def _refused(given: Run, tally: Tally, number: int, paper: Paper, fault: SigningError) -> None:
    tally.ends[paper.id] = End.REFUSED
    given.screen.say("row.refused", n=number, title=paper.title, why=given.screen.reason(fault))


def _give_back(given: Run, ready: Sequence[_Ready]) -> None:
    """Nobody should wait for a lease that is not going to be used; when this fails, it ends by itself."""
    for one in ready:
        try:
            protocol.give_back(given.link, one.paper.id)
        except (ServerRefused, ServerUnreachable):
            return
