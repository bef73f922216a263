"""The catalogue of the web desk: every Vietnamese text has its English one, none is left over, facts agree."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file

from desk.web.language import Tongue, catalogue
from pipeline.errors import MoveRefused
from pipeline.record_type import record_types

ROOT = Path(__file__).resolve().parents[3] / "desk" / "web"
CALLS = {"_": None, "msg": None, "tongue": None}


def texts() -> Iterator[tuple[str, str]]:
    """Every text with the file it stands in."""
    for path in sorted(ROOT.rglob("*.py")):
        for _line, text, _comments, _context in extract_from_file("python", path, CALLS):
            yield str(text), path.name
    for path in sorted((ROOT / "templates").rglob("*.html")):
        options = {"trimmed": "true", "silent": "false"}
        for _line, text, _comments, _context in extract_from_file(
            "jinja2.ext:babel_extract", path, {"_": None}, options=options
        ):
            yield str(text if isinstance(text, str) else text[0]), path.name


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_translated_and_no_translation_is_left_over() -> None:
    known, used = catalogue("en"), dict(texts())
    assert {text: file for text, file in used.items() if text not in known} == {}
    assert set(known) - set(used) == set()


def test_both_languages_name_the_same_facts() -> None:
    assert [vi for vi, en in catalogue("en").items() if facts(vi) != facts(en)] == []


def test_templates_hold_no_text_outside_the_catalogue() -> None:
    letters = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
    told = [text for text, _file in texts()]
    for path in sorted((ROOT / "templates").rglob("*.html")):
        rest = path.read_text(encoding="utf-8").replace('"Tiếng Việt"', "")
        for text in sorted(told, key=len, reverse=True):
            rest = rest.replace(text, "")
        assert not set(rest.lower()) & letters, path.name


def test_a_fault_is_told_without_what_only_commands_want() -> None:
    record = "3d414bd8-1111-4222-8333-444455556666"
    kind = record_types()["birth"]
    fault = MoveRefused(
        f"Chưa duyệt được tài liệu {record}. Trường cần xem: {kind.called('number', 'vi')}. "
        f"Ghi nguyên văn [--as-written], hoặc nhận việc [sohoa record take {record[:8]}].",
        "x",
    )
    told = Tongue("vi").fault(fault)
    assert told == (
        'Chưa duyệt được tài liệu 3d414bd8. Trường cần xem: "Số". Ghi nguyên văn, hoặc nhận việc.'
    )
    assert kind.called("number", "en") == '"Register number" [number]'
