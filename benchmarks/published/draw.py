"""Draws the documents of a set: which kind, HTML, print by Chromium, scan, truth."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.published import forms, papers
from benchmarks.published.scans import device, scanned
from benchmarks.third_hand.deck import Paper
from benchmarks.third_hand.draw import entry, printed, write
from benchmarks.third_hand.facts import Manner, Sheet

_FACES = ("Tinos",) * 8 + ("Nimbus Roman", "Arimo")
_STYLE = """
@page {{ size: A4; margin: {margin}; @top-center {{ content: counter(page); font: 13pt '{face}'; }} }}
@page:first {{ @top-center {{ content: ''; }} }}
body {{ font: {size}pt '{face}'; line-height: {leading}; margin: 0; padding-top: 14px; position: relative; }}
table {{ border-collapse: collapse; width: 100%; }} td {{ vertical-align: top; }}
.head {{ font-size: {head}pt; line-height: 1.15; }} .head td {{ text-align: center; padding: 0 0 {drop}px; }}
.head td:last-child {{ white-space: nowrap; width: 56%; }}
.about {{ font-size: 92%; margin-top: 3px; }} .rule {{ border-top: 1px solid #000; margin: 3px auto 0; }}
p {{ margin: {gap}px 0; text-align: {align}; text-indent: {indent}; }}
.title {{ text-align: center; font-weight: bold; font-size: {title}pt; margin-top: 14px; }}
.under {{ text-align: center; }} .sign {{ text-align: center; position: relative; }}
.to {{ font-size: {small}pt; line-height: 1.15; }} .end {{ page-break-inside: avoid; margin-top: 12px; }}
.grid td, .grid th {{ border: 1px solid #000; padding: 3px 6px; }}
"""
_KINDS: tuple[tuple[str, int], ...] = (
    ("QUYẾT ĐỊNH", 9), ("THÔNG BÁO", 6), ("KẾ HOẠCH", 3), ("BÁO CÁO", 3), ("TỜ TRÌNH", 2), ("CHỈ THỊ", 1),
    ("NGHỊ QUYẾT", 2), ("HƯỚNG DẪN", 1), ("CÔNG ĐIỆN", 1), ("PHIẾU CHUYỂN", 1), ("CHƯƠNG TRÌNH", 1), ("KẾT LUẬN", 1),
    ("PHƯƠNG ÁN", 1),
)  # fmt: skip
_LETTERS = (
    (Paper("correspondence", "công văn", papers.letter), 8),
    (Paper("correspondence", "giấy mời", forms.invitation), 2),
    (Paper("correspondence", "giấy giới thiệu", forms.introduction), 1),
    (Paper("correspondence", "biên bản", forms.minutes), 1),
    (Paper("correspondence", "hợp đồng", forms.contract, ("unknown",)), 1),
)
_PAPERS = (*((Paper("correspondence", k.lower(), papers.of_kind(k)), w) for k, w in _KINDS), *_LETTERS)


def paper(rng: Random) -> Paper:
    """Any kind, decisions and letters most often."""
    kinds, weights = zip(*_PAPERS, strict=True)
    chosen: Paper = rng.choices(kinds, weights)[0]
    return chosen


def drawn(number: int, seed: int) -> tuple[Paper, Sheet, str, Random]:
    """Document `number` of a seed: its kind, what stands on it, its HTML, and the chance that goes on."""
    rng = Random(f"published {seed} {number}")
    kind, sheet = paper(rng), Sheet(rng, Manner())
    return kind, sheet, kind.draws(sheet), rng


def draw(number: int, seed: int, folder: Path) -> dict[str, Any]:
    """Document `number` of a seed: its file goes into `folder`, its entry of a truth file comes back.

    Raises FileNotFoundError without Chromium, CalledProcessError when it fails. A file that is there stays.
    """
    kind, sheet, inner, rng = drawn(number, seed)
    name = f"{number:03d}_{kind.form.replace(' ', '_')}"
    kept = folder / f"{name}.json"
    if not kept.exists():
        text, face = _document(rng, inner)
        how = device(rng)
        with tempfile.TemporaryDirectory() as work:
            sheets = printed(text, Path(work))
            pages = [scanned(rng, how, page.render(scale=how.dpi / 72).to_pil()) for page in sheets]
        file = write(folder / name, pages)
        truth = entry(file.name, kind, sheet, how, len(pages), f"{kind.form}/A4/{face}")
        kept.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def _document(rng: Random, inner: str) -> tuple[str, str]:
    face, size = rng.choice(_FACES), rng.choice((13, 13, 14, 14))
    size -= face == "Arimo"
    style = _STYLE.format(
        margin=rng.choice(("20mm 15mm 18mm 30mm", "18mm 18mm 18mm 28mm", "20mm 20mm 20mm 25mm")),
        face=face,
        size=size,
        head=size - rng.choice((1, 2)) - (face == "Arimo"),
        title=size + rng.choice((0, 0, 1, 2)),
        small=rng.choice((11, 11, 12)),
        leading=rng.choice((1.15, 1.25, 1.35, 1.5)),
        drop=rng.choice((6, 10, 16)),
        gap=rng.choice((3, 5, 7)),
        align=rng.choice(("justify", "justify", "left")),
        indent=rng.choice(("1cm", "1.27cm")),
    )
    return f'<html><head><meta charset="utf-8"><style>{style}</style></head><body>{inner}</body></html>', face
