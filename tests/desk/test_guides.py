"""docs/settings.md and docs/commands.md say what the code says."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from desk import cli, session
from pipeline.settings import PREFIX, Settings, declared

DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows(name: str, cells: int) -> list[list[str]]:
    lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
    split = [
        re.split(r" ?(?<!\\)\| ?", line.strip().removeprefix("| ").removesuffix(" |"))
        for line in lines
        if line[:1] == "|"
    ]
    return [parts for parts in split if len(parts) == cells and not parts[0].startswith("---")]


def as_written(default: Any) -> str:
    if default is None or default == "":
        return ""
    if isinstance(default, bool):
        return f"`{default:d}`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def test_every_setting_has_its_line_with_its_default_and_description() -> None:
    found = {parts[0]: parts[1:] for parts in rows("settings.md", 4)[1:]}
    assert set(found) == {f"`{name}`" for name in declared()}
    for name, field in Settings.model_fields.items():
        default, vi, en = found[f"`{PREFIX}{name.upper()}`"]
        assert (default.strip(), en) == (as_written(field.default), field.description), name
        assert vi.strip(), name


def leaves() -> dict[str, Any]:
    """Every command that does something, by its path."""
    found: dict[str, Any] = {}
    none: Any = None  # groups answer by name alone
    for name in cli.COMMANDS:
        command: Any = typer.main.get_command(import_module(cli.module_of(name)).app)
        if isinstance(command, TyperGroup):
            found |= {
                f"{name} {part}": command.get_command(none, part) for part in command.list_commands(none)
            }
        else:
            found[name] = command
    return found


def test_every_command_has_its_line_with_every_option() -> None:
    told = " ".join(parts[0] for parts in rows("commands.md", 3)).replace(r"\|", "|")
    lines = re.findall(r"`sohoa ([^`]+)`", told)
    for path, command in leaves().items():
        own = " ".join(line for line in lines if re.match(rf"{path}( |$)", line))
        assert own, path
        for parameter in command.params:
            if isinstance(parameter, TyperOption):
                assert parameter.opts[0] in own, f"{path} {parameter.opts[0]}"
            elif isinstance(parameter, TyperArgument):
                assert str(parameter.metavar) in own, f"{path} {parameter.metavar}"


def test_every_exit_code_has_its_line() -> None:
    told = {parts[0] for parts in rows("commands.md", 3)}
    codes = {session.DONE, session.WRONG_USE, session.BAD_INPUT, session.MISSING, session.REFUSED}
    assert {str(code) for code in codes | {session.PARTLY, session.INTERRUPTED}} <= told
