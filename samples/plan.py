"""Which files make up the committed set, and how a set of any size is drawn up. Data and choices; draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from samples.form import Paper, Style
from samples.papers.birth import birth_2016, birth_old
from samples.papers.construction_permit import construction_permit
from samples.papers.death import death_extract, death_old
from samples.papers.letter import letter
from samples.papers.marriage import marriage_2016, marriage_old
from samples.papers.parent_child import recognition_decision, recognition_extract

PAPERS: dict[str, Callable[[Random, Style], Paper]] = {
    "birth_2016": birth_2016,
    "birth_old": birth_old,
    "death_extract": death_extract,
    "death_old": death_old,
    "marriage_2016": marriage_2016,
    "marriage_swapped": partial(marriage_2016, swapped=True),
    "marriage_old": marriage_old,
    "recognition_extract": recognition_extract,
    "recognition_decision": recognition_decision,
    "construction_permit": construction_permit,
    "letter": letter,
    "official_letter": partial(letter, kind="Công văn"),
    "notice": partial(letter, kind="Thông báo"),
    "decision": partial(letter, kind="Quyết định"),
    "report": partial(letter, kind="Báo cáo"),
    "letter_long": partial(letter, kind="Quyết định", long=True),
}
BLANK = "blank"


@dataclass(frozen=True)
class Job:
    """One file to make.

    `papers` are keys of PAPERS or BLANK, in page order. `faults` are keys of `degrade.FAULTS` or one of
    "seal_over_text", "sideways_exif", "clean"; they befall every page. `mode` is colour, gray or bilevel;
    `born_digital` makes a PDF with real text instead of images.
    """

    name: str
    papers: tuple[str, ...]
    faults: tuple[str, ...] = ()
    split: str = "tuning"
    dpi: int = 300
    mode: str = "colour"
    born_digital: bool = False


COMMITTED: tuple[Job, ...] = (
    Job("birth_2016_01.jpg", ("birth_2016",)),
    Job("birth_2016_02.jpg", ("birth_2016",), ("slight_skew",), "test", mode="gray"),
    Job("birth_old_01.jpg", ("birth_old",), ("slight_skew",)),
    Job("death_extract_01.png", ("death_extract",), ("clean",), mode="gray"),
    Job("death_old_01.jpg", ("death_old",), (), "test"),
    Job("marriage_2016_01.jpg", ("marriage_2016",)),
    Job("parent_child_01.jpg", ("recognition_extract",), ("slight_skew",), mode="gray"),
    Job("construction_permit_01.jpg", ("construction_permit",)),
    Job("official_letter_01.jpg", ("official_letter",), ("slight_skew",), "test"),
    Job("decision_01.pdf", ("decision",)),
)
