"""A sweep tells of every file once, survives what is in it, and is taken up where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import sweep
from benchmarks.sweep import Swept
from ocr.engine import EngineChoice
from ocr.limits import Limits


def folder(root: Path) -> Path:
    """A sound page, a damaged one, text, and a PDF that only claims to be one."""
    (root / "inner").mkdir(parents=True)
    Image.new("L", (200, 200), 255).save(root / "inner" / "blank.png")
    whole = (root / "inner" / "blank.png").read_bytes()
    (root / "cut.png").write_bytes(whole[: len(whole) // 2])
    (root / "letter.txt").write_text("Kính gửi", encoding="utf-8")
    (root / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    return root


def test_every_file_is_told_with_its_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told.jsonl"
    root = folder(tmp_path / "files")
    assert sweep.main([str(root), "--json", str(told), "--workers", "1"]) == 0
    lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert {line["file"]: line["pages"] for line in lines} == {
        "cut.png": ["PAGE_DAMAGED"],
        "empty.pdf": ["FILE_DAMAGED"],
        "inner/blank.png": ["blank"],
        "letter.txt": ["FILE_TYPE"],
    }
    assert all(line["seconds"] >= 0 and line["peak_mib"] > 10 for line in lines)
    counts = json.loads(capsys.readouterr().out)
    assert (counts["files"], counts["crash"], counts["uncoded"]) == (4, 0, 0)


def test_what_was_swept_is_not_swept_again(tmp_path: Path) -> None:
    told = tmp_path / "told.jsonl"
    root = folder(tmp_path / "files")
    told.write_text('{"file": "cut.png"}\n{"file": "inner/blank.png"}\n{"file": "empt', encoding="utf-8")
    left = [path.relative_to(root).as_posix() for path in sweep.files_in(root, told)]
    assert left == ["empty.pdf", "letter.txt"]


def test_counts_tell_crash_hang_and_memory_apart() -> None:
    pages = ("PAGE_KILLED_WORKER", "PAGE_TIMEOUT", "PAGE_TIMEOUT", "PAGE_MEMORY", "ok")
    counts = sweep.summary(
        [Swept("a", "image/png", pages, 2.0, 100.0), Swept("b", "?", ("UNCODED",), 1.0, 90.0)]
    )
    assert [counts[name] for name in ("crash", "hang", "memory", "uncoded")] == [1, 2, 1, 1]
    assert (counts["slowest"], counts["peak_mib"], counts["pages"]) == ("a", 100.0, 6)


def test_what_escapes_the_pool_is_told_and_the_sweep_goes_on(tmp_path: Path) -> None:
    root = folder(tmp_path / "files")
    swept = sweep.Sweep(1, Limits(), EngineChoice(), root)
    try:
        assert swept.file(root / "gone.png").pages == (sweep.UNCODED,)
        assert swept.file(root / "inner" / "blank.png").pages == ("blank",)
    finally:
        swept.close()
