"""Readings for other systems, as ALTO and hOCR: lawful, complete, and the same words in the same places."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from alto_schema import offences
from hypothesis import given
from hypothesis import strategies as st

from ocr.alto import NAMESPACE, alto_page
from ocr.hocr import hocr_page
from ocr.page import Baseline, Box, Line, PageText, Quality, Word
from ocr.reading import PageReading

ALTO, XHTML = f"{{{NAMESPACE}}}", "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def boxes() -> st.SearchStrategy[Box]:
    side = st.integers(1, 300)
    return st.builds(
        lambda x, y, w, h: Box(x, y, x + w, y + h), st.integers(0, 2000), st.integers(0, 3000), side, side
    )


def words() -> st.SearchStrategy[Word]:
    # What engines and text layers have given: any letter, never white space or halves of surrogates.
    letters = st.characters(
        exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
    )
    corner = st.integers(0, 3000)
    return st.builds(
        Word,
        st.text(letters, min_size=1, max_size=9),
        boxes(),
        st.floats(0, 1),
        st.none() | st.builds(Baseline, corner, corner, corner, corner),
    )


def readings() -> st.SearchStrategy[PageReading]:
    lines = st.lists(st.lists(words(), max_size=4).map(lambda held: Line(tuple(held))), max_size=4).map(tuple)
    some = st.lists(boxes(), max_size=2).map(tuple)
    text = st.builds(
        PageText,
        st.just(2480),
        st.just(3508),
        st.sampled_from([0, 90, 180, 270]),
        lines,
        st.just('tesseract 5 <"vie"> & psm=3'),
        st.just("engine"),
        some,
        some,
    )
    steps = st.sampled_from([(), ("deskew 1.2 degrees", "leaders & <dots>")])
    quality = Quality("low", ("skew",), {"dpi": 300.0})
    return st.builds(
        lambda page, dpi, told: PageReading(1, page, quality, dpi, (), told),
        text,
        st.none() | st.just(300.0),
        steps,
    )


def told(title: str | None) -> dict[str, list[float]]:
    return {
        part.split()[0]: [float(value) for value in part.split()[1:]]
        for part in (title or "").split("; ")
        if not part.startswith("image")
    }


@given(readings())
def test_alto_is_lawful_and_holds_every_word_in_its_place(reading: PageReading) -> None:
    document = alto_page(reading, 'trang "1" & phụ lục.jpg', 7)
    assert document == alto_page(reading, 'trang "1" & phụ lục.jpg', 7)
    assert offences(document) == []
    root = ElementTree.fromstring(document)
    strings = list(root.iter(f"{ALTO}String"))
    assert [string.get("CONTENT") for string in strings] == [word.text for word in reading.text.words]
    for string, word in zip(strings, reading.text.words, strict=True):
        x, y, width, height = (int(string.get(key, "")) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        assert Box(x, y, x + width, y + height) == word.box
        assert abs(float(string.get("WC", "")) - word.confidence) < 0.0001
    page = next(root.iter(f"{ALTO}Page"))
    assert (page.get("WIDTH"), page.get("HEIGHT"), page.get("PHYSICAL_IMG_NR")) == ("2480", "3508", "7")
    assert (page.get("LANG"), float(page.get("ROTATION", ""))) == ("vi", reading.text.rotation)
    assert ("dpi=300" in page.get("QUALITY_DETAIL", "")) == (reading.dpi is not None)
    kinds = [block.get("TYPE") for block in root.iter(f"{ALTO}ComposedBlock")]
    assert kinds.count("handwriting") == len(reading.text.handwriting)
    assert kinds.count("leaf") == len(reading.text.leaves)
    assert next(root.iter(f"{ALTO}fileName")).text == 'trang "1" & phụ lục.jpg'


@given(readings())
def test_hocr_is_xml_and_holds_every_word_in_its_place(reading: PageReading) -> None:
    document = hocr_page(reading, 'trang "1" & phụ lục.jpg', 7)
    assert document == hocr_page(reading, 'trang "1" & phụ lục.jpg', 7)
    root = ElementTree.fromstring(document)
    assert (root.get("lang"), root.get(XML_LANG)) == ("vi", "vi")
    spans = [span for span in root.iter(f"{XHTML}span") if span.get("class") == "ocrx_word"]
    assert [span.text for span in spans] == [word.text for word in reading.text.words]
    for span, word in zip(spans, reading.text.words, strict=True):
        assert told(span.get("title"))["bbox"] == word.box.as_list()
        assert told(span.get("title"))["x_wconf"] == [round(100 * word.confidence)]
    page = next(div for div in root.iter(f"{XHTML}div") if div.get("class") == "ocr_page")
    assert told(page.get("title"))["ppageno"] == [6]
    assert told(page.get("title")).get("scan_res") == ([300, 300] if reading.dpi else None)
    classes = [div.get("class") for div in root.iter(f"{XHTML}div")]
    assert classes.count("ocrx_block handwriting") == len(reading.text.handwriting)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_baselines_are_told_where_they_are_known() -> None:
    first = Word("Nguyễn", Box(100, 160, 200, 205), 0.9, Baseline(100, 200, 200, 198))
    last = Word("Mai", Box(220, 155, 300, 200), 0.9, Baseline(220, 198, 300, 196))
    reading = PageReading(
        1, PageText(1000, 500, 0, (Line((first, last)),), "test"), Quality("ok", (), {}), 200.0
    )
    line = next(ElementTree.fromstring(alto_page(reading, "a.jpg")).iter(f"{ALTO}TextLine"))
    assert line.get("BASELINE") == "100,200 200,198 220,198 300,196"
    title = re.search(r'title="([^"]*)" ?><span', hocr_page(reading, "a.jpg").decode())
    # Five pixels above the lower edge of the line's box at its left end, four pixels higher after 200.
    assert title is not None
    assert told(title[1]) == {"bbox": [100, 155, 300, 205], "baseline": [-0.02, -5]}


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    word = Word("a\x01b\ufffe", Box(0, 0, 5, 5), 1.0)
    reading = PageReading(1, PageText(10, 10, 0, (Line((word,)),), "x"), Quality("ok", (), {}), None)
    assert "a\ufffdb\ufffd" in alto_page(reading, "a").decode()
    ElementTree.fromstring(hocr_page(reading, "a"))


def test_an_unlawful_file_is_noticed() -> None:
    good = alto_page(PageReading(1, PageText(10, 10, 0, (), "x"), Quality("ok", (), {}), None), "a")
    assert offences(good) == []
    assert offences(good.replace(b"<Layout>", b"<Layout><Tags/>"))
    assert offences(good.replace(b'ID="page"', b'NAME="page"'))
