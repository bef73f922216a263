"""Whatever the bytes, survey and decode answer with a page or a coded fault: nothing else, and soon."""

from __future__ import annotations

from pathlib import Path

import hostile
import pytest

from ocr import faults
from ocr.decode import decode
from ocr.faults import CODES, PageUnreadable
from ocr.limits import MIB, Limits
from ocr.marks import read_marks
from ocr.page import PageImage
from ocr.reading import PageSurvey
from ocr.survey import survey
from ocr.textlayer import read_text_layer

# Small, so that no damaged header makes a test allocate gigabytes.
LIMITS = Limits(max_page_pixels=1_000_000, max_pages=50)
SOUND = hostile.sound()


def codes_of(path: Path) -> set[str]:
    """Faults of the file and its pages, by survey and by decoding; what decodes has the size that was told."""
    found = survey(path, LIMITS)
    codes = {found.fault.code} if found.fault else set()
    for claimed in found.pages or (PageSurvey(1),):
        page = decoded(path, claimed.number, codes)
        if page is not None and claimed.fault is None and claimed.width is not None:
            assert (page.width, page.height) == (claimed.width, claimed.height)
            assert page.width * page.height <= LIMITS.max_page_pixels
        codes |= {claimed.fault.code} if claimed.fault else set()
    assert codes <= CODES
    return codes


def decoded(path: Path, number: int, codes: set[str]) -> PageImage | None:
    try:
        page = decode(path, number, LIMITS, lean=True)
    except PageUnreadable as unreadable:
        codes.add(unreadable.fault.code)
        return None
    if path.suffix == ".pdf":
        read_text_layer(path, number, page)
    return page


@pytest.mark.parametrize("name", SOUND)
def test_sound_files_are_taken(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SOUND[name])
    assert codes_of(path) == set()


@pytest.mark.parametrize("number", [0, -1])
@pytest.mark.parametrize("name", SOUND)
def test_no_page_is_counted_from_the_end(tmp_path: Path, name: str, number: int) -> None:
    path = tmp_path / name
    path.write_bytes(SOUND[name])
    with pytest.raises(PageUnreadable) as caught:
        decode(path, number, LIMITS)
    assert caught.value.fault.code == faults.PAGE_DAMAGED


@pytest.mark.parametrize("name", SOUND)
def test_cut_and_bitten_files_earn_a_code_or_a_page(tmp_path: Path, name: str) -> None:
    for file, data in hostile.damaged(name, SOUND[name], range(40)):
        path = tmp_path / file
        path.write_bytes(data)
        codes_of(path)


@pytest.mark.parametrize("name", [name for name in SOUND if not name.endswith(("bmp", "pdf"))])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_file_cut_short_is_never_a_whole_page(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / name
    path.write_bytes(SOUND[name][: int(len(SOUND[name]) * share)])
    assert codes_of(path) != set()


@pytest.mark.parametrize("name", SOUND)
def test_names_lie(tmp_path: Path, name: str) -> None:
    path = tmp_path / ("a.tif" if name.endswith("pdf") else "a.pdf")
    path.write_bytes(SOUND[name])
    assert codes_of(path) == set()


BOMBS = hostile.bombs()
EARNED = {
    "claims.png": faults.PAGE_TOO_LARGE,
    "claims.tif": faults.PAGE_TOO_LARGE,
    "tile.tif": faults.PAGE_TOO_LARGE,
    "claims.j2k": faults.PAGE_TOO_LARGE,
    "claims.webp": faults.PAGE_TOO_LARGE,
    "claims.heic": faults.PAGE_TOO_LARGE,
    "content.pdf": faults.PAGE_DAMAGED,
    "image.pdf": faults.PAGE_DAMAGED,
    "forms.pdf": faults.PAGE_DAMAGED,
    "wide-forms.pdf": faults.PAGE_DAMAGED,
    "self.pdf": faults.PAGE_DAMAGED,
    "tree-loop.pdf": faults.FILE_DAMAGED,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name])
    codes = codes_of(path)
    if name in EARNED:
        assert EARNED[name] in codes


def test_a_jpeg_2000_that_no_worker_can_hold_is_told_by_its_header(tmp_path: Path) -> None:
    """OpenJPEG takes four bytes for each sample; without memory it would speak of broken data."""
    path = tmp_path / "a.jp2"
    path.write_bytes(SOUND["a.jp2"])
    narrow = Limits(worker_bytes=200 * MIB + 100_000)
    (page,) = survey(path, narrow).pages
    assert page.fault is not None
    assert page.fault.code == faults.PAGE_MEMORY
    with pytest.raises(PageUnreadable):
        decode(path, 1, narrow)


def test_a_page_no_larger_than_a_stamp_is_no_fault(tmp_path: Path) -> None:
    """A sweep found it: marks were sought at resolutions that so few pixels cannot have."""
    path = tmp_path / "a.png"
    path.write_bytes(SOUND["a.png"])
    assert read_marks(decode(path, 1, LIMITS)) == ()


def test_a_file_that_is_gone_is_the_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        decode(tmp_path / "gone.pdf", 1, LIMITS)
