"""What the agent keeps on its own disk so that it can go on after a kill: session key, answers not yet acknowledged.

Never a PIN, never a key of a certificate. The session key opens the list and nothing that could sign.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signing.atomic import write_beside


@dataclass(frozen=True)
class Memory:
    """The folder that belongs to one server and one certificate."""

    folder: Path

    @property
    def documents(self) -> Path:
        """Prepared files of this run; emptied at its end."""
        return self.folder / "documents"

    @property
    def answers(self) -> Path:
        """Signatures made and not yet acknowledged."""
        return self.folder / "answers"


def memory_of(state: Path, server: str, fingerprint: str) -> Memory:
    """The memory for this server and certificate, readable by its owner only."""
    name = hashlib.sha256(f"{server}\n{fingerprint}".encode()).hexdigest()[:24]
    found = Memory(state / name)
    for folder in (found.folder, found.documents, found.answers):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def default_state() -> Path:
    """Where such folders lie: XDG_STATE_HOME, or what the operating system uses instead."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "sohoa-agent"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "sohoa-agent"


def new_key() -> str:
    """A session key: 256 random bits in base64url."""
    return secrets.token_urlsafe(32)


def remember(memory: Memory, key: str, expires: datetime | None = None) -> None:
    """Keep the session key, before it is sent anywhere; `expires` once the server has said so."""
    held = {"key": key, "expires": expires.isoformat() if expires else None}
    write_beside(memory.folder / "session.json", json.dumps(held).encode(), 0o600)


def recall(memory: Memory) -> tuple[str, datetime | None] | None:
    """The session key kept last and its end, or None."""
    try:
        held = json.loads((memory.folder / "session.json").read_text("utf-8"))
        return str(held["key"]), datetime.fromisoformat(held["expires"]) if held["expires"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_answer(memory: Memory, document: str, answer: str) -> None:
    """Keep an answer before it is sent: the key is used once for it, whatever happens to the reply."""
    held = json.dumps({"document": document, "answer": answer}).encode()
    write_beside(_answer(memory, document), held, 0o600)


def kept_answers(memory: Memory) -> Iterator[tuple[str, str]]:
    """Document and answer, for each that was not acknowledged."""
    for path in sorted(memory.answers.glob("*.json")):
        held = json.loads(path.read_text("utf-8"))
        yield held["document"], held["answer"]


def drop_answer(memory: Memory, document: str) -> None:
    """The server has it, or does not want it."""
    _answer(memory, document).unlink(missing_ok=True)


def forget_documents(memory: Memory) -> None:
    """Delete the files that were shown."""
    shutil.rmtree(memory.documents, ignore_errors=True)


def forget_session(memory: Memory) -> None:
    """Drop the session key; answers not yet acknowledged stay for the next session."""
    (memory.folder / "session.json").unlink(missing_ok=True)


def forget(memory: Memory) -> None:
    """Delete everything about this server and certificate."""
    shutil.rmtree(memory.folder, ignore_errors=True)


def _answer(memory: Memory, document: str) -> Path:
    return memory.answers / f"{hashlib.sha256(document.encode()).hexdigest()[:32]}.json"
