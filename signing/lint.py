"""What in a document could change its look or act by itself after signing. Asked before the first signature.

A signature protects bytes, not what people see: fields, scripts, layers and hidden objects are how documents
are prepared that show something else later ("shadow attacks"). This is a gate, not a repair.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

REASONS: dict[str, tuple[str, str]] = {
    "NOT-A-PDF": ("tệp không phải PDF hoặc đã hỏng", "not a PDF, or damaged"),
    "ENCRYPTED": ("tệp có mật khẩu hoặc bị mã hóa", "the file is encrypted"),
    "OPEN-ACTION": ("có hành động tự chạy khi mở", "an action runs when it is opened"),
    "ADDITIONAL-ACTIONS": ("có hành động tự động (AA)", "there are automatic actions (AA)"),
    "LAYERS": ("có lớp nội dung tùy chọn", "there are optional content layers"),
    "PORTFOLIO": ("là tập hồ sơ PDF (portfolio)", "it is a PDF portfolio"),
    "XFA": ("có biểu mẫu XFA", "there is an XFA form"),
    "JAVASCRIPT": ("có JavaScript", "there is JavaScript"),
    "EMBEDDED-FILES": ("có tệp đính kèm", "there are embedded files"),
    "FORM-FIELD": ("có trường biểu mẫu điền được", "there are form fields"),
    "ANNOTATION": ("có chú thích không phải chữ ký", "there are annotations other than signatures"),
    "HYBRID-XREF": ("có bảng tham chiếu lai", "there are hybrid cross references"),
    "HIDDEN-PAGE": ("có trang nằm ngoài cây trang", "there are page objects outside the page tree"),
    "SECOND-CATALOG": ("có nhiều danh mục gốc", "there is more than one catalog"),
    "HIDDEN-CONTENT": ("có nội dung ẩn không dùng tới", "there are content streams nothing refers to"),
    "EARLIER-REVISION": ("có bản sửa chồng chưa ký", "there are unsigned incremental updates"),
    "PDFA-1": ("là PDF/A-1, cần chuyển sang PDF/A-2", "it is PDF/A-1 and must become PDF/A-2 first"),
}

_CATALOG = {
    "/OpenAction": "OPEN-ACTION",
    "/AA": "ADDITIONAL-ACTIONS",
    "/OCProperties": "LAYERS",
    "/Collection": "PORTFOLIO",
    "/NeedsRendering": "XFA",
    "/AF": "EMBEDDED-FILES",
}
_NAMES = {"/JavaScript": "JAVASCRIPT", "/EmbeddedFiles": "EMBEDDED-FILES"}
_FIELD_DEPTH = 32


def lint(path: Path) -> tuple[str, ...]:
    """Reasons not to sign the file, each once; empty when there is none.

    A reason is a code of `REASONS`, followed by a colon and the place where that helps ("ANNOTATION:page 3").
    """
    return lint_bytes(path.read_bytes())


def lint_bytes(file: bytes) -> tuple[str, ...]:
    """As `lint`, for the bytes of a file."""
    if not file.startswith(b"%PDF-"):
        return ("NOT-A-PDF",)
    try:
        with pikepdf.open(io.BytesIO(file)) as pdf:
            if pdf.is_encrypted:
                return ("ENCRYPTED",)
            return tuple(dict.fromkeys(_reasons(pdf, file)))
    except pikepdf.PasswordError:
        return ("ENCRYPTED",)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError):
        return ("NOT-A-PDF",)


def _reasons(pdf: pikepdf.Pdf, file: bytes) -> Iterator[str]:
    yield from (code for key, code in _CATALOG.items() if key in pdf.Root)
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    yield from (code for key, code in _NAMES.items() if key in names)
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    if "/XFA" in form:
        yield "XFA"
    yield from _fields(form.get("/Fields", pikepdf.Array()), None, _FIELD_DEPTH)
    for number, page in enumerate(pdf.pages, start=1):
        yield from _page(page.obj, number)
    if "/XRefStm" in pdf.trailer or b"/XRefStm" in file:
        yield "HYBRID-XREF"
    yield from _hidden(pdf)
    # A linearized file has two end marks and one revision.
    if file.count(b"%%EOF") > (2 if pdf.is_linearized else 1) and b"/ByteRange" not in file:
        yield "EARLIER-REVISION"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfaid:part") == "1":
            yield "PDFA-1"


def _fields(fields: Any, inherited: Any, depth: int) -> Iterator[str]:
    for field in fields if depth else ():
        kind = field.get("/FT", inherited)
        kids = [kid for kid in field.get("/Kids", ()) if "/T" in kid]
        if kids:
            yield from _fields(kids, kind, depth - 1)
        elif kind != "/Sig":
            yield "FORM-FIELD"
        if "/AA" in field or "/A" in field:
            yield "ADDITIONAL-ACTIONS"


def _page(page: Any, number: int) -> Iterator[str]:
    if "/AA" in page:
        yield f"ADDITIONAL-ACTIONS:page {number}"
    for annotation in page.get("/Annots", ()):
        if annotation.get("/Subtype") != "/Widget" or annotation.get("/FT") != "/Sig":
            yield f"ANNOTATION:page {number}"


def _hidden(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Objects that stand in the file but that no reader shows: what a shadow attack prepares."""
    reachable = _reachable(pdf)
    shown = {page.obj.objgen for page in pdf.pages}
    # A linearized file has one hint stream that is found by its offset, not by a reference.
    spare = 1 if pdf.is_linearized else 0
    catalogs = 0
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        kind = str(thing.get("/Type", ""))
        catalogs += kind == "/Catalog"
        if kind == "/Page" and thing.objgen not in shown:
            yield "HIDDEN-PAGE"
        if kind in ("/XRef", "/ObjStm") or thing.objgen in reachable:
            continue
        if isinstance(thing, pikepdf.Stream):
            hint = spare > 0 and "/S" in thing and not kind
            spare -= hint
            if not hint:
                yield "HIDDEN-CONTENT"
        elif str(thing.get("/S", "")) == "/JavaScript":
            yield "JAVASCRIPT"
    if catalogs > 1:
        yield "SECOND-CATALOG"


def _reachable(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            waiting.extend(value for value in thing.values() if isinstance(value, pikepdf.Object))
        elif isinstance(thing, pikepdf.Array):
            waiting.extend(value for value in thing if isinstance(value, pikepdf.Object))
    return seen
