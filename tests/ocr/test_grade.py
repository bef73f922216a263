"""The digitising rule, clause by clause: what may stand in the archive, and what only serves as a component."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.decode import decode
from ocr.grade import MasterFacts, digitising_rule, grade, master_facts
from ocr.limits import Limits
from ocr.page import PageImage

SCAN = MasterFacts(bits=24, dpi=200.0, width=1654, height=2339, photo=False, media_type="image/jpeg")
MAKE = 271


def test_a_colour_scan_of_200_dpi_is_archive_grade() -> None:
    assert grade(SCAN, 190).as_json() == {"archive": True, "reasons": []}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bits": 8}, "colour-depth"),
        ({"bits": 1}, "colour-depth"),
        ({"bits": None}, "colour-depth-unknown"),
        ({"dpi": 150.0}, "resolution"),
        ({"dpi": None}, "resolution-unknown"),
        ({"photo": True}, "photo"),
        ({"media_type": "image/webp"}, "format"),
        ({"width": 300, "height": 300}, "scale"),
    ],
)
def test_each_lack_has_its_reason(change: dict[str, object], reason: str) -> None:
    graded = grade(replace(SCAN, **change))  # type: ignore[arg-type]
    assert not graded.archive
    assert reason in graded.reasons


def test_a_drawing_needs_300_dpi_and_an_a3_sheet_does_not() -> None:
    a3 = replace(SCAN, width=2339, height=3307)
    a1 = replace(SCAN, width=4677, height=6622)
    assert grade(a3).archive
    assert grade(a1).reasons == ("resolution",)
    assert grade(replace(a1, dpi=300.0, width=7016, height=9933)).archive


def test_an_enlarged_image_is_not_what_it_claims() -> None:
    assert grade(replace(SCAN, dpi=300.0, width=2480, height=3508), 120).reasons == ("resolution-claimed",)


def test_the_rule_is_data() -> None:
    stricter = replace(digitising_rule(), least_dpi=300)
    assert grade(SCAN, None, stricter).reasons == ("resolution",)
    assert "05/2025/TT-BNV" in digitising_rule().source


@pytest.mark.parametrize(("mode", "bits"), [("1", 1), ("L", 8), ("RGB", 24)])
def test_the_depth_is_that_of_the_file(tmp_path: Path, mode: str, bits: int) -> None:
    path = tmp_path / "page.tif"
    Image.new("L", (700, 900), 240).convert(mode).save(path, dpi=(200, 200))
    facts = master_facts(path, decode(path, 1, Limits()))
    assert (facts.bits, facts.media_type, facts.dpi) == (bits, "image/tiff", 200)


def test_a_photo_is_known_by_its_camera_or_by_its_perspective(tmp_path: Path) -> None:
    image, exif = Image.new("RGB", (1240, 1754), (240, 240, 240)), Image.Exif()
    image.save(tmp_path / "scan.jpg", dpi=(150, 150))
    exif[MAKE] = "Invented Phones"
    image.save(tmp_path / "photo.jpg", dpi=(300, 300), exif=exif)
    page = PageImage(np.asarray(image), 300.0)
    assert not master_facts(tmp_path / "scan.jpg", page).photo
    assert master_facts(tmp_path / "scan.jpg", page, ("perspective",)).photo
    taken = grade(master_facts(tmp_path / "photo.jpg", page))
    assert taken.reasons == ("photo", "resolution-unknown")
