"""The command line `sohoa`: finds the command, shows faults in the chosen language, gives exit codes.

Exit codes: 0 done, 1 wrong use, 2 bad input, 3 something missing on this machine, 4 result refused,
5 partly done (some inputs quarantined), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperArgument, TyperOption
from typer.exceptions import TyperException

from desk.console import REFUSED as RED
from desk.console import Terminal
from desk.help_page import OfficeGroup
from desk.session import DONE, INTERRUPTED, MISSING, REFUSED, WRONG_USE, Session
from desk.words import DEFAULT, LANGUAGES, Words
from pipeline.settings import PREFIX, load

# In the order of the help page. Each lives in the module of its name, loaded only when it is called:
# opening every part costs seconds, and `sohoa --help` needs none of them.
COMMANDS = (
    *("init", "read", "digitize", "batch", "record", "finalize", "sign", "verify", "search"),
    *("dossier", "archive", "audit", "db", "doctor", "serve", "demo"),
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
        command: Any = typer.main.get_command(import_module(f"desk.commands.{cmd_name}").app)
        command.name = cmd_name
        return command


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
        session = Session(settings, words, terminal, environ)
        root = RootGroup(name="sohoa", rich_markup_mode=None, help="sohoa")
        code = root.main(list(arguments) or ["--help"], prog_name="sohoa", standalone_mode=False, obj=session)
        if code == INTERRUPTED:
            terminal.say(words("fault.interrupted"))
        return code if isinstance(code, int) else DONE
    except TyperException as problem:
        terminal.say(_usage_fault(words, problem), RED)
        return WRONG_USE
    except Exception as fault:
        # Every package's own exceptions carry both languages; one that does not is a bug and shows its trace.
        code = exit_code(fault)
        if code is None:
            raise
        terminal.say(words.either(fault.vi, fault.en), RED)  # type: ignore[attr-defined]
        return code


# What the exceptions of the libraries mean for the caller; the pipeline's carry their own number.
CODES = {
    **dict.fromkeys(("StoreUnavailable", "ConfigurationRefused", "ToolMissing", "EngineFailed"), MISSING),
    **dict.fromkeys(("TimestampUnavailable", "LeaseTaken"), MISSING),
    **dict.fromkeys(("IdentityRefused", "DocumentRefused", "FixityBroken", "ObjectExists"), REFUSED),
    **dict.fromkeys(("DossierClosed",), REFUSED),
}


def exit_code(fault: BaseException) -> int | None:
    """The exit code of a fault that carries its text in both languages; None for one that does not."""
    if not (hasattr(fault, "vi") and hasattr(fault, "en")):
        return None
    own = getattr(fault, "exit_code", None)
    return own if isinstance(own, int) else CODES.get(type(fault).__name__, WRONG_USE)


def _language(environ: Mapping[str, str]) -> str:
    """The language for faults of the settings themselves."""
    wanted = environ.get(f"{PREFIX}LANG", DEFAULT)
    return wanted if wanted in LANGUAGES else DEFAULT


def _usage_fault(words: Words, problem: TyperException) -> str:
    """Click's complaints in the chosen language."""
    context = getattr(problem, "ctx", None)
    parameter = getattr(problem, "param", None)
    facts = {
        "command": context.command_path if context else "sohoa",
        "option": getattr(problem, "option_name", ""),
        "parameter": _written(parameter) if parameter else "",
        "detail": problem.format_message(),
    }
    key = f"usage.{type(problem).__name__}"
    return words(key if key in words else "usage.other", **facts)


def _written(parameter: TyperOption | TyperArgument) -> str:
    """A parameter as it is typed: `--limit N`, or the name of an argument."""
    shown = parameter.metavar or str(parameter.name)
    return f"{parameter.opts[0]} {shown}" if isinstance(parameter, TyperOption) else shown
