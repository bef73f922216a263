"""The five requests of docs/agent.md as functions: open, list, claim, fetch, finish; and giving back."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography import x509

from signing.agent.errors import ServerRefused
from signing.agent.wire import Wire, ask, fetch, printable
from signing.job import text64
from signing.trust import der_of

WAITING, CLAIMED, FINISHED = "waiting", "claimed", "finished"


@dataclass(frozen=True)
class Link:
    """A server and the session's key with which it is spoken to."""

    wire: Wire
    key: str


@dataclass(frozen=True)
class Opened:
    """An open session: the server's clock when it answered, and when the session ends."""

    signer: str
    time: datetime
    expires: datetime


@dataclass(frozen=True)
class Paper:
    """One document of the list. `size` and `sha256` are of the document before anything is added to it.

    `state` is "waiting", "claimed" (by this session), "finished", or another word of the server's.
    """

    id: str
    title: str
    number: str
    pages: int
    size: int
    sha256: str
    state: str


def open_session(
    link: Link, token: str, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
) -> Opened:
    """Trade the one-time token for a session under the key of `link`; the same call again gives the same session."""
    body = {
        "key": link.key,
        "certificate": text64(der_of(certificate)),
        "chain": [text64(der_of(one)) for one in chain],
    }
    held = ask(link.wire, "POST", "/session", token, body)
    with _As():
        times = [datetime.fromisoformat(held[name]) for name in ("time", "expires")]
        if any(time.tzinfo is None for time in times):
            raise ValueError
        return Opened(_text(held["signer"]), *times)


def documents(link: Link) -> tuple[Paper, ...]:
    """Everything that this session may sign or has signed, in the order in which it is to be signed."""
    held = ask(link.wire, "GET", "/documents", link.key)
    with _As():
        return tuple(_paper(one) for one in held["documents"])


def claim(link: Link, paper: Paper) -> str:
    """The job for this document as JSON text; nobody else gets it while the lease lasts."""
    held = ask(link.wire, "POST", f"/documents/{quote(paper.id, safe='')}/claim", link.key, {})
    with _As():
        return json.dumps(dict(held["job"]))


def fetch_prepared(link: Link, paper: Paper, job: str) -> bytes:
    """The prepared file of the job."""
    path = f"/documents/{quote(paper.id, safe='')}/jobs/{quote(job, safe='')}/file"
    return fetch(link.wire, path, link.key)


def finish(link: Link, document: str, answer: str) -> str:
    """Hand in an answer; the level reached, or empty when the server keeps it until its timestamp service is back."""
    held = ask(
        link.wire, "POST", f"/documents/{quote(document, safe='')}/finish", link.key, json.loads(answer)
    )
    with _As():
        return _text(held.get("level") or "") if held["state"] == FINISHED else ""


def give_back(link: Link, document: str) -> None:
    """Let others have a document that was claimed and not signed."""
    ask(link.wire, "DELETE", f"/documents/{quote(document, safe='')}/claim", link.key)


def close(link: Link) -> None:
    """End the session; its key opens nothing any more."""
    ask(link.wire, "DELETE", "/session", link.key)


class _As:
    """Turns what does not have the agreed form into a refusal."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, KeyError | ValueError | TypeError | AttributeError):
            raise ServerRefused(
                "Máy chủ trả lời không đúng giao thức. Cập nhật sohoa-agent hoặc liên hệ người quản trị.",
                "The server does not answer as the protocol says. Update sohoa-agent, or ask the administrator.",
                "protocol",
            )


def _paper(held: dict[str, Any]) -> Paper:
    pages, size = held["pages"], held["bytes"]
    if not isinstance(pages, int) or not isinstance(size, int) or size <= 0:
        raise ValueError
    texts = {name: _text(held[name]) for name in ("id", "title", "number", "sha256", "state")}
    return Paper(**texts, pages=pages, size=size)


def _text(held: object) -> str:
    if not isinstance(held, str):
        raise TypeError
    return printable(unicodedata.normalize("NFC", held))
