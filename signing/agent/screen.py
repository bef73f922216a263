"""What the person sees, and the one question: sign these documents? Plain text, no colours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from signing.agent.errors import WrongUse
from signing.agent.protocol import FINISHED, WAITING, Paper
from signing.agent.words import CONSENT, word
from signing.errors import SigningError


@dataclass(frozen=True)
class Screen:
    """The language, where copies go, which program opens them, and whether consent was given beforehand."""

    language: str
    agreed: bool = False
    save: Path | None = None
    viewer: str | None = None

    def say(self, key: str, **given: object) -> None:
        """One text, at once."""
        print(word(self.language, key, **given), flush=True)

    def reason(self, fault: SigningError) -> str:
        """A refusal in the chosen language."""
        return fault.en if self.language == "en" else fault.vi


def show(screen: Screen, papers: Sequence[Paper]) -> None:
    """The list, one line a document, and its state where it is not simply waiting."""
    if not papers:
        screen.say("none")
    for number, paper in enumerate(papers, start=1):
        line(screen, number, paper)
        if paper.state != WAITING:
            screen.say("state", state=paper.state)


def line(screen: Screen, number: int, paper: Paper) -> None:
    """Title, number, pages and digest of one document."""
    screen.say(
        "paper", n=number, title=paper.title, number=paper.number, pages=paper.pages, sha256=paper.sha256
    )


def copied(screen: Screen, number: int, paper: Paper, prepared: bytes) -> None:
    """Leave a copy for the person where they wish it."""
    if screen.save:
        screen.save.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w.-]+", "_", f"{number:03}-{paper.number or paper.id}")[:80]
        path = screen.save / f"{name}.pdf"
        path.write_bytes(prepared)
        screen.say("saved", path=path)


def consents(screen: Screen, files: Sequence[Path]) -> bool:
    """True when the person said that these files shall be signed. Raises WrongUse when there is nobody to ask."""
    if screen.agreed:
        return True
    if not sys.stdin.isatty():
        raise WrongUse(
            "Không có ai để hỏi đồng ý. Chạy trong cửa sổ lệnh, hoặc thêm --yes khi đã xem danh sách.",
            "There is nobody to ask. Run it in a terminal, or add --yes when the list was seen.",
        )
    while True:
        said = input(word(screen.language, "ask.consent", count=len(files))).strip().lower()
        if said in CONSENT[screen.language]:
            return True
        if not said:
            return False
        if said.isdecimal() and 1 <= int(said) <= len(files):
            look_at(screen, files[int(said) - 1])


def look_at(screen: Screen, file: Path) -> None:
    """Open the file in a viewer; its place is said as well, for machines that have none."""
    screen.say("saved", path=file)
    if os.name == "nt" and not screen.viewer:
        os.startfile(file)  # type: ignore[attr-defined]
        return
    program = screen.viewer or ("open" if sys.platform == "darwin" else "xdg-open")
    try:
        subprocess.Popen([program, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError as cause:
        print(f"{program}: {cause.strerror}", file=sys.stderr)


def still_open(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Those that can be signed now."""
    return tuple(paper for paper in papers if paper.state in (WAITING, "claimed"))


__all__ = ["FINISHED", "Screen", "consents", "copied", "line", "look_at", "show", "still_open"]
