"""Exit codes, faults in both languages, and help for every command."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from counter import Desk
from typer.core import TyperGroup

import archive.errors
import ocr.faults
import signing.errors
from desk import cli, faults
from desk.words import entries

NO_CONTEXT: Any = None  # groups answer by name alone


def command(name: str) -> Any:
    return typer.main.get_command(import_module(cli.module_of(name)).app)


def all_commands() -> Iterator[tuple[str, Any]]:
    """Every command and group by its path, for example `record list`."""
    for name in cli.COMMANDS:
        found = command(name)
        yield name, found
        if isinstance(found, TyperGroup):
            parts = found.list_commands(NO_CONTEXT)
            yield from ((f"{name} {part}", found.get_command(NO_CONTEXT, part)) for part in parts)


PATHS = [path for path, _ in all_commands()]


def test_help_without_arguments_names_every_command(desk: Desk) -> None:
    shown = desk()
    assert shown.code == 0
    assert [name for name in cli.COMMANDS if f"\n{name} " not in shown.out] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_command_explains_itself_in_both_languages(desk: Desk, path: str) -> None:
    key = "help." + path.replace(" ", ".")
    for language, usage in (("vi", "Cách gọi:"), ("en", "Usage:")):
        shown = desk(*path.split(), "--help", SOHOA_LANG=language)
        assert (shown.code, shown.err) == (0, "")
        assert entries(language)[f"{key}.about"] in " ".join(shown.out.split())
        assert f"{usage}  sohoa {path}" in shown.out


def test_help_texts_belong_to_commands_that_exist() -> None:
    used = {"help.about"}
    for path, found in all_commands():
        key = "help." + path.replace(" ", ".")
        used |= {f"{key}.about", f"{key}.brief", *(f"{key}.{p.name}" for p in found.params)}
    assert {key for key in entries("vi") if key.startswith("help.")} == used


def test_an_unknown_setting_stops_with_the_nearest_name(desk: Desk) -> None:
    shown = desk("doctor", SOHOA_WORKRES="2")
    assert (shown.code, shown.out) == (1, "")
    assert "SOHOA_WORKERS" in shown.err


def test_a_setting_of_no_sense_is_refused_in_the_chosen_language(desk: Desk) -> None:
    assert "Cấu hình không hợp lệ" in desk("doctor", SOHOA_MAX_PAGES="many", SOHOA_LANG="vi").err
    assert "Invalid settings" in desk("doctor", SOHOA_MAX_PAGES="many").err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("recrod list", "sohoa record"),
        ("record lst", "sohoa record list"),
        ("read --jsn x.pdf", "--jsn"),
        ("read", "FILE"),
        ("batch close 1234", "--reason"),
        ("record", "sohoa record --help"),
        ("search x --limit many", "--limit"),
        ("search x --from yesterday", "yesterday"),
        ("read x.pdf --type brith", "birth"),
        ("record approve", "--quick"),
        ("verify x.pdf --at noon", "noon"),
    ],
)
def test_wrong_use_is_one_sentence_with_what_to_do(
    desk: Desk, record: str, tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "x.pdf").touch()
    words = [str(tmp_path / word) if word == "x.pdf" else word for word in line.split()]
    shown = desk(*words)
    assert (shown.code, shown.out) == (1, "")
    assert said in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("line", ["read", "digitize", "verify"])
def test_a_file_that_is_not_there_is_bad_input(desk: Desk, tmp_path: Path, line: str) -> None:
    shown = desk(line, tmp_path / "none.pdf")
    assert (shown.code, shown.out) == (2, "")
    assert "none.pdf" in shown.err


@pytest.mark.parametrize("line", ["record list", "batch list", "search x", "archive fixity", "db upgrade"])
def test_a_home_that_was_never_made_is_not_an_empty_archive(desk: Desk, line: str) -> None:
    shown = desk(*line.split())
    assert (shown.code, shown.out) == (3, "")
    assert "sohoa init" in shown.err
    assert not desk.home.exists()


def test_names_with_control_characters_do_not_reach_the_terminal(desk: Desk, tmp_path: Path) -> None:
    shown = desk("read", tmp_path / "a\x1b[31mred.pdf")
    assert shown.code == 2
    assert "\x1b" not in shown.err


def test_every_fault_of_the_libraries_has_an_exit_code() -> None:
    for package in (archive.errors, signing.errors, ocr.faults):
        for name in faults.CODES:
            found = getattr(package, name, None)
            if found is not None:
                assert faults.exit_code(found("vi", "en")) == faults.CODES[name]
    assert faults.exit_code(archive.errors.StoreUnavailable("vi", "en")) == 3
    assert faults.exit_code(signing.errors.IdentityRefused("vi", "en")) == 4
    assert faults.exit_code(archive.errors.ObjectMissing("vi", "en")) == 1
    assert faults.exit_code(ValueError("no text for people")) is None


def test_every_named_fault_exists() -> None:
    known = {name for package in (archive.errors, signing.errors, ocr.faults) for name in vars(package)}
    assert set(faults.CODES) - known == set()


def test_what_the_machine_refuses_is_told_without_a_trace(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a_file").touch()
    shown = desk("init", SOHOA_HOME=str(tmp_path / "a_file" / "home"))
    assert (shown.code, shown.out) == (3, "")
    assert "a_file" in shown.err


def test_a_database_that_is_none_is_told_without_a_trace(desk: Desk) -> None:
    desk.home.mkdir()
    (desk.home / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    shown = desk("record", "list")
    assert (shown.code, shown.out) == (3, "")
    assert "sohoa doctor" in shown.err
    assert desk("doctor").code == 3
