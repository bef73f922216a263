"""Draws a page of the examiner: chosen by its number, printed by Chromium, scanned, written with its truth."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.examiner import (
    births,
    deaths,
    letters,
    marriages,
    offences,
    permits,
    recognition,
    sites,
    standing,
)
from benchmarks.examiner.faces import missing
from benchmarks.examiner.form import manner, sheet
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.scans import Device, device, scanned
from benchmarks.third_hand.draw import printed, write

_MOST_PAGES = 3
Draws = Callable[[Paper], str]
# Of sixty pages as many of each kind as an examiner would lay on the table.
_DECK: tuple[tuple[str, int, tuple[Draws, ...]], ...] = (
    (
        "birth",
        11,
        (births.certificate_2016, births.certificate_2006, births.certificate_1999, births.extract),
    ),
    ("death", 8, (deaths.extract, deaths.certificate)),
    ("marriage", 8, (marriages.certificate_2016, marriages.certificate_old, marriages.extract)),
    ("parent_child", 5, (recognition.extract, recognition.decision)),
    ("construction_permit", 7, (permits.house, permits.works)),
    ("correspondence", 13, (letters.decree, letters.letter)),
    ("marital_status", 2, (standing.certificate,)),
    ("guardianship", 1, (standing.guardian,)),
    ("planning_information", 1, (sites.planning,)),
    ("house_number", 1, (sites.house_number,)),
    ("completion", 1, (sites.completion,)),
    ("penalty_decision", 1, (offences.penalty,)),
    ("violation_record", 1, (offences.record,)),
)


def kinds() -> list[tuple[str, Draws]]:
    """The sixty kinds of page in the order of their numbers, well mixed and always alike."""
    deck = [(kind, draws[at % len(draws)]) for kind, many, draws in _DECK for at in range(many)]
    Random("fifth deck").shuffle(deck)
    return deck


def composed(number: int, seed: int) -> tuple[str, str, Paper, str, str, Random]:
    """Type, form, paper, HTML and face of a page, and its dice."""
    rng = Random(f"fifth {seed} {number}")
    deck = kinds()
    kind, draws = deck[number % len(deck)]
    paper = Paper(rng, manner(rng), pen=rng.random() < 0.13)
    text, face = sheet(paper, draws(paper))
    return kind, draws.__name__, paper, text, face, rng


def draw(number: int, seed: int, folder: Path) -> dict[str, Any]:
    """Page `number`: its file goes into `folder`, its entry of a truth file comes back. A file that is there stays.

    Raises FileNotFoundError without Chromium, LookupError naming the Debian packages of typefaces that are missing.
    """
    if lacking := missing():
        raise LookupError(f"apt-get install {' '.join(lacking)}")
    kind, form, paper, text, face, rng = composed(number, seed)
    name = f"{number:03d}_{kind}_{form}"
    kept = folder / f"{name}.json"
    if not kept.exists():
        by = device(rng)
        pages = _pages(rng, by, text, fitted=kind != "correspondence")
        file = write(folder / name, pages)
        truth = _entry(file.name, kind, form, paper, by, len(pages), face)
        kept.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def _pages(rng: Random, by: Device, text: str, fitted: bool) -> list[bytes]:
    with tempfile.TemporaryDirectory() as work:
        # A form is one sheet, whatever is filled in: clerks make the type smaller until it is.
        for zoom in (1, 0.93, 0.86) if fitted else (1,):
            sheets = printed(text.replace("<body>", f'<body style="zoom:{zoom}">'), Path(work))
            if len(sheets) == 1:
                break
        if len(sheets) > _MOST_PAGES:
            raise ValueError(f"{len(sheets)} pages")
        return [scanned(rng, by, sheets[at].render(scale=by.dpi / 72).to_pil()) for at in range(len(sheets))]


def _entry(
    file: str, kind: str, form: str, paper: Paper, by: Device, pages: int, face: str
) -> dict[str, Any]:
    record = {
        "type": kind,
        "form": form,
        "pages": list(range(1, pages + 1)),
        "layout": f"{paper.manner.rows}/A4/{face}",
        "fields": {key: fact.as_json() for key, fact in paper.facts.items()},
    }
    looks = [by.group, by.name, *dict.fromkeys(by.steps)]
    return {
        "file": file,
        "pages": [{"number": at + 1, "degradations": looks, "dpi": by.dpi} for at in range(pages)],
        "records": [record],
    }
