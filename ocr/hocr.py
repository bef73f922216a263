"""A reading as hOCR 1.2: words with places and confidence in a page that any browser shows. Reads no hOCR.

Coordinates are pixels of the master after its EXIF orientation. Baselines are relative to the line's box as it lies
once the page is turned upright, as the hOCR specification has it for turned text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ocr.page import Box, Line, PageText
from ocr.reading import PageReading
from ocr.textrun import turned_baseline, turned_box
from ocr.xml_text import attributes, content

_CAPABILITIES = "ocr_page ocr_carea ocr_line ocrx_block ocrx_word ocrp_lang ocrp_wconf"


def hocr_page(reading: PageReading, file_name: str, number: int = 1, language: str = "vi") -> bytes:
    """One page as an hOCR document (XHTML, UTF-8); equal readings give equal bytes.

    `file_name` names the image the coordinates belong to, `number` is the page's place (from 1) in its document.
    Regions written by hand are blocks of their own without text.
    """
    text = reading.text
    resolution = [f"scan_res {reading.dpi:g} {reading.dpi:g}"] if reading.dpi else []
    name = file_name.replace("\\", "\\\\").replace('"', '\\"')
    page = "; ".join(
        [f'image "{name}"', _bbox(Box(0, 0, text.width, text.height)), f"ppageno {number - 1}", *resolution]
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE html>",
        f'<html xmlns="http://www.w3.org/1999/xhtml"{attributes(lang=language)} xml:lang="{content(language)}">',
        *_head(reading, language),
        "<body>",
        f'<div{attributes(id="page_1", title=page)} class="ocr_page">',
        *_blocks("leaf", text.leaves),
        *_area(text),
        *_blocks("handwriting", text.handwriting),
        "</div>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _head(reading: PageReading, language: str) -> Iterator[str]:
    told = {
        "ocr-system": f"Sohoa; {reading.text.engine}",
        "ocr-capabilities": _CAPABILITIES,
        "ocr-langs": language,
        "ocr-number-of-pages": "1",
        "sohoa-steps": "; ".join(reading.steps),
        "sohoa-quality": " ".join([reading.quality.verdict, *reading.quality.reasons]),
    }
    yield "<head>"
    yield "<title>OCR</title>"
    yield '<meta charset="UTF-8"/>'
    for name, value in told.items():
        if value:
            yield f"<meta{attributes(name=name, content=value)}/>"
    yield "</head>"


def _blocks(kind: str, boxes: tuple[Box, ...]) -> Iterator[str]:
    for at, box in enumerate(boxes, 1):
        yield f'<div class="ocrx_block {kind}"{attributes(id=f"{kind}_{at}", title=_bbox(box))}></div>'


def _area(text: PageText) -> Iterator[str]:
    held = [line for line in text.lines if line.words]
    if not held:
        return
    yield f'<div class="ocr_carea" id="area_1"{attributes(title=_bbox(Box.around(line.box for line in held)))}>'
    at = 0
    for row, line in enumerate(held, 1):
        words = []
        for word in line.words:
            at += 1
            title = f"{_bbox(word.box)}; x_wconf {round(100 * word.confidence)}"
            words.append(
                f'<span class="ocrx_word"{attributes(id=f"word_{at}", title=title)}>{content(word.text)}</span>'
            )
        told = attributes(id=f"line_{row}", title=_line_title(line, text))
        yield f'<span class="ocr_line"{told}>{" ".join(words)}</span><br/>'
    yield "</div>"


def _line_title(line: Line, text: PageText) -> str:
    parts = [_bbox(line.box)]
    first, last = line.words[0].baseline, line.words[-1].baseline
    if first is not None and last is not None:
        size = text.width, text.height, text.rotation
        box, start, end = (
            turned_box(line.box, *size),
            turned_baseline(first, *size),
            turned_baseline(last, *size),
        )
        slope = (end.y1 - start.y0) / (end.x1 - start.x0) if end.x1 > start.x0 else 0.0
        # The line is told from the lower left corner of its box, upwards negative.
        offset = start.y0 + slope * (box.x0 - start.x0) - box.y1
        parts.append(f"baseline {slope:.4f} {offset:.0f}")
    if text.rotation:
        parts.append(f"textangle {text.rotation}")
    return "; ".join(parts)


def _bbox(box: Box) -> str:
    return f"bbox {box.x0} {box.y0} {box.x1} {box.y1}"
