"""The command `sohoa-agent`: options in, exit code out. What it does is in batch.py."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from cryptography import x509

from signing.agent import memory as kept
from signing.agent import protocol, screen
from signing.agent.batch import End, Run, Tally, run
from signing.agent.errors import ServerRefused, ServerUnreachable, WrongUse
from signing.agent.pin import read_secret
from signing.agent.protocol import Link
from signing.agent.screen import Screen
from signing.agent.wire import wire_to
from signing.agent.words import word
from signing.eligibility import check_alone
from signing.errors import ConfigurationRefused, SigningError
from signing.identity import SigningIdentity, common_name, load_pem, read_certificates
from signing.token import certificates, choose, fingerprint, opened

DONE, WRONG_USE, MISSING, REFUSED, PARTLY, INTERRUPTED = 0, 1, 3, 4, 5, 130
_SKEW = timedelta(minutes=5)
_CODES: tuple[tuple[type[SigningError], int], ...] = (
    (WrongUse, WRONG_USE),
    (ServerUnreachable, PARTLY),
    (ConfigurationRefused, MISSING),
)


@dataclass(frozen=True)
class Holder:
    """Whose certificate it is, and how its key is opened."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    open_key: Callable[[], AbstractContextManager[SigningIdentity]]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    language = "en" if "--lang=en" in given or ("--lang", "en") in pairwise(given) else "vi"
    options = _parser(language).parse_args(given)
    try:
        return int(_COMMANDS[options.command](options))
    except SigningError as fault:
        print(fault.en if language == "en" else fault.vi, file=sys.stderr)
        return _code(fault)
    except KeyboardInterrupt:
        print(word(language, "stopped"), file=sys.stderr)
        return INTERRUPTED


def _code(fault: SigningError) -> int:
    return next((code for kind, code in _CODES if isinstance(fault, kind)), REFUSED)


def _certificates(options: argparse.Namespace) -> int:
    for one in certificates(options.module):
        print(f"{fingerprint(one)}  {common_name(one)}")
    return DONE


def _list(options: argparse.Namespace) -> int:
    holder, shown = _holder(options), Screen(options.lang)
    link, _ = _session(options, holder, shown)
    screen.show(shown, protocol.documents(link))
    return DONE


def _sign(options: argparse.Namespace) -> int:
    holder = _holder(options)
    shown = Screen(options.lang, options.yes, options.save, options.viewer)
    check_alone(common_name(holder.certificate), holder.certificate, _now())
    link, memory = _session(options, holder, shown)
    try:
        tally = run(Run(link, memory, shown, holder.certificate, holder.open_key, _now))
    except ServerRefused as fault:
        if fault.code == "unauthorised":
            kept.forget_session(memory)
        raise
    signed, refused = tally.count(End.SIGNED, End.ACCEPTED), tally.count(End.REFUSED)
    if tally.stopped:
        print(shown.reason(tally.stopped), file=sys.stderr)
    shown.say("total", signed=signed, refused=refused, left=tally.left)
    return _outcome(tally, signed, refused)


def _outcome(tally: Tally, signed: int, refused: int) -> int:
    if tally.declined:
        return INTERRUPTED
    if signed and (refused or tally.left):
        return PARTLY
    if tally.stopped:
        return _code(tally.stopped)
    return REFUSED if refused else PARTLY if tally.left else DONE


def _forget(options: argparse.Namespace) -> int:
    holder = _holder(options)
    wire = wire_to(options.server, options.ca)
    memory = kept.memory_of(options.state, wire.name, fingerprint(holder.certificate))
    found = kept.recall(memory)
    try:
        if found:
            protocol.close(Link(wire, found[0]))
    except ServerRefused as fault:
        if fault.code != "unauthorised":
            raise
    kept.forget(memory)
    Screen(options.lang).say("forgotten")
    return DONE


