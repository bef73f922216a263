"""Writing to the terminal: documents on stdout, messages and progress on stderr. Decides no wording."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

# Where output is not a terminal, nobody folds lines for us and a log should keep one fact on one line.
PLAIN_WIDTH = 160

DOUBT, REFUSED, VERIFIED, QUIET, ACTION = "yellow", "red", "green", "dim", "bold blue"


def plain(text: object) -> str:
    """`text` made safe for a terminal: no control characters, no lone surrogates of odd file names."""
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} else "\ufffd" for c in str(text)
    )


def cell(text: object, style: str = "") -> Text:
    """A table cell; what is in `text` is never taken for markup."""
    return Text(plain(text), style)


def hairline(*columns: str, right: Iterable[int] = (), whole: Iterable[int] = ()) -> Table:
    """A table with one thin line under its head. Columns count from 0: `right` hold figures, `whole` are never
    folded, so that what stands in them can be copied."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=QUIET, expand=False)
    figures, unfolded = set(right), set(whole)
    for index, name in enumerate(columns):
        justify: JustifyMethod = "right" if index in figures else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=index in unfolded)
    return table


class Terminal:
    """Holds the two streams. With `quiet` (a `--json` run) stdout is kept for the one document."""

    def __init__(self, *, interactive: bool | None = None) -> None:
        for stream in (sys.stdout, sys.stderr):
            # File names and OCR text hold anything; a pipe in another encoding must not end the work.
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        self.out = _console(sys.stdout.isatty(), stderr=False)
        self.err = _console(sys.stderr.isatty(), stderr=True)
        self.interactive = sys.stderr.isatty() if interactive is None else interactive

    def say(self, text: str, style: str = "") -> None:
        """A line for people, on stderr."""
        self.err.print(cell(text, style), soft_wrap=True)

    def show(self, *parts: Table | Text | str) -> None:
        """What was asked for, on stdout."""
        for part in parts:
            self.out.print(
                cell(part) if isinstance(part, str) else part, soft_wrap=not isinstance(part, Table)
            )

    def show_commands(self, lead: str, commands: Sequence[str]) -> None:
        """The next commands, each on its own line to be pasted."""
        self.show(Text(plain(lead), QUIET), *(Text(f"  {plain(line)}", ACTION) for line in commands))

    def document(self, data: Any) -> None:
        """The one JSON document of a `--json` run."""
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        sys.stdout.flush()


def _console(is_terminal: bool, *, stderr: bool) -> Console:
    return Console(
        stderr=stderr, highlight=False, markup=False, emoji=False, width=None if is_terminal else PLAIN_WIDTH
    )
