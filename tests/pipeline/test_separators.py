"""Sheets between the pages: they part records, name the dossier, and what they count must have come."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from office import PAGES, Office
from PIL import Image

from ocr.page import Box, Line, Mark, PageText, Quality, Word
from ocr.reading import PageReading
from ocr.sheet_code import SheetCode
from pipeline.batch import Page
from pipeline.cover import CoverRequest, CoverWords, sheet_codes, write_cover
from pipeline.digitize import close
from pipeline.errors import WrongUse
from pipeline.interpret import interpret
from pipeline.record import PageState
from pipeline.separators import Sheet, Sheets, announced, is_unclear, sheet_of
from pipeline.sheet_counts import sheet_findings

AT = datetime(2026, 1, 15, tzinfo=UTC)
DOSSIER = "H29.22.33-260115-0001"
SIZE = (1654, 2339)
PATCH = Mark("patch", "T", Box(0, 0, 9, 9))


def qr(code: SheetCode) -> Mark:
    return Mark("qr", code.text, Box(0, 0, 9, 9))


def reading(*marks: Mark, words: int = 20, verdict: str = "ok") -> PageReading:
    line = Line(tuple(Word("chữ", Box(i, 0, i + 1, 9), 0.9) for i in range(words)))
    return PageReading(1, PageText(*SIZE, 0, (line,), "test"), Quality(verdict), 200.0, marks)


def component(pages: int | None = None, number: int = 1, of: int = 1, code: str = DOSSIER) -> SheetCode:
    return SheetCode("D", code, "birth", number, of, pages)


def test_a_page_with_our_code_or_a_patch_code_is_a_sheet() -> None:
    assert sheet_of(reading(qr(component()), qr(component()), PATCH)) == Sheet(component())
    assert sheet_of(reading(PATCH)) == Sheet(None)
    assert sheet_of(reading()) is None
    assert sheet_of(reading(Mark("qr", component().text[:-1] + "x", Box(0, 0, 9, 9)))) is None
    assert sheet_of(reading(Mark("patch", "2", Box(0, 0, 9, 9)))) is None


@pytest.mark.parametrize(
    "page",
    [
        reading(qr(component()), qr(component(code="H29.22.33-260115-0002"))),
        reading(qr(component()), words=300),
        reading(PATCH, words=100),
    ],
)
def test_a_sheet_on_a_document_never_takes_the_document_away(page: PageReading) -> None:
    assert sheet_of(page) is None
    assert is_unclear(page)
    (draft,) = interpret([page])
    assert "SHEET_UNCLEAR" in {finding.code for finding in draft.findings}


def test_behind_a_sheet_a_record_begins_and_its_blank_back_joins_none() -> None:
    pages = [reading(), reading(PATCH), reading(words=0, verdict="blank"), reading(), reading()]
    assert [draft.pages for draft in interpret(pages)] == [(0,), (3, 4)]


def test_a_record_learns_from_the_nearest_cover_in_front() -> None:
    batch = Sheet(SheetCode("B", "LO-1"))
    rescan = Sheet(SheetCode("R", "3d414bd8"))
    by_place = {(1, 1): Sheet(component()), (1, 4): Sheet(None), (2, 1): rescan, (3, 1): batch}
    told = [announced(Sheets(by_place), place, None) for place in ((1, 2), (1, 5), (2, 2), (3, 2))]
    assert [(t.dossier, t.component) for t in told] == [(DOSSIER, "birth")] * 3 + [(None, None)]
    assert [[f.code for f in t.findings] for t in told] == [[], [], ["RESCAN_OF"], []]
    other = announced(Sheets(by_place), (1, 2), "H29.22.33-260115-0009")
    assert (other.dossier, [f.code for f in other.findings]) == (DOSSIER, ["SHEET_OTHER_DOSSIER"])


def page(number: int, state: PageState) -> Page:
    return Page(str(number), "b", 1, number, "", state, None, None, None, {}, None)


S, R, B = PageState.SEPARATOR, PageState.READ, PageState.BLANK


@pytest.mark.parametrize(
    ("states", "codes", "sides", "found"),
    [
        ([S, R, R], {1: component(2)}, 1, []),
        ([S, B, R, B, R, B], {1: component(2)}, 2, []),
        ([S, R], {1: component(2)}, 1, [("2", "1")]),
        ([S, R, S, R, R], {1: component(1), 3: component(2)}, 1, []),
        ([S, R, S, R, R], {1: component(3), 3: None}, 1, []),
        ([S, R, S, R], {1: SheetCode("S", "A", pages=1), 3: None}, 1, []),
        ([S, PageState.QUARANTINED, R], {1: component(2)}, 1, []),
        ([S, B, R, B, S, B, R, R], {1: SheetCode("B", "L", pages=2), 5: None}, 2, []),
        ([S, R, R], {1: SheetCode("B", "L", pages=3)}, 1, [("3", "2")]),
        ([S, S, R], {1: component(0), 2: component(1)}, 1, []),
    ],
)
def test_what_a_sheet_counts_must_have_come(
    states: list[PageState],
    codes: dict[int, SheetCode | None],
    sides: int,
    found: list[tuple[str, str]],
) -> None:
    pages = [page(number, state) for number, state in enumerate(states, 1)]
    sheets = Sheets({(1, number): Sheet(code) for number, code in codes.items()})
    told = sheet_findings(pages, sheets, sides)
    assert {finding.code for finding in told} <= {"SHEET_COUNT"}
    assert [(f.facts["counted"], f.facts["pages"]) for f in told] == found


def test_a_number_left_out_between_sheets_printed_together_is_reported() -> None:
    by_place = {(1, n): Sheet(component(None, n, 9)) for n in (3, 4, 7)}
    pages = [page(number, S) for number in (3, 4, 7)]
    (told,) = sheet_findings(pages, Sheets(by_place), 1)
    assert (told.code, told.facts["numbers"]) == ("SHEETS_MISSING", "5, 6")


@pytest.mark.parametrize(
    "wrong",
    [
        CoverRequest("component", "hồ sơ"),
        CoverRequest("other", DOSSIER),
        CoverRequest("next", "A B"),
        CoverRequest("next", "A", count=0),
        CoverRequest("next", "A", pages=10000),
    ],
)
def test_a_cover_that_could_not_be_read_back_is_not_made(wrong: CoverRequest) -> None:
    with pytest.raises(WrongUse):
        sheet_codes(wrong)


def printed(folder: Path, request: CoverRequest, degrees: float) -> Image.Image:
    """The first sheet of a cover, printed, and scanned askew at 200 dpi."""
    target = folder / f"{request.kind}.pdf"
    words = CoverWords("TỜ PHÂN CÁCH", ("Giấy khai sinh", "1 trang tiếp theo"), ("Đặt trước giấy.",), "UBND")
    write_cover(request, words, target, AT)
    gray = pypdfium2.PdfDocument(target)[0].render(scale=200 / 72, grayscale=True).to_numpy()
    turn = cv2.getRotationMatrix2D((gray.shape[1] / 2, gray.shape[0] / 2), degrees, 1)
    gray = cv2.warpAffine(gray, turn, gray.shape[::-1], borderValue=250)
    return Image.fromarray(np.asarray(gray, np.uint8)).convert("RGB").resize(SIZE)


def pile(path: Path, sheets: list[Image.Image]) -> Path:
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=200)
    return path


def test_a_scanned_pile_is_parted_counted_and_put_into_its_dossier(office: Office, tmp_path: Path) -> None:
    cover = printed(tmp_path, CoverRequest("component", DOSSIER, "birth", pages=2), 3)
    between = printed(tmp_path, CoverRequest("next", "TAP-7"), -176)
    blank = Image.new("RGB", SIZE, (248, 247, 245))
    births = [Image.open(PAGES / f"birth_2016_0{n}.jpg").convert("RGB").resize(SIZE) for n in (1, 2)]
    path = pile(tmp_path / "pile.pdf", [cover, blank, births[0], between, blank, births[1]])
    batch = office.feed([path], sheets=2, sides=2).batch
    assert not office.run(batch)
    document = office.document(batch)
    assert (document["pages_read"], document["pages_blank"], document["pages_separator"]) == (2, 2, 2)
    # Two papers scanned on both sides would be four sides; the backs of the births did not come.
    assert [f["code"] for f in document["findings"]] == ["COUNT_MISMATCH"]
    assert [[p["number"] for p in r["pages"]] for r in document["records"]] == [[3], [6]]
    assert {r["dossier"] for r in document["records"]} == {DOSSIER}
    assert {record.row.component for record in office.records(batch)} == {"birth"}
    assert close(office.services, batch, office.act, reason="scanned on one side")
    assert {r["state"] for r in office.document(batch)["records"]} == {"in_review"}


def test_a_lost_page_holds_the_batch_open(office: Office, tmp_path: Path) -> None:
    cover = printed(tmp_path, CoverRequest("component", DOSSIER, "birth", pages=2), 2)
    birth = Image.open(PAGES / "birth_2016_01.jpg").convert("RGB").resize(SIZE)
    batch = office.feed([pile(tmp_path / "pile.pdf", [cover, birth])]).batch
    assert not office.run(batch)
    document = office.document(batch)
    assert document["state"] == "open"
    assert [(f["code"], f["facts"]["pages"]) for f in document["findings"]] == [("SHEET_COUNT", "1")]
    assert document["pages_in"] == document["pages_read"] + document["pages_separator"]
