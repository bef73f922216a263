"""A reading as ALTO 4.4 (Library of Congress): words with places and confidence for other systems. Reads no ALTO.

Element order and attributes follow alto-4-4.xsd. Coordinates are pixels of the master after its EXIF orientation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ocr.page import Box, Line, Word
from ocr.reading import PageReading
from ocr.xml_text import attributes, content

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_HANDWRITING, _LEAF = "handwriting", "leaf"


def alto_page(reading: PageReading, file_name: str, number: int = 1, language: str = "vi") -> bytes:
    """One page as an ALTO document, UTF-8; equal readings give equal bytes.

    `file_name` names the image the coordinates belong to, `number` is the page's place (from 1) in its document.
    Regions written by hand are blocks without text, tagged so; nothing in them is passed off as read.
    """
    text = reading.text
    page = attributes(
        ID="page",
        WIDTH=text.width,
        HEIGHT=text.height,
        PHYSICAL_IMG_NR=number,
        PROCESSINGREFS="reading",
        QUALITY_DETAIL=_quality(reading),
        PC=text.mean_confidence if text.lines else None,
        ROTATION=text.rotation,
        LANG=language,
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<alto xmlns="{NAMESPACE}" SCHEMAVERSION="4.4">',
        *_description(reading, file_name),
        *_tags(reading),
        f"<Layout><Page{page}>",
        f"<PrintSpace{_place(Box(0, 0, text.width, text.height))}>",
        *_regions(_LEAF, text.leaves),
        *_text_block(text.lines),
        *_regions(_HANDWRITING, text.handwriting),
        "</PrintSpace>",
        "</Page></Layout>",
        "</alto>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _description(reading: PageReading, file_name: str) -> Iterator[str]:
    yield "<Description>"
    yield "<MeasurementUnit>pixel</MeasurementUnit>"
    yield f"<sourceImageInformation><fileName>{content(file_name)}</fileName></sourceImageInformation>"
    if reading.steps:
        yield '<Processing ID="cleanup"><processingCategory>preOperation</processingCategory>'
        for step in reading.steps:
            yield f"<processingStepDescription>{content(step)}</processingStepDescription>"
        yield "</Processing>"
    yield '<Processing ID="reading"><processingCategory>contentGeneration</processingCategory>'
    yield f"<processingStepSettings>{content(reading.text.engine)}</processingStepSettings>"
    yield "<processingSoftware><softwareName>Sohoa</softwareName></processingSoftware>"
    yield "</Processing>"
    yield "</Description>"


def _quality(reading: PageReading) -> str:
    dpi = [f"dpi={reading.dpi:g}"] if reading.dpi else []
    return "; ".join([reading.quality.verdict, *reading.quality.reasons, *dpi])


def _tags(reading: PageReading) -> Iterator[str]:
    kinds = [(_LEAF, reading.text.leaves), (_HANDWRITING, reading.text.handwriting)]
    tags = [f"<LayoutTag{attributes(ID=kind, LABEL=kind)}/>" for kind, found in kinds if found]
    if tags:
        yield f"<Tags>{''.join(tags)}</Tags>"


def _regions(kind: str, boxes: tuple[Box, ...]) -> Iterator[str]:
    for at, box in enumerate(boxes, 1):
        yield f"<ComposedBlock{attributes(ID=f'{kind}-{at}', TAGREFS=kind)}{_place(box)}{attributes(TYPE=kind)}/>"


def _text_block(lines: tuple[Line, ...]) -> Iterator[str]:
    held = [line for line in lines if line.words]
    if not held:
        return
    yield f'<TextBlock ID="text"{_place(Box.around(line.box for line in held))}>'
    for at, line in enumerate(held, 1):
        yield f"<TextLine{attributes(ID=f'line-{at}')}{_place(line.box)}{attributes(BASELINE=_baseline(line))}>"
        yield _string(line.words[0])
        for before, word in pairwise(line.words):
            yield f"<SP{_space(before, word)}/>{_string(word)}"
        yield "</TextLine>"
    yield "</TextBlock>"


def _string(word: Word) -> str:
    return f"<String{attributes(CONTENT=word.text)}{_place(word.box)}{attributes(WC=word.confidence)}/>"


def _space(before: Word, after: Word) -> str:
    if after.box.x0 <= before.box.x1:
        return ""
    return attributes(WIDTH=after.box.x0 - before.box.x1, HPOS=before.box.x1, VPOS=before.box.y0)


def _baseline(line: Line) -> str | None:
    """The line's words' baselines one after the other, as `x,y x,y`."""
    known = [word.baseline for word in line.words if word.baseline is not None]
    points = [point for part in known for point in ((part.x0, part.y0), (part.x1, part.y1))]
    return " ".join(f"{x},{y}" for x, y in dict.fromkeys(points)) or None


def _place(box: Box) -> str:
    return attributes(HPOS=box.x0, VPOS=box.y0, WIDTH=box.width, HEIGHT=box.height)
