"""The file of a network: what is read is what was written, and the engine reads with it as before."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ocr.page import Pixels
from ocr.tesseract import TesseractEngine
from training.network_file import NetworkFile, NotANetwork
from training.recoder import BLANK, recoder
from training.typefaces import typefaces

_FILE = Path(__file__).parents[2] / "training" / "vie_best.traineddata"
_TEXT = "Nguyễn Thị Thùy Dương, sinh ngày 07/11/1986"


@pytest.fixture(scope="module")
def file() -> NetworkFile:
    return NetworkFile.parsed(_FILE.read_bytes())


def _line() -> Pixels:
    font = ImageFont.truetype(str(typefaces().every["Tinos"][0]), 50)
    image = Image.new("L", (round(font.getlength(_TEXT)) + 40, 90), 255)
    ImageDraw.Draw(image).text((20, 65), _TEXT, font=font, fill=0, anchor="ls")
    return np.asarray(image, np.uint8)


def _read(folder: Path, network: bytes) -> str:
    (folder / "fresh.traineddata").write_bytes(network)
    engine = TesseractEngine(("fresh",), folder)
    try:
        return " ".join(word.text for word in engine.read_lines([_line()], 300)[0])
    finally:
        engine.close()


def test_a_file_that_did_not_change_keeps_its_bytes(file: NetworkFile) -> None:
    same = file.with_weights([matrix.weights for matrix in file.matrices()])
    assert same.written() == file.written() == _FILE.read_bytes()


def test_the_engine_reads_the_same_with_weights_made_whole_anew(file: NetworkFile, tmp_path: Path) -> None:
    weights = [matrix.weights * np.float32(1.00001) for matrix in file.matrices()]
    fresh = file.with_weights(weights).written()
    assert fresh != file.written()
    assert _read(tmp_path, fresh) == _read(tmp_path, file.written()) == _TEXT


def test_weights_come_back_as_near_as_whole_numbers_are(file: NetworkFile) -> None:
    rng = np.random.default_rng(3)
    weights = [rng.normal(0, 1, m.weights.shape).astype(np.float32) for m in file.matrices()]
    for found, wanted in zip(file.with_weights(weights).matrices(), weights, strict=True):
        step = np.abs(wanted).max(axis=1, keepdims=True) / 127
        assert bool((np.abs(found.weights - wanted) <= step * 0.501).all())


def test_weights_of_another_shape_are_refused(file: NetworkFile) -> None:
    weights = [matrix.weights for matrix in file.matrices()]
    with pytest.raises(ValueError, match="shape"):
        file.with_weights([*weights[:-1], weights[-1][:, 1:]])


@given(st.lists(st.none() | st.binary(min_size=1, max_size=40), max_size=24))
def test_components_come_back(parts: list[bytes | None]) -> None:
    assert NetworkFile.parsed(NetworkFile(tuple(parts)).written()).components == tuple(parts)


@given(st.integers(0, _FILE.stat().st_size - 100_000))
def test_a_file_cut_off_is_refused(length: int) -> None:
    cut = _FILE.read_bytes()[:length]
    with pytest.raises(NotANetwork):
        NetworkFile.parsed(cut).matrices()


def test_texts_come_back_from_their_codes(file: NetworkFile) -> None:
    codes = recoder(file)
    steps = [step for code in codes.encoded("Tổ 22, ấp Hòa") for step in (code, code, BLANK)]
    assert codes.decoded([BLANK, *steps]) == "Tổ 22, ấp Hòa"


def test_the_network_to_begin_with_is_the_one_that_the_tool_fetches() -> None:
    tool = _FILE.parents[1] / "tools" / "starting_network.sh"
    wanted = re.search(r"wanted=([0-9a-f]{64})", tool.read_text(encoding="utf-8"))
    assert wanted is not None
    assert hashlib.sha256(_FILE.read_bytes()).hexdigest() == wanted.group(1)
