"""The words: complete in both languages, every key in use, every used key there, facts given where named."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.words import LANGUAGES, Words, entries
from pipeline.record import FieldState, RecordState

ROOT = Path(__file__).resolve().parents[2] / "desk"
# Calls whose first argument is a key of the words; `step` and `show` of the demonstration put "demo." before it.
READERS = {"words", "say"}
PREFIXED = {"step": "demo.", "show": "demo."}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield path, node, name


def texts_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def keys_named() -> set[str]:
    """Every text in the code that could be a key, with and without the demonstration's prefix."""
    found: set[str] = set()
    for path in sorted(ROOT.rglob("*.py")):
        found |= set(texts_in(ast.parse(path.read_text(encoding="utf-8"))))
    return found | {f"demo.{text}" for text in found}


def prefixes() -> set[str]:
    """What stands before the braces in f-strings such as `state.{state}`."""
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found.add(str(node.values[0].value))
    return {prefix for prefix in found if prefix.endswith(".")}


def test_both_languages_have_the_same_keys_and_the_same_facts() -> None:
    vi, en = entries("vi"), entries("en")
    assert set(vi) == set(en)
    assert [key for key in vi if placeholders(vi[key]) != placeholders(en[key])] == []


def test_no_text_is_empty_or_left_in_the_other_language() -> None:
    vi, en = entries("vi"), entries("en")
    assert [key for key in vi if not vi[key].strip() or not en[key].strip()] == []
    # Names stay; whole sentences do not.
    assert [key for key in vi if vi[key] == en[key] and len(vi[key].split()) > 3] == []
    assert [key for key in en if any(c in "ăâđêôơưạếộ" for c in en[key].lower())] == []


def test_every_key_that_the_code_reads_exists_and_gets_its_facts() -> None:
    wrong = []
    for path, node, name in calls():
        first = node.args[0]
        if name not in READERS or not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            continue
        given = {keyword.arg for keyword in node.keywords}
        text = entries("vi").get(first.value)
        if text is None or not placeholders(text) <= given:
            wrong.append(f"{path.name}:{node.lineno} {first.value}")
    assert wrong == []


def test_every_key_of_the_demonstration_exists_and_gets_its_facts() -> None:
    wrong = []
    for path, node, name in calls():
        first = node.args[0]
        if path.name != "demo.py" or getattr(getattr(node.func, "value", None), "id", "") != "stage":
            continue
        keys = [text for text in texts_in(first) if name in PREFIXED]
        given = {keyword.arg for keyword in node.keywords}
        wrong += [k for k in keys if not placeholders(entries("vi").get(f"demo.{k}", "{?}")) <= given]
    assert wrong == []


def test_every_key_is_in_use() -> None:
    named, begun = keys_named(), prefixes()
    unused = [
        key
        for key in entries("vi")
        if key not in named and not key.startswith("help.") and not any(key.startswith(p) for p in begun)
    ]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_word(language: str) -> None:
    words = Words(language)
    assert all(words(f"state.{state.value}") for state in RecordState)
    assert all(words(f"field_state.{state.value}") for state in FieldState)
    assert all(words(f"action.{state.value}") for state in FieldState if state.by_person)


def test_an_unknown_key_is_a_fault_and_not_an_empty_text() -> None:
    with pytest.raises(KeyError):
        Words("vi")("no.such.key")
