"""What faults mean for the person at the terminal: a sentence in the chosen language, and an exit code."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperOption
from typer.exceptions import TyperException

from desk.session import MISSING, REFUSED, WRONG_USE
from desk.words import Words

# What the exceptions of the libraries mean for the caller; the pipeline's carry their own number.
CODES = {
    **dict.fromkeys(("StoreUnavailable", "ConfigurationRefused", "ToolMissing", "EngineFailed"), MISSING),
    **dict.fromkeys(("TimestampUnavailable", "LeaseTaken"), MISSING),
    **dict.fromkeys(("IdentityRefused", "DocumentRefused", "FixityBroken", "ObjectExists"), REFUSED),
    **dict.fromkeys(("DossierClosed", "AuditBroken", "RemovalRefused"), REFUSED),
}


def exit_code(fault: BaseException) -> int | None:
    """The exit code of a fault that carries its text in both languages; None for one that does not."""
    if not (hasattr(fault, "vi") and hasattr(fault, "en")):
        return None
    own = getattr(fault, "exit_code", None)
    return own if isinstance(own, int) else CODES.get(type(fault).__name__, WRONG_USE)


def told(words: Words, fault: Exception) -> tuple[str, int] | None:
    """The sentence and exit code for a fault; None for one that nobody foresaw, whose trace must be seen."""
    if isinstance(fault, TyperException):
        return _usage(words, fault), WRONG_USE
    code = exit_code(fault)
    if code is not None:
        return words.either(getattr(fault, "vi", ""), getattr(fault, "en", "")), code
    if isinstance(fault, OSError):
        return words("fault.system", what=fault.filename or "", why=fault.strerror or fault), MISSING
    if type(fault).__module__ == "sqlalchemy.exc":
        # Its own text would show the values of fields.
        return words("fault.database", why=_database_said(fault)), MISSING
    return None


def _database_said(fault: Exception) -> object:
    """The driver's own words; PostgreSQL's first line only, since the lines behind it repeat values of fields."""
    own = getattr(fault, "orig", None) or type(fault).__name__
    primary = getattr(getattr(own, "diag", None), "message_primary", None)
    return primary or str(own).partition("\n")[0]


def _usage(words: Words, problem: TyperException) -> str:
    """Click's complaints in the chosen language."""
    context: Any = getattr(problem, "ctx", None)
    parameter: Any = getattr(problem, "param", None)
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
