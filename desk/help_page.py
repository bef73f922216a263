"""Help in the chosen language: commands carry no text, their help is looked up by the command's path.

`sohoa record list` has its text under `help.record.list.about`, its option `--state` under
`help.record.list.state`, and one line for the list of commands under `help.record.list.brief`.
"""

from __future__ import annotations

import difflib
from typing import Any

import typer
from rich.table import Table
from rich.text import Text
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from desk.console import ACTION, QUIET, cell
from desk.session import Session
from pipeline.errors import WrongUse


class OfficeCommand(TyperCommand):
    """A command whose help stands in words/*.toml."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the page; click's formatter is not used."""
        print_help(self, ctx)


class OfficeGroup(TyperGroup):
    """A group of commands; a misspelt one is refused with the nearest name."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the page; click's formatter is not used."""
        print_help(self, ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` begins with. Raises WrongUse."""
        names = self.list_commands(ctx)
        if args[0] not in names:
            near = difflib.get_close_matches(args[0], names, n=1, cutoff=0.0)[0]
            path = ctx.command_path
            raise WrongUse(
                f"Không có lệnh {path} {args[0]}. Gần nhất là {path} {near}. Xem: {path} --help.",
                f"There is no command {path} {args[0]}. The nearest is {path} {near}. See: {path} --help.",
            )
        return args[0], self.get_command(ctx, args[0]), args[1:]


def office(name: str) -> typer.Typer:
    """An app for a group of commands."""
    return typer.Typer(name=name, cls=OfficeGroup, add_completion=False, rich_markup_mode=None)


def key_of(ctx: typer.Context) -> str:
    """The words' key of a command: its path without the program's name."""
    return ".".join(["help", *ctx.command_path.split()[1:]])


def print_help(command: TyperCommand | TyperGroup, ctx: Any) -> None:
    """Write the help page of `command` to stdout."""
    session: Session = ctx.find_root().obj
    words, key = session.words, key_of(ctx)
    options = [p for p in command.get_params(ctx) if isinstance(p, TyperOption)]
    arguments = [p for p in command.get_params(ctx) if isinstance(p, TyperArgument)]
    session.terminal.show(words(f"{key}.about"), "", _usage(command, ctx, words("help_page.usage")))
    _section(session, "help_page.arguments", [(_argument(p), words(f"{key}.{p.name}")) for p in arguments])
    _section(session, "help_page.options", [_option(session, key, p) for p in options])
    if isinstance(command, TyperGroup):
        names = command.list_commands(ctx)
        _section(session, "help_page.commands", [(n, words(f"{key}.{n}.brief")) for n in names])
        session.terminal.show("", Text(words("help_page.more", command=ctx.command_path), QUIET))


def _usage(command: TyperCommand | TyperGroup, ctx: Any, lead: str) -> Text:
    arguments = [p for p in command.get_params(ctx) if isinstance(p, TyperArgument)]
    rest = " ".join(_argument(p) if p.required else f"[{_argument(p)}]" for p in arguments)
    tail = "COMMAND [ARGS]" if isinstance(command, TyperGroup) else f"[OPTIONS] {rest}".strip()
    return Text.assemble((f"{lead}  ", QUIET), f"{ctx.command_path} {tail}")


def _argument(param: TyperArgument) -> str:
    return param.metavar or str(param.name).upper()


def _option(session: Session, key: str, param: TyperOption) -> tuple[str, str]:
    if param.name == "help":
        return "--help", session.words("help_page.help")
    written = ", ".join(sorted(param.opts, key=len))
    return f"{written} {param.metavar or ''}".strip(), session.words(f"{key}.{param.name}")


def _section(session: Session, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 3, 0, 2))
    table.add_column(no_wrap=True, style=ACTION)
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(cell(name), cell(text))
    session.terminal.show("", Text(session.words(title), QUIET), table)
