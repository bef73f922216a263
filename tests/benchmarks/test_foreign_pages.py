"""Foreign pages: every kind and fault can be drawn, and a drawing under bleed-through is read the right way up."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.foreign_faults import FAULTS
from benchmarks.foreign_pages import KINDS, Order, draw, orders
from ocr.engine import EngineChoice, open_engine
from ocr.limits import Limits
from ocr.read import read_page


def test_every_kind_says_what_it_prints_and_every_fault_happens() -> None:
    for name, kind in KINDS.items():
        sheet = kind(Random(name), 60)
        text = "\n".join(sheet.said)
        assert text
        assert unicodedata.normalize("NFC", text) == text
        assert np.asarray(sheet.image.convert("L")).min() < 100
    page = np.asarray(KINDS["letter"](Random(1), 60).image)
    for name, fault in FAULTS.items():
        out = fault(page, 60, Random(name))
        assert out.dtype == np.uint8
        assert out.shape != page.shape or not np.array_equal(out, page)


def test_in_a_set_every_kind_comes_clean_and_every_fault_comes() -> None:
    drawn = list(orders(3))
    assert {order.kind for order in drawn if not order.faults} == set(KINDS)
    assert {fault for order in drawn for fault in order.faults} == set(FAULTS)
    assert len({order.name for order in drawn}) == len(drawn)


def test_a_drawing_is_turned_by_its_labels_not_by_its_measures(tmp_path: Path) -> None:
    order = Order(113, "drawing", ("gray", "bleed"), 300)
    entry = draw(order, 1, tmp_path)
    engine = open_engine(EngineChoice())
    reading = read_page(tmp_path / entry["file"], 1, engine, Limits())
    engine.close()
    assert reading.text.rotation == 0
    assert "HIỆN TRẠNG" in reading.text.text
