"""The archival file: conformant, searchable letter by letter, the master's bytes inside, equal for equal
inputs.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from drawn import ACCENTED, DPI, SENTENCES, drawn_page, saved, scan_pdf, text_of
from hypothesis import given
from hypothesis import strategies as st
from outside_tools import tool
from PIL import Image
from time_limits import finished

from ocr.conformance import check
from ocr.decode import decode
from ocr.faults import ToolMissing
from ocr.limits import Limits
from ocr.page import Box, PageText
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from ocr.textrun import turned_box

META = PdfMetadata(
    "Giấy khai sinh <số 1> & phụ lục",
    "UBND phường Bình An",
    datetime(2026, 11, 22, 5, 30, tzinfo=UTC),
    "urn:uuid:1",
)
FLAT = ("jpg", "progressive.jpg", "cmyk.jpg", "png", "bilevel.tif", "webp", "jp2", "rgb.jp2", "bmp")
KINDS = (*FLAT, "scan.pdf", "drawn.pdf")


def source(folder: Path, kind: str) -> Path:
    """One page of drawn text in the given kind of file."""
    gray = drawn_page().image
    path = folder / f"page.{kind}"
    if kind == "scan.pdf":
        held = io.BytesIO()
        gray.save(held, "JPEG")
        return scan_pdf(path, [held.getvalue()], gray.size, rotate=180)
    if kind == "drawn.pdf":
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(446, 324))
            pdf.pages[0].Contents = pdf.make_stream(b"0 0 1 rg 40 40 200 100 re f")
            pdf.save(path)
        return path
    modes = {"cmyk.jpg": "CMYK", "bilevel.tif": "1", "rgb.jp2": "RGB", "webp": "RGB"}
    options = {
        "progressive.jpg": {"progressive": True},
        "bilevel.tif": {"compression": "group4"},
        "webp": {"lossless": True},
    }
    gray.convert(modes.get(kind, "L")).save(path, dpi=(DPI, DPI), **options.get(kind, {}))
    return path


def text_in(path: Path) -> str:
    return finished(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def shown(path: Path, number: int = 1) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as document:
        return document[number - 1].render(scale=DPI / 72, grayscale=True).to_numpy()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_becomes_conformant_and_looks_the_same(tmp_path: Path, kind: str) -> None:
    path, target = source(tmp_path, kind), tmp_path / "record.pdf"
    drawn = drawn_page()
    write_pdfa([PdfPage(path, 1, text_of(list(drawn.lines), drawn.image.size), float(DPI))], target, META)
    report = check([target], verapdf=False)[0]
    assert report.problems == ()
    assert report.structural == "passed"
    if kind != "drawn.pdf":
        master = decode(path, 1, Limits()).pixels
        gray = master if master.ndim == 2 else master.mean(axis=2)
        seen = shown(target)
        assert abs(seen.shape[0] - gray.shape[0]) <= 1
        assert np.abs(seen[:890, :1230].astype(int) - gray[:890, :1230]).mean() < 6


@pytest.mark.verapdf
def test_verapdf_agrees(tmp_path: Path) -> None:
    drawn = drawn_page()
    text = text_of(list(drawn.lines), drawn.image.size)
    pages = [PdfPage(source(tmp_path, kind), 1, text, float(DPI)) for kind in KINDS]
    write_pdfa(pages, tmp_path / "record.pdf", META)
    report = check([tmp_path / "record.pdf"], verapdf=True, program=tool("verapdf"))[0]
    assert (report.verapdf, report.rules) == ("passed", ())
    assert report.as_json()["profile"] == "PDF/A-2u"


def test_a_file_that_is_none_is_named_so(tmp_path: Path) -> None:
    path = source(tmp_path, "scan.pdf")
    report = check([path], verapdf=False)[0]
    assert report.structural == "failed"
    assert any("Metadata" in problem for problem in report.problems)
    assert report.verapdf == "not run"


def test_a_demanded_verdict_needs_its_tool(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="make tools"):
        check([source(tmp_path, "scan.pdf")], verapdf=True, program=tmp_path / "nowhere")


def test_all_accented_letters_come_out_of_the_file(tmp_path: Path) -> None:
    letters = [ACCENTED[at : at + 10] for at in range(0, len(ACCENTED), 10)]
    lines = [(part, Box(100, 60 + 50 * row, 700, 95 + 50 * row)) for row, part in enumerate(letters)]
    path = saved(Image.new("L", (1240, 900), 255), tmp_path / "page.png")
    write_pdfa([PdfPage(path, 1, text_of(lines, (1240, 900)), 200.0)], tmp_path / "record.pdf", META)
    assert "".join(text_in(tmp_path / "record.pdf").split()) == ACCENTED


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pages_stand_upright_with_their_text_on_the_ink(
    tmp_path: Path, orientation: int, rotation: int
) -> None:
    """However the master lies, the archival page is upright, and the words lie where the letters are."""
    upright = drawn_page((900, 700), SENTENCES[:4])
    # What EXIF and the reader's rotation undo, applied beforehand to the stored pixels.
    lying = upright.image.rotate(rotation, expand=True)
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = lying if undo is None else lying.transpose(Image.Transpose(undo))
    tags = Image.Exif()
    tags[274] = orientation
    path = tmp_path / "page.jpg"
    stored.save(path, exif=tags, quality=95, dpi=(DPI, DPI))
    master = decode(path, 1, Limits())
    assert (master.width, master.height) == lying.size
    back = (360 - rotation) % 360
    boxes = [(text, turned_box(box, 900, 700, back)) for text, box in upright.lines]
    lines = text_of(boxes, lying.size, rotation)
    write_pdfa([PdfPage(path, 1, lines, float(DPI))], tmp_path / "record.pdf", META)
    seen = shown(tmp_path / "record.pdf")
    assert np.abs(seen[:699, :899].astype(int) - np.asarray(upright.image)[:699, :899]).mean() < 5
    with pikepdf.open(tmp_path / "record.pdf") as pdf:
        embedded = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert embedded == path.read_bytes()


def test_words_lie_on_their_boxes_and_read_line_by_line(tmp_path: Path) -> None:
    drawn = drawn_page()
    path = saved(drawn.image, tmp_path / "page.jpg")
    write_pdfa(
        [PdfPage(path, 1, text_of(list(drawn.lines), drawn.image.size), float(DPI))], tmp_path / "r.pdf", META
    )
    assert [line for line in text_in(tmp_path / "r.pdf").splitlines() if line.strip()] == list(SENTENCES)
    told = finished(
        ["pdftotext", "-bbox", tmp_path / "r.pdf", "-"], capture_output=True, text=True, check=True
    )
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', told.stdout
    )
    words = text_of(list(drawn.lines), drawn.image.size).words
    assert [word[4] for word in found] == [word.text for word in words]
    for (x0, y0, x1, y1, _), word in zip(found, words, strict=True):
        scale = DPI / 72
        assert abs(float(x0) * scale - word.box.x0) < 3
        assert abs(float(x1) * scale - word.box.x1) < 3
        assert float(y0) * scale < (word.box.y0 + word.box.y1) / 2 < float(y1) * scale


def test_equal_inputs_give_equal_bytes_of_hardly_more_size(tmp_path: Path) -> None:
    drawn = drawn_page((2480, 3508), SENTENCES * 5)
    noise = np.random.default_rng(1).normal(0, 6, (3508, 2480))
    image = Image.fromarray(np.clip(np.asarray(drawn.image) + noise, 0, 255).astype(np.uint8))
    path = saved(image, tmp_path / "page.jpg", quality=80)
    page = PdfPage(path, 1, text_of(list(drawn.lines), image.size), 300.0)
    write_pdfa([page], tmp_path / "one.pdf", META)
    write_pdfa([page], tmp_path / "two.pdf", META)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert (tmp_path / "one.pdf").stat().st_size < 1.05 * path.stat().st_size


def test_metadata_and_page_size(tmp_path: Path) -> None:
    path = saved(drawn_page((827, 1169)).image, tmp_path / "page.jpg")
    unknown = tmp_path / "bare.png"
    Image.new("L", (1000, 1414), 255).save(unknown)
    write_pdfa(
        [PdfPage(path, 1, None, 100.0), PdfPage(unknown, 1, None, None)], tmp_path / "record.pdf", META
    )
    with pikepdf.open(tmp_path / "record.pdf") as pdf:
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == META.title
            assert xmp["pdfaid:conformance"] == "U"
        assert str(pdf.docinfo.Title) == META.title
        assert str(pdf.Root.Lang) == "vi"
        assert not pdf.is_encrypted
        sizes = [[round(float(v)) for v in page.MediaBox] for page in pdf.pages]
    assert sizes == [[0, 0, 595, 842], [0, 0, 595, 842]]


def test_a_failed_page_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "record.pdf"
    target.write_bytes(b"before")
    with pytest.raises(OSError, match="gone"):
        write_pdfa([PdfPage(tmp_path / "gone.jpg", 1, None, None)], target, META)
    assert target.read_bytes() == b"before"
    assert [item.name for item in tmp_path.iterdir()] == ["record.pdf"]


def test_time_must_know_its_zone(tmp_path: Path) -> None:
    bare = PdfMetadata("t", "a", datetime(2026, 1, 1), "urn:uuid:1")
    with pytest.raises(ValueError, match="zone"):
        write_pdfa([PdfPage(source(tmp_path, "png"), 1, None, None)], tmp_path / "record.pdf", bare)


@given(
    x=st.integers(0, 80),
    y=st.integers(0, 40),
    width=st.integers(1, 20),
    height=st.integers(1, 10),
    rotation=st.sampled_from([0, 90, 180, 270]),
)
def test_turning_a_box_there_and_back_is_nothing(
    x: int, y: int, width: int, height: int, rotation: int
) -> None:
    box = Box(x, y, x + width, y + height)
    turned = turned_box(box, 100, 50, rotation)
    size = (50, 100) if rotation % 180 else (100, 50)
    assert turned_box(turned, *size, (360 - rotation) % 360) == box


def test_a_page_without_words_is_fine(tmp_path: Path) -> None:
    empty = PageText(1240, 900, 0, (), "test")
    write_pdfa([PdfPage(source(tmp_path, "png"), 1, empty, 200.0)], tmp_path / "record.pdf", META)
    assert check([tmp_path / "record.pdf"], verapdf=False)[0].structural == "passed"
