"""A group of commands whose parts lie in several modules, each loaded only when its command is called.

Loading all of them costs seconds (engines, signing, tables), and a person asks for one command at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer

from desk.help_page import OfficeCommand, OfficeGroup


def parted(name: str, places: Mapping[str, str]) -> typer.Typer:
    """An app of the commands in `places`: command -> `module:function` below `desk.commands`, in the order of help."""

    class PartedGroup(OfficeGroup):
        """The group itself; it knows names and places only."""

        def list_commands(self, ctx: Any) -> list[str]:
            """Every command by name."""
            return list(places)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            """The command of that name, or None."""
            return _load(cmd_name, places[cmd_name]) if cmd_name in places else None

    app = typer.Typer(name=name, cls=PartedGroup, add_completion=False, rich_markup_mode=None)
    app.callback()(_nothing)  # typer refuses an app without commands of its own
    return app


def _nothing() -> None:
    """What a bare group does."""


def _load(name: str, place: str) -> Any:
    module, function = place.split(":")
    lone = typer.Typer(add_completion=False, rich_markup_mode=None)
    lone.command(name, cls=OfficeCommand)(getattr(import_module(f"desk.commands.{module}"), function))
    command: Any = typer.main.get_command(lone)
    command.name = name
    return command
