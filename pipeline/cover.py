"""Cover and separator sheets to be printed: from what a person asks for to a PDF. The words come from the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from ocr.sheet_code import MOST_PAGES, SheetCode
from ocr.sheet_pdf import SheetFace, write_sheets
from ocr.xmp import PdfMetadata
from pipeline.errors import WrongUse
from pipeline.procedure import is_dossier_code
from pipeline.separators import SheetKind

MOST_SHEETS = 500
KINDS = {
    "component": SheetKind.COMPONENT,
    "next": SheetKind.NEXT,
    "batch": SheetKind.BATCH,
    "rescan": SheetKind.RESCAN,
}


@dataclass(frozen=True)
class CoverRequest:
    """`kind` is one of KINDS; `pages` were counted by hand (papers for a batch, else written sides; None: nobody
    counted); `count` sheets are printed, numbered from 1."""

    kind: str
    code: str
    component: str | None = None
    pages: int | None = None
    count: int = 1


@dataclass(frozen=True)
class CoverWords:
    """What the sheets say to people: a title, facts in large type, notes in small type, and who had them printed."""

    title: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    unit: str


def sheet_codes(request: CoverRequest) -> list[SheetCode]:
    """The codes of the sheets, one for each. Raises WrongUse with what to write instead."""
    if request.kind not in KINDS:
        raise WrongUse(
            f"Không có loại tờ {request.kind}. Các loại: {', '.join(KINDS)}.",
            f"There is no kind of sheet {request.kind}. Kinds: {', '.join(KINDS)}.",
        )
    if request.kind == "component" and not is_dossier_code(request.code):
        raise WrongUse(
            f"Mã hồ sơ '{request.code}' không đúng dạng, ví dụ đúng: H29.22.33-240612-0001.",
            f"'{request.code}' is not a dossier code; a good one reads H29.22.33-240612-0001.",
        )
    if not 1 <= request.count <= MOST_SHEETS:
        raise WrongUse(
            f"Số tờ in phải từ 1 đến {MOST_SHEETS}.", f"The number of sheets must be from 1 to {MOST_SHEETS}."
        )
    kind, part = KINDS[request.kind].value, request.component or ""
    numbers = range(1, request.count + 1)
    try:
        return [SheetCode(kind, request.code, part, n, request.count, request.pages) for n in numbers]
    except ValueError as unfit:
        raise WrongUse(
            "Mã và thành phần chỉ gồm 1 đến 64 chữ không dấu, chữ số và các dấu . / _ - (bắt đầu bằng chữ hoặc số); "
            f"số trang từ 0 đến {MOST_PAGES}.",
            "Code and component take 1 to 64 unaccented letters, digits and . / _ - (a letter or digit first); "
            f"pages go from 0 to {MOST_PAGES}.",
        ) from unfit


def write_cover(request: CoverRequest, words: CoverWords, out: Path, at: datetime) -> Sequence[SheetCode]:
    """Write the sheets to `out`, a PDF/A for A4 paper. Raises WrongUse, ToolMissing (no font), OSError."""
    codes = sheet_codes(request)
    if out.exists():
        raise WrongUse(
            f"Đã có tệp {out}. Chọn tên khác bằng --out, hoặc dời tệp cũ đi.",
            f"There is a file {out} already. Choose another name with --out, or move the old one away.",
        )
    faces = [
        SheetFace(
            code,
            words.title,
            f"{code.code} · {code.check}",
            words.facts if code.of == 1 else (*words.facts, f"{code.number} / {code.of}"),
            words.notes,
        )
        for code in codes
    ]
    identity = uuid5(NAMESPACE_URL, " ".join(code.text for code in codes))
    title = f"{words.title} {request.code}"
    write_sheets(faces, out, PdfMetadata(title, words.unit, at, f"urn:uuid:{identity}"))
    return codes
