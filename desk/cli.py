"""The command line `sohoa`: finds the command, shows faults in the chosen language, gives exit codes.

Exit codes: 0 done, 1 wrong use, 2 bad input, 3 something missing on this machine, 4 result refused,
5 partly done (some inputs quarantined), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer

from desk.console import REFUSED, Terminal
from desk.faults import told
from desk.help_page import OfficeGroup
from desk.session import DONE, INTERRUPTED, Session
from desk.words import DEFAULT, LANGUAGES, Words
from pipeline.record_type import use_office_types
from pipeline.settings import PREFIX, load

# In the order of the help page. Each lives in the module of its name, loaded only when it is called:
# opening every part costs seconds, and `sohoa --help` needs none of them.
COMMANDS = (
    *(
        "init",
        "read",
        "digitize",
        "batch",
        "register",
        "record",
        "finalize",
        "issue",
        "sign",
        "seal",
        "copy",
        "verify",
        "renew",
        "search",
        "parcel",
    ),
    *(
        "export",
        "import",
        "dossier",
        "cover",
        "archive",
        "audit",
        "types",
        "db",
        "backup",
        "restore",
        "doctor",
        "serve",
        "demo",
    ),
    *("desk", "account", "unit", "person", "watch", "plan"),
)


class RootGroup(OfficeGroup):
    """`sohoa` itself."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command by name."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: Any = typer.main.get_command(import_module(module_of(cmd_name)).app)
        command.name = cmd_name
        return command


def module_of(command: str) -> str:
    """The module of a command; a word that Python keeps for itself has `_` behind it."""
    return f"desk.commands.{command}_" if iskeyword(command) else f"desk.commands.{command}"


def main() -> None:
    """Entry point of `sohoa`."""
    try:
        sys.exit(run(sys.argv[1:], os.environ))
    except KeyboardInterrupt:
        # Outside a command (while parts are loaded) nothing was begun and nothing is to be said.
        sys.exit(INTERRUPTED)


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command line under `environ`; returns the exit code."""
    terminal = Terminal()
    words = Words(_language(environ))
    try:
        settings = load(environ)
        words = Words(settings.lang)
        use_office_types(settings.record_types)
        session = Session(settings, words, terminal, environ)
        root = RootGroup(name="sohoa", rich_markup_mode=None, help="sohoa")
        code = root.main(list(arguments) or ["--help"], prog_name="sohoa", standalone_mode=False, obj=session)
        if code == INTERRUPTED:
            terminal.say(words("fault.interrupted"))
        return code if isinstance(code, int) else DONE
    except Exception as fault:
        # The outermost frame: what has words for people is shown in words, the rest is a bug and shows its trace.
        sentence = told(words, fault)
        if sentence is None:
            raise
        terminal.say(sentence[0], REFUSED)
        return sentence[1]


def _language(environ: Mapping[str, str]) -> str:
    """The language for faults of the settings themselves."""
    wanted = environ.get(f"{PREFIX}LANG", DEFAULT)
    return wanted if wanted in LANGUAGES else DEFAULT
