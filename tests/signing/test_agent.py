"""The agent at its own end: what it shows, when it asks, what it refuses before the key, and how it goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from select import select

import pytest
from agent_server import Document, Queue, absentee, serving
from deferred_step import SECRET
from government_office import ONCE, Bureau
from signing_pki import make_pdfa
from terminal import ROOT
from time_limits import status_of, told_by
from tls_files import Tls, make_tls

from benchmarks import softhsm
from benchmarks.government import now
from benchmarks.own_port import own_port
from signing.agent import batch, command
from signing.agent.batch import End, Run
from signing.agent.command import DONE, INTERRUPTED, MISSING, PARTLY, REFUSED, WRONG_USE
from signing.agent.memory import kept_answers, memory_of, new_key
from signing.agent.protocol import Link, open_session
from signing.agent.screen import Screen
from signing.agent.wire import Patience, wire_to
from signing.deferred import LIFETIME, Server
from signing.identity import read_certificates
from signing.timestamp import Timestamper
from signing.token import fingerprint, opened
from signing.verdict import Level, Verdict
from signing.verify import judge

CODE = "one-time-code-of-these-tests-0123456789abcdef"


@dataclass
class Counter:
    """A server with documents that wait, and a computer with a token."""

    bureau: Bureau
    queue: Queue
    base: str
    tls: Tls
    token: softhsm.SoftToken
    folder: Path
    codes: int = 0
    files: list[Path] = field(default_factory=list)

    def put(self, count: int) -> str:
        """A one-time code for `count` new documents."""
        self.codes += 1
        code = f"{CODE}-{self.codes}"
        made = [
            make_pdfa(self.folder / f"doc{len(self.queue.documents) + n}.pdf", 1 + n) for n in range(count)
        ]
        self.queue.put(code, made)
        return code

    def arguments(self, verb: str = "sign", *more: str | Path) -> list[str]:
        certificate = read_certificates(self.bureau.government.certificate("official"))[0]
        given = ["--lang", "en", "--server", self.base, "--ca", self.tls.ca, "--state", self.folder / "state"]
        given += ["--module", self.token.module, "--certificate", fingerprint(certificate)]
        return [verb, *(str(one) for one in (*given, *more))]

    def run(self, *more: str | Path, code: str = "", pin: str = softhsm.PIN, verb: str = "sign") -> int:
        """The agent's exit code; secrets go through pipes."""
        given = list(more)
        for flag, secret in (("--code-fd", code), ("--pin-fd", pin)):
            if secret and (verb == "sign" or flag == "--code-fd"):
                given += [flag, str(piped(secret))]
        return command.main(self.arguments(verb, *given))

    @property
    def states(self) -> list[str]:
        return [one.state for one in self.queue.documents.values()]

    def verdict(self, one: Document) -> Verdict:
        return judge(one.final.read_bytes(), self.bureau.evidence.remembered(), at=now()).verdict


def piped(secret: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, f"{secret}\n".encode())
    os.close(writing)
    return reading


@pytest.fixture
def counter(
    bureau: Bureau, token: softhsm.SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Counter]:
    monkeypatch.setenv("SOFTHSM2_CONF", str(token.config))
    official = bureau.government.identity("official")
    server = Server(bureau.evidence, bureau.timestamper, SECRET)
    queue = Queue(absentee(official.certificate, official.chain), server, now)
    tls = make_tls(tmp_path / "tls")
    with serving(queue, tls) as base:
        yield Counter(bureau, queue, base, tls, token, tmp_path)


