"""Pages of the examiner: their truth is printed on them, a seed draws them alike, they know nothing of the reader."""

from __future__ import annotations

import html
import re
import subprocess
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from unicodedata import normalize

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw

from benchmarks.examiner.dates import Spelling, tens
from benchmarks.examiner.draw import composed, kinds
from benchmarks.examiner.faces import FACES
from benchmarks.examiner.scans import DEVICES, Device, scanned
from pipeline.record_type import record_types

_SOURCE = Path(__file__).parents[2] / "benchmarks" / "examiner"
_NUMBERS = range(60)
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def _said(text: str) -> str:
    inner = re.sub(r"<(br|/div|/td)[^>]*>", " ", text.split("<body>")[1])
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", inner)).split())


@pytest.mark.parametrize("number", _NUMBERS)
def test_what_the_truth_tells_is_printed(number: int) -> None:
    _, _, paper, text, _, _ = composed(number, 905)
    said = _said(text)
    for key, fact in paper.facts.items():
        assert fact.by_hand or fact.written is None or fact.written in said, key


@pytest.mark.parametrize("number", _NUMBERS)
def test_its_fields_are_fields_of_its_type(number: int) -> None:
    kind, _, paper, _, _, _ = composed(number, 905)
    known = {spec.key for spec in record_types()[kind].fields}
    assert {"signer_name", "signer_position"} <= set(paper.facts) <= known


@pytest.mark.parametrize("number", range(8))
def test_the_same_seed_draws_the_same_paper(number: int) -> None:
    first, again, other = composed(number, 907), composed(number, 907), composed(number, 908)
    assert first[3] == again[3] != other[3]


def test_of_sixty_pages_most_are_what_wards_keep() -> None:
    many = Counter(kind for kind, _ in kinds())
    assert many.total() == 60
    assert [kind for kind, _ in many.most_common(2)] == ["correspondence", "birth"]


def test_seven_of_ten_devices_are_ordinary() -> None:
    ordinary = sum(device.weight for device in DEVICES if device.group == "ordinary")
    assert ordinary / sum(device.weight for device in DEVICES) == pytest.approx(0.7, abs=0.01)


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name)
def test_a_device_gives_the_same_bytes_and_leaves_ink_darker_than_paper(device: Device) -> None:
    page = Image.new("RGB", (400, 560), "white")
    ImageDraw.Draw(page).rectangle((100, 200, 300, 300), fill="black")
    made = scanned(Random(5), device, page)
    assert made == scanned(Random(5), device, page)
    light = np.asarray(Image.open(BytesIO(made)).convert("L"), dtype=float)
    assert light[230:270, 150:250].mean() + 40 < light[400:500, 150:250].mean()


@pytest.mark.parametrize(
    ("number", "words"),
    [(4, "bốn"), (15, "mười lăm"), (21, "hai mươi mốt"), (30, "ba mươi"), (11, "mười một")],
)
def test_numbers_are_said_as_people_say_them(number: int, words: str) -> None:
    assert tens(number) == words


def test_a_year_after_2000_has_its_zero_said() -> None:
    spelling = Spelling("{d}/{m}/{y}", "nghìn", "linh", "mồng ", True)
    assert spelling.words(date(2005, 4, 3)) == "Ngày mồng ba, tháng tư, năm hai nghìn không trăm linh năm"


@pytest.mark.parametrize("face", sorted({*FACES, "FreeMono", "Liberation Mono"}))
@pytest.mark.parametrize("cut", ["Regular", "Bold", "Italic", "Bold Italic"])
def test_every_cut_of_a_face_has_every_letter(face: str, cut: str) -> None:
    weight, slant = 200 if "Bold" in cut else 80, 100 if "Italic" in cut else 0
    asked = f"{face}:weight={weight}:slant={slant}"
    found = subprocess.run(
        ["fc-match", "-f", "%{family}|%{file}", asked], capture_output=True, text=True, check=True, timeout=30
    )
    family, file = found.stdout.split("|")
    if face not in family.split(","):
        pytest.skip(f"{face} is not installed")
    letters = {normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in _TONES} | {"đ"}
    known = TTFont(file, fontNumber=0).getBestCmap()
    assert not [letter for one in letters for letter in (one, one.upper()) if ord(letter) not in known]


def test_it_takes_nothing_from_the_reader_or_the_other_hands() -> None:
    for file in _SOURCE.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        taken = re.findall(r"(?:from|import) ((?:samples|pipeline|ocr|benchmarks)[\w.]*)", source)
        foreign = [name for name in taken if not name.startswith("benchmarks.examiner")]
        assert foreign in ([], ["benchmarks.third_hand.draw"]), file.name
