"""Which files make up the committed set, and how a set of any size is drawn up. Data and choices; draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random

from samples.form import Paper
from samples.papers.birth import birth_2016, birth_old
from samples.papers.construction_permit import construction_permit
from samples.papers.death import death_extract, death_old
from samples.papers.letter import letter
from samples.papers.marriage import marriage_2016, marriage_old
from samples.papers.parent_child import recognition_decision, recognition_extract

# Each takes a source of chance, a style and, by name, the day `on` which it was issued.
PAPERS: dict[str, Callable[..., Paper]] = {
    "birth_2016": birth_2016,
    "birth_no_father": partial(birth_2016, fatherless=True),
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

    `papers` are keys of PAPERS in page order; "blank" is the back of the page before it, "blank:KEY" the back of
    a paper that is not in the file. `faults` are keys of `degrade.FAULTS` or one of
    "seal_over_text", "sideways_exif", "clean"; they befall every page. `mode` is colour, gray or bilevel;
    `born_digital` makes a PDF with real text instead of images. `on` fixes the day the paper was issued.
    `quality` is that of the JPEG. `entered`: "by_hand" for a form filled in with a pen, "blank_form" for an empty one.
    """

    name: str
    papers: tuple[str, ...]
    faults: tuple[str, ...] = ()
    split: str = "tuning"
    dpi: int = 300
    mode: str = "colour"
    born_digital: bool = False
    on: date | None = None
    quality: int = 72
    entered: str = ""


def _small(name: str, key: str, fault: str, split: str = "tuning", entered: str = "") -> Job:
    return Job(name, (key,), (fault,), split, 200, "gray", quality=60, entered=entered)