def test_a_batch_is_shown_then_signed_in_one_session_of_the_token(
    counter: Counter, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = counter.put(3)
    assert counter.run("--yes", "--save", tmp_path / "look", code=code) == DONE
    said = capsys.readouterr()
    for one in counter.queue.documents.values():
        assert one.state == "finished"
        assert counter.verdict(one) is Verdict.PASSED
        assert f"{one.title} | No. {one.number}" in said.out
    assert said.out.index("SHA-256") < said.out.index("SIGNED (B-LT)")
    assert "Signed 3, not signed 0, left 0." in said.out
    looked = sorted((tmp_path / "look").iterdir())
    assert [path.read_bytes() for path in looked] == [
        one.prepared.read_bytes() for one in counter.queue.documents.values()
    ]
    assert softhsm.PIN not in said.out + said.err
    left = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["session.json"]
    assert left[0].stat().st_mode & 0o077 == 0
    assert counter.run("--yes") == DONE
    assert "No document waits." in capsys.readouterr().out


def test_a_wrong_pin_stops_everything_with_4_and_is_never_tried_again(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    code = counter.put(2)
    assert counter.run("--yes", code=code, pin=softhsm.WRONG) == REFUSED
    said = capsys.readouterr()
    assert "Wrong PIN" in said.err
    assert softhsm.WRONG not in said.out + said.err
    assert counter.states == ["waiting", "waiting"]
    assert not [line for line in counter.queue.asked if line.endswith("/finish")]
    assert counter.run("--yes") == DONE


def test_without_consent_the_pin_is_not_asked(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    code = counter.put(1)
    assert counter.run(code=code) == WRONG_USE
    assert "--yes" in capsys.readouterr().err
    assert counter.run(code=counter.put(1), pin="") == WRONG_USE


def read_until(terminal: int, wanted: bytes) -> bytes:
    """What a terminal shows up to `wanted` and right behind it, within 60 s from one piece to the next."""
    seen = b""
    while wanted not in seen:
        assert select([terminal], [], [], 60)[0], f"{wanted!r} does not come after {seen!r}"
        seen += os.read(terminal, 4096)
    return seen


def test_a_person_at_a_terminal_looks_types_and_signs(counter: Counter, tmp_path: Path) -> None:
    """A real pseudo-terminal: number to look, word to sign, PIN unseen."""
    import pty

    viewer = tmp_path / "viewer.sh"
    viewer.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/seen.pdf\n', "utf-8")
    viewer.chmod(0o755)
    code = counter.put(1)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        words = counter.arguments("sign", "--viewer", viewer)
        os.execve(sys.executable, [sys.executable, "-m", "signing.agent", *words], dict(os.environ))
    for waits_for, typed in (
        (b"code", code),
        (b"to stop:", "1"),
        (b"to stop:", "sign"),
        (b"PIN", softhsm.PIN),
    ):
        told = read_until(terminal, waits_for)
        assert softhsm.PIN.encode() not in told
        os.write(terminal, f"{typed}\n".encode())
    assert softhsm.PIN.encode() not in read_until(terminal, b"left 0.")
    assert os.waitstatus_to_exitcode(status_of(child)) == DONE
    os.close(terminal)
    (one,) = counter.queue.documents.values()
    assert (tmp_path / "seen.pdf").read_bytes() == one.prepared.read_bytes()


def swapped(one: Document, content: bytes) -> bytes:
    return content.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg")


def test_a_swapped_document_is_left_out_and_the_others_are_signed(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    code = counter.put(2)
    counter.queue.swap = lambda one, content: swapped(one, content) if one.id == "d0" else content
    assert counter.run("--yes", code=code) == PARTLY
    assert "NOT SIGNED" in capsys.readouterr().out
    assert counter.states == ["claimed", "finished"]
    counter.queue.swap = None
    assert counter.run("--yes") == DONE
    assert counter.states == ["finished", "finished"]


def test_a_lost_reply_costs_no_second_signature(counter: Counter) -> None:
    code = counter.put(1)
    counter.queue.lose += ["/session", "/documents/d0/claim", "/documents/d0/finish"]
    assert counter.run("--yes", code=code) == DONE
    assert counter.queue.lose == []
    (one,) = counter.queue.documents.values()
    assert one.tries == 1
    assert counter.verdict(one) is Verdict.PASSED


@pytest.mark.proof
def test_after_a_kill_it_goes_on_at_the_exact_document(counter: Counter) -> None:
    code = counter.put(3)
    counter.queue.lose += ["/documents/d1/finish"] * 9
    descriptors = [piped(code), piped(softhsm.PIN)]
    words = counter.arguments(
        "sign", "--yes", "--code-fd", str(descriptors[0]), "--pin-fd", str(descriptors[1])
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "signing.agent", *words],
        cwd=ROOT,
        pass_fds=descriptors,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    end = time.monotonic() + 120
    while "POST /documents/d1/finish" not in counter.queue.asked:
        assert process.poll() is None
        assert time.monotonic() < end, counter.queue.asked
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    told_by(process, 60)
    with counter.queue.lock:
        counter.queue.lose.clear()
        before = counter.queue.documents["d1"].answer
        states = counter.states
    assert states == ["finished", "finished", "claimed"]
    counter.queue.asked.clear()
    assert counter.run("--yes") == DONE
    assert counter.states == ["finished"] * 3
    assert counter.queue.documents["d1"].answer == before
    finished = [line for line in counter.queue.asked if line.endswith("/finish")]
    assert finished == ["POST /documents/d1/finish", "POST /documents/d2/finish"]
    assert [one.tries for one in counter.queue.documents.values()] == [1, 1, 1]


def in_process(counter: Counter, **changes: object) -> Run:
    """A run whose parts a test may exchange."""
    government = counter.bureau.government
    certificate = read_certificates(government.certificate("official"))[0]
    wire = wire_to(counter.base, counter.tls.ca, Patience(2, pause=lambda _: None))
    link = Link(wire, new_key())
    open_session(link, counter.put(3), certificate, ())
    memory = memory_of(counter.folder / "state", wire.name, fingerprint(certificate))
    key = lambda: opened(counter.token.module, certificate, (), softhsm.PIN)  # noqa: E731
    parts = {"open_key": key, "clock": now, **changes}
    return Run(link, memory, Screen("en", agreed=True), certificate, **parts)  # type: ignore[arg-type]


def test_a_token_that_goes_in_mid_batch_leaves_the_rest_for_the_next_run(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = read_certificates(counter.bureau.government.certificate("official"))[0]
    with opened(counter.token.module, certificate, (), softhsm.PIN) as identity:
        given = in_process(counter, open_key=lambda: Lent(identity, 1))
        tally = batch.run(given)
    assert tally.stopped is not None
    assert (tally.count(End.SIGNED), tally.left) == (1, 2)
    assert counter.states == ["finished", "claimed", "claimed"]
    again = batch.run(in_process_again(given, counter))
    assert (again.count(End.SIGNED), again.left, counter.states) == (2, 0, ["finished"] * 3)


class Lent:
    """The real identity of a token whose process is killed after so many signatures."""

    def __init__(self, identity: object, until: int) -> None:
        self.identity, self.left = identity, until

    def __enter__(self) -> Lent:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def __getattr__(self, name: str) -> object:
        return getattr(self.identity, name)

    def sign(self, data: bytes) -> bytes:
        if not self.left:
            self.identity.process.kill()  # type: ignore[attr-defined]
        self.left -= 1
        return bytes(self.identity.sign(data))  # type: ignore[attr-defined]


def in_process_again(given: Run, counter: Counter) -> Run:
    """The same session in another run, with the token plugged in again."""
    key = lambda: opened(counter.token.module, given.certificate, (), softhsm.PIN)  # noqa: E731
    return Run(given.link, given.memory, given.screen, given.certificate, key, now)


def test_a_job_that_expires_while_others_are_signed_is_fetched_and_shown_again(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    ticks = iter([0, 0, 0, 0, 0, 20])

    def clock() -> object:
        minutes = next(ticks, 20)
        counter.queue.ahead = timedelta(minutes=minutes)
        return now() + timedelta(minutes=minutes)

    assert timedelta(minutes=20) > LIFETIME
    tally = batch.run(in_process(counter, clock=clock))
    assert (tally.count(End.SIGNED), counter.states) == (3, ["finished"] * 3)
    assert [one.tries for one in counter.queue.documents.values()] == [1, 1, 2]
    assert "1 documents expired meanwhile" in capsys.readouterr().out


def test_an_answer_waits_on_disk_while_the_server_is_away(counter: Counter) -> None:
    given = in_process(counter)
    counter.queue.lose += ["/documents/d1/finish"] * 2
    counter.queue.documents["d1"].state = "waiting"
    tally = batch.run(given)
    assert tally.stopped is not None
    assert [document for document, _ in kept_answers(given.memory)] == ["d1"]
    batch.run(in_process_again(given, counter))
    assert list(kept_answers(given.memory)) == []
    assert counter.states == ["finished"] * 3


def test_without_a_timestamp_service_the_server_keeps_the_answer_and_claims_nothing(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    code = counter.put(1)
    counter.queue.level = Level.B_T
    away = Timestamper(f"http://127.0.0.1:{own_port()}/tsa", ONCE)
    counter.queue.server = Server(counter.bureau.evidence, away, SECRET)
    assert counter.run("--yes", code=code) == DONE
    (one,) = counter.queue.documents.values()
    assert (one.state, one.final.exists()) == ("accepted", False)
    assert "awaits its timestamp" in capsys.readouterr().out
    counter.queue.server = Server(counter.bureau.evidence, counter.bureau.timestamper, SECRET)
    counter.queue.ahead = LIFETIME * 2
    counter.queue.complete()
    assert (one.state, counter.verdict(one)) == ("finished", Verdict.PASSED)


def test_the_server_must_show_a_certificate_that_is_trusted(
    counter: Counter, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = counter.put(1)
    other = make_tls(tmp_path / "other")
    assert counter.run("--yes", "--ca", other.ca, code=code) == REFUSED
    assert "no way around it" in capsys.readouterr().err
    assert counter.queue.asked == []
    named_otherwise = counter.base.replace("127.0.0.1", "localhost")
    assert counter.run("--yes", "--server", named_otherwise, code=code) == REFUSED
    assert counter.run("--yes", "--server", counter.base.replace("https", "http"), code=code) == WRONG_USE
    assert counter.queue.asked == []


def test_a_used_or_wrong_code_and_another_certificate_are_refused(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    code = counter.put(1)
    assert counter.run("--yes", code="nonsense") == REFUSED
    seal = fingerprint(read_certificates(counter.bureau.government.certificate("seal"))[0])
    assert counter.run("--yes", "--certificate", seal, code=code) == REFUSED
    assert counter.run("--yes", "--certificate", "00" * 32, code=code) == REFUSED
    assert "Nguyễn Văn Thử" in capsys.readouterr().err
    assert counter.run(code=code, verb="list") == DONE
    assert counter.run("--state", counter.folder / "other", "--yes", code=code) == REFUSED
    assert "The code was used" in capsys.readouterr().err


def test_a_key_in_a_file_needs_the_flag_for_trying_out(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    government = counter.bureau.government
    files = [
        "--key-file",
        government.key("official"),
        "--certificate-file",
        government.certificate("official"),
    ]
    code = counter.put(1)
    bare = ["sign", "--lang", "en", "--server", counter.base, "--ca", counter.tls.ca, "--yes"]
    words = [str(one) for one in (*bare, "--state", counter.folder / "state", *files)]
    assert command.main([*words, "--code-fd", str(piped(code))]) == WRONG_USE
    assert command.main([*words, "--development", "--code-fd", str(piped(code))]) == DONE
    assert "no legal value" in capsys.readouterr().err
    assert counter.states == ["finished"]


def test_forgetting_ends_the_session_here_and_there(counter: Counter) -> None:
    assert counter.run(code=counter.put(1), verb="list") == DONE
    assert counter.run(verb="forget") == DONE
    assert all(token.closed for token in counter.queue.tokens.values())
    assert not [path for path in (counter.folder / "state").rglob("*") if path.is_file()]
    assert counter.run(verb="list") == WRONG_USE


def test_wrong_words_end_with_1_and_a_missing_library_with_3(counter: Counter, tmp_path: Path) -> None:
    for words in (["sign"], ["nothing"], [], ["sign", "--server", "ftp://x"]):
        try:
            code = command.main(words)
        except SystemExit as end:
            code = end.code  # type: ignore[assignment]
        assert code == WRONG_USE
    (tmp_path / "not.so").write_bytes(b"")
    assert command.main(["certificates", "--module", str(tmp_path / "not.so")]) == MISSING
    assert command.main(["certificates", "--module", str(counter.token.module)]) == DONE
    assert INTERRUPTED == 130
