"""`sohoa cover`: a PDF in the language of the desk, and plain words when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from counter import Desk

CODE = "H29.22.33-260115-0001"


def texts(path: Path) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]


def test_sheets_are_numbered_and_tell_code_component_and_pages(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "cover.pdf"
    ran = desk(
        "cover", CODE, "--component", "birth", "--pages", "4", "--count", "2", "--out", out, SOHOA_LANG="vi"
    )
    assert ran.code == 0
    assert CODE in ran.out
    one, two = texts(out)
    assert "BÌA THÀNH PHẦN HỒ SƠ" in one
    assert "4 trang tiếp theo" in one
    assert ("1 / 2" in one, "2 / 2" in two) == (True, True)
    assert not (tmp_path / "home").exists()


def test_a_batch_cover_counts_papers_in_english(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "cover.pdf"
    assert desk("cover", "LO-7", "--kind", "batch", "--pages", "31", "--out", out).code == 0
    assert "31 papers in the batch" in texts(out)[0]


@pytest.mark.parametrize(
    "arguments", [("hồ sơ",), (CODE, "--kind", "folder"), (CODE, "--count", "0"), (CODE, "--pages", "x")]
)
def test_what_cannot_be_printed_is_wrong_use(desk: Desk, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = desk("cover", *arguments, "--out", tmp_path / "cover.pdf")
    assert ran.code == 1
    assert ran.err
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_file_that_is_there_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "cover.pdf"
    out.write_bytes(b"mine")
    assert desk("cover", CODE, "--out", out).code == 1
    assert out.read_bytes() == b"mine"