def _session(options: argparse.Namespace, holder: Holder, shown: Screen) -> tuple[Link, kept.Memory]:
    """The session that was left open, or a new one for the one-time code."""
    wire = wire_to(options.server, options.ca)
    memory = kept.memory_of(options.state, wire.name, fingerprint(holder.certificate))
    found = kept.recall(memory)
    if found and found[1] and found[1] > _now() and options.code_fd is None:
        shown.say("resumed")
        return Link(wire, found[0]), memory
    code = read_secret(word(options.lang, "ask.code"), options.code_fd, "--code-fd")
    # A key whose reply was lost is offered again: the server knows it, and gives the same session.
    link = Link(wire, found[0] if found and found[1] is None else kept.new_key())
    kept.remember(memory, link.key)
    try:
        told = protocol.open_session(link, code, holder.certificate, holder.chain)
    except ServerRefused:
        kept.forget_session(memory)
        raise
    _clocks_agree(told.time)
    kept.remember(memory, link.key, told.expires)
    shown.say("signer", name=told.signer)
    return link, memory


def _clocks_agree(server: datetime) -> None:
    if abs(_now() - server) > _SKEW:
        raise ConfigurationRefused(
            f"Đồng hồ máy này lệch hơn 5 phút so với máy chủ ({server.isoformat()}). Chỉnh đồng hồ rồi chạy lại.",
            f"This machine's clock and the server's ({server.isoformat()}) differ by more than 5 minutes. "
            "Set the clock right, then run again.",
        )


def _holder(options: argparse.Namespace) -> Holder:
    chain = read_certificates(options.chain) if options.chain else ()
    if options.development:
        return _from_files(options, chain)
    if options.key_file or options.certificate_file:
        raise WrongUse(
            "Khóa trong tệp chỉ dùng để thử nghiệm. Dùng thiết bị ký (--module, --certificate).",
            "A key in a file is for trying out only. Use a token (--module, --certificate).",
        )
    if not options.module or not options.certificate:
        raise WrongUse(
            "Thiếu --module và --certificate. Xem vân tay: sohoa-agent certificates --module THƯ_VIỆN.",
            "--module and --certificate are missing. Fingerprints: sohoa-agent certificates --module LIBRARY.",
        )
    certificate = choose(options.module, options.certificate)

    def in_token() -> AbstractContextManager[SigningIdentity]:
        pin = read_secret(word(options.lang, "ask.pin"), options.pin_fd, "--pin-fd")
        return opened(options.module, certificate, chain, pin)

    return Holder(certificate, chain, in_token)


def _from_files(options: argparse.Namespace, chain: tuple[x509.Certificate, ...]) -> Holder:
    if not options.key_file or not options.certificate_file:
        raise WrongUse(
            "--development cần --key-file và --certificate-file.",
            "--development needs --key-file and --certificate-file.",
        )
    print(word(options.lang, "development"), file=sys.stderr)
    identity = load_pem(options.certificate_file, options.key_file)

    @contextmanager
    def in_file() -> Iterator[SigningIdentity]:
        yield identity

    return Holder(identity.certificate, chain, in_file)


def _now() -> datetime:
    return datetime.now(UTC)


class _Parser(argparse.ArgumentParser):
    """Ends with this house's exit code for wrong use, not with argparse's."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: {message}\n")


def _parser(language: str) -> argparse.ArgumentParser:
    parser = _Parser("sohoa-agent", description=word(language, "about"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name in _COMMANDS:
        _options(commands.add_parser(name, help=word(language, f"help.{name}")), name, language)
    return parser


def _options(parser: argparse.ArgumentParser, name: str, language: str) -> None:
    def option(flag: str, **how: object) -> None:
        text = word(language, f"option.{flag.lstrip('-')}")
        parser.add_argument(flag, help=text, **how)  # type: ignore[arg-type]

    option("--lang", choices=("vi", "en"), default="vi")
    option("--module", type=Path, required=name == "certificates")
    if name == "certificates":
        return
    option("--server", required=True)
    for flag in ("--ca", "--chain", "--key-file", "--certificate-file"):
        option(flag, type=Path)
    option("--certificate")
    option("--state", type=Path, default=kept.default_state())
    option("--code-fd", type=int)
    option("--development", action="store_true")
    if name == "sign":
        option("--pin-fd", type=int)
        option("--save", type=Path)
        option("--viewer")
        option("--yes", action="store_true")


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "certificates": _certificates,
    "list": _list,
    "sign": _sign,
    "forget": _forget,
}