COMMITTED: tuple[Job, ...] = (
    Job("birth_2016_01.jpg", ("birth_2016",)),
    Job("birth_2016_02.jpg", ("birth_2016",), ("slight_skew",), "test", mode="gray"),
    Job("birth_2016_03.jpg", ("birth_2016",), ("skew", "noise"), dpi=200, mode="gray"),
    Job("birth_2016_04.jpg", ("birth_2016",), ("phone_photo",), "test"),
    Job("birth_2016_05.jpg", ("birth_2016",), ("seal_over_text",), "test"),
    Job("birth_2016_06.jpg", ("birth_2016",), ("rotated_90",)),
    Job("birth_2016_07.jpg", ("birth_no_father",), ("slight_skew",), "test", on=date(2026, 4, 15)),
    Job("birth_old_01.jpg", ("birth_old",), ("slight_skew",)),
    Job("birth_old_02.jpg", ("birth_old",), ("yellowed", "stain"), "test"),
    Job("birth_old_03.jpg", ("birth_old",), ("show_through",), mode="gray"),
    Job("birth_old_04.jpg", ("birth_old",), ("faded", "slight_skew"), "test", dpi=200, mode="gray"),
    Job("death_extract_01.png", ("death_extract",), ("clean",), mode="gray"),
    Job("death_extract_02.pdf", ("death_extract",), ("slight_skew",), "test", on=date(2026, 7, 22)),
    Job("death_extract_03.jpg", ("death_extract",), ("seal_over_text", "slight_skew")),
    Job("death_old_01.jpg", ("death_old",), (), "test"),
    Job("death_old_02.jpg", ("death_old",), ("yellowed", "fold", "rotated_180")),
    Job("death_old_03.png", ("death_old",), ("slight_skew",), "test", mode="bilevel"),
    Job("marriage_2016_01.jpg", ("marriage_2016",), on=date(2025, 11, 20)),
    Job("marriage_2016_02.jpg", ("marriage_2016",), ("skew",), "test", mode="gray"),
    Job("marriage_2016_03.jpg", ("marriage_2016",), ("low_resolution", "jpeg"), dpi=200),
    Job("marriage_swapped_01.jpg", ("marriage_swapped",), ("slight_skew",), "test"),
    Job("marriage_old_01.jpg", ("marriage_old",), ("stain", "slight_skew")),
    Job("parent_child_01.jpg", ("recognition_extract",), ("slight_skew",), mode="gray", on=date(2025, 12, 9)),
    Job("parent_child_02.jpg", ("recognition_extract",), ("blur",), "test", mode="gray"),
    Job("parent_child_03.jpg", ("recognition_decision",), ("yellowed",)),
    Job("construction_permit_01.jpg", ("construction_permit",), on=date(2026, 5, 6)),
    Job("construction_permit_02.jpg", ("construction_permit",), ("skew", "dark_edge"), "test"),
    Job("construction_permit_03.jpg", ("construction_permit",), ("phone_photo", "sideways_exif")),
    Job("construction_permit_04.pdf", ("construction_permit",), (), "test", born_digital=True),
    Job("official_letter_01.jpg", ("official_letter",), ("slight_skew",), "test", on=date(2025, 9, 26)),
    Job(
        "official_letter_02.jpg",
        ("official_letter",),
        ("show_through", "noise"),
        "test",
        dpi=200,
        mode="gray",
    ),
    Job("notice_01.jpg", ("notice",), ("rotated_270",), mode="gray"),
    Job("decision_01.pdf", ("decision",), on=date(2026, 1, 14)),
    Job("decision_02.pdf", ("letter_long",), ("slight_skew",), "test", mode="gray"),
    Job("report_01.pdf", ("report",), born_digital=True),
    Job("blank_01.jpg", ("blank:letter",), dpi=200),
    Job("batch_01.tif", ("birth_2016", "blank", "death_extract", "marriage_2016"), dpi=200, mode="gray"),
    Job("batch_02.tif", ("birth_old", "marriage_old", "letter"), ("slight_skew",), "test", mode="bilevel"),
    # Kinds of `variety`, small in bytes: gray at 200 dpi.
    _small("birth_blank_01.jpg", "birth_new", "slight_skew", entered="blank_form"),
    _small("birth_extract_01.jpg", "birth_extract", "slight_skew", "test"),
    _small("marital_status_01.jpg", "marital_status_paper", "slight_skew"),
    _small("register_changes_01.jpg", "change_extract", "photocopy", "test"),
    _small("guardianship_01.jpg", "guardianship_extract", "slight_skew"),
    _small("planning_information_01.jpg", "planning", "slight_skew", "test"),
    _small("house_number_01.jpg", "house_number", "fold"),
    _small("completion_01.jpg", "completion", "slight_skew", "test"),
    _small("violation_record_01.jpg", "violation", "slight_skew"),
    _small("penalty_decision_01.jpg", "penalty", "shadow", "test"),
    _small("drawing_01.jpg", "drawing", "slight_skew"),
    _small("old_birth_01.jpg", "khai_sanh", "yellowed", "test"),
    _small("old_birth_02.jpg", "acte_de_naissance", "carbon"),
    _small("application_birth_01.jpg", "application_birth", "slight_skew", "test"),
)
SIGNED = Job("signed_incoming.pdf", ("official_letter",), (), "test", born_digital=True)

# Faults that may befall a page of a drawn-up set, with how often each is picked in a hundred pages.
CHANCES = {
    "slight_skew": 45,
    "skew": 18,
    "noise": 12,
    "blur": 8,
    "jpeg": 8,
    "faded": 8,
    "stain": 10,
    "show_through": 10,
    "seal_over_text": 10,
    "yellowed": 10,
    "fold": 6,
    "dark_edge": 6,
    "low_resolution": 5,
    "phone_photo": 6,
    "rotated_90": 3,
    "rotated_180": 4,
    "rotated_270": 3,
}


def draw_up(seed: int, count: int) -> list[Job]:
    """A set of `count` files with one paper each: kinds in turn, faults by chance, half of them for tuning."""
    rng = Random(f"{seed}/plan")
    keys = [key for key in PAPERS if key != "letter_long"]
    jobs = []
    for number in range(count):
        key = keys[number % len(keys)]
        picked = [fault for fault, chance in CHANCES.items() if rng.randrange(100) < chance]
        turns = [fault for fault in picked if fault.startswith("rotated_")]
        askew = [fault for fault in picked if fault.endswith("skew")]
        faults = tuple(fault for fault in picked if fault not in (*turns[1:], *askew[1:]))
        mode, dpi = rng.choice(["colour", "colour", "gray"]), rng.choice([300, 300, 200])
        split = "tuning" if rng.random() < 0.5 else "test"
        jobs.append(Job(f"{number + 1:04d}_{key}.jpg", (key,), faults, split, dpi, mode))
    return jobs
