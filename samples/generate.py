"""Makes sample sets: `python -m samples.generate [--seed N] [--out DIR] [--count N] [--with-signed]`.

Without options the committed set is made again, byte for byte (the signed file apart, see `signed`). Another
seed with a count gives a new set of that many files in many layouts (`variety`), an even seed for tuning, an odd
one for test; it needs the fonts of `tools/handwriting_fonts.sh`.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PIL import Image

from samples import degrade
from samples.born_digital import write_born_digital
from samples.broken import make_broken
from samples.form import Form, Paper, Style
from samples.handwriting import filled_in, hands, hands_folder
from samples.plan import BLANK, COMMITTED, PAPERS, SIGNED, Job
from samples.raster import PAPER as WHITE
from samples.raster import draw
from samples.sheet import Code, Rule, Sheet
from samples.signed import sign
from samples.styles import style
from samples.truth import Fact, FileTruth, PageTruth, RecordTruth
from samples.variety import draw_up, is_varied, varied
from samples.write import in_mode, write_pages

HERE = Path(__file__).resolve().parent
SEED = 2026
# Faults after which a point of the sheet lies elsewhere in the image.
_MOVING = ("skew", "slight_skew", "phone_photo", "rotated_90", "rotated_180", "rotated_270")


@dataclass(frozen=True)
class Side:
    """One page to be made: its sheet (None: blank), the sheet whose print may show through, the keys a pen entered."""

    sheet: Sheet | None
    behind: Sheet | None = None
    by_hand: frozenset[str] = frozenset()


def _papers(job: Job, rng: Random) -> tuple[list[Side], tuple[RecordTruth, ...]]:
    sides: list[Side] = []
    records = []
    for key in job.papers:
        if key.startswith(BLANK):
            other = key.removeprefix(BLANK).removeprefix(":")
            sides.append(Side(None, _filled(other, rng, job).sheets[0] if other else sides[-1].sheet))
            continue
        paper = _filled(key, rng, job)
        first = len(sides) + 1
        by_hand = _by_hand(paper, job, rng)
        sides += [Side(sheet, by_hand=by_hand) for sheet in paper.sheets]
        pages = tuple(range(first, len(sides) + 1))
        fields = _located(paper, job, first, by_hand) if is_varied(key) else paper.fields
        records.append(RecordTruth(paper.type, paper.form, pages, fields, paper.layout, paper.also))
    return sides, tuple(records)


def _by_hand(paper: Paper, job: Job, rng: Random) -> frozenset[str]:
    """What a pen entered: everything, or about half of it."""
    if job.entered != "by_hand":
        return frozenset()
    keys = sorted(key for key in paper.entered if key not in paper.fields or paper.fields[key].written)
    return frozenset(keys if rng.random() < 0.6 else rng.sample(keys, len(keys) // 2))


def _located(paper: Paper, job: Job, first: int, by_hand: frozenset[str]) -> dict[str, Fact]:
    """The facts with their page, their box where the scan left it in place, and whether a pen wrote them."""
    found = {}
    for key, fact in paper.fields.items():
        sides = [(number, sheet.box_of(key)) for number, sheet in enumerate(paper.sheets, first)]
        number, edges = next(((n, box) for n, box in sides if box), (None, None))
        box = None
        if edges and not set(_MOVING) & set(job.faults):
            x0, y0, x1, y1 = (round(edge * job.dpi / 72) for edge in edges)
            box = (x0, y0, x1, y1)
        found[key] = replace(fact, page=number, box=box, by_hand=key in by_hand)
    return found


def _filled(key: str, rng: Random, job: Job) -> Paper:
    if is_varied(key):
        look, paper = Style(), varied(key, rng, blank=job.entered == "blank_form")
    else:
        look = style(rng, key)
        paper = PAPERS[key](rng, look, on=job.on)
    if "seal_over_text" in job.faults:
        stamp = Form(look, rng)
        stamp.seal(
            rng.uniform(200, 330), rng.uniform(270, 420), "VĂN PHÒNG LƯU TRỮ THỬ NGHIỆM", ("ĐÃ SỐ HÓA",)
        )
        paper.sheets[0].marks.extend(stamp.sheet.marks)
    return paper


def _image(side: Side, job: Job, rng: Random) -> Image.Image:
    if side.sheet is not None and side.by_hand:
        hand = rng.choice(hands(hands_folder()))
        image = filled_in(side.sheet, lambda word: word.key in side.by_hand, hand, job.dpi, rng).image
    elif side.sheet is not None:
        image = draw(side.sheet, job.dpi, rng)
    else:
        image = Image.new("RGB", (round(595 * job.dpi / 72), round(842 * job.dpi / 72)), WHITE)
        if side.behind is not None:
            back = draw(side.behind, job.dpi, rng).convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            image = degrade.through(image, back.resize(image.size), rng)
    return in_mode(degrade.apply(image, job.faults, rng), job.mode)


def _page(number: int, side: Side, job: Job) -> PageTruth:
    named = [fault for fault in job.faults if fault != "clean"]
    if side.sheet is None and side.behind is not None:
        named.append("show_through")
    if side.sheet is not None and any(isinstance(m, Rule) and m.dotted for m in side.sheet.marks):
        named.append("dotted_lines")
    if job.mode != "colour" and not job.born_digital:
        named.append(job.mode)
    if job.entered:
        named.append(job.entered)
    text = side.sheet.text if side.sheet is not None else ""
    turn = degrade.upright_turn(job.faults)
    codes = [mark for mark in side.sheet.marks if isinstance(mark, Code)] if side.sheet else []
    marks = tuple((code.text, code.agrees) for code in codes)
    varied_page = job.papers and is_varied(job.papers[0])
    return PageTruth(
        number, text, turn, side.sheet is None, tuple(named), job.split, job.dpi if varied_page else 0, marks
    )


def make(job: Job, seed: int, folder: Path) -> FileTruth:
    """Write the file of `job` into `folder` and return what stands in it."""
    rng = Random(f"{seed}/{job.name}")
    sides, records = _papers(job, rng)
    if job.born_digital:
        write_born_digital([side.sheet for side in sides if side.sheet is not None], folder / job.name)
    else:
        images = [_image(side, job, rng) for side in sides]
        sideways = "sideways_exif" in job.faults
        write_pages(images, folder / job.name, job.dpi, job.quality, sideways=sideways)
    pages = tuple(_page(number, side, job) for number, side in enumerate(sides, start=1))
    return FileTruth(job.name, pages, records)


def make_set(jobs: Sequence[Job], seed: int, out: Path) -> list[FileTruth]:
    """Write all files into `out/pages` and their truth into `out/truth.json`."""
    folder = out / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    files = [make(job, seed, folder) for job in jobs]
    write_truth(files, out)
    return files


def write_truth(files: Sequence[FileTruth], out: Path) -> None:
    """Write `out/truth.json`."""
    text = json.dumps({"files": [file.as_json() for file in files]}, ensure_ascii=False, indent=1)
    (out / "truth.json").write_text(text + "\n", encoding="utf-8")


def make_signed(seed: int, out: Path, at: datetime, *, anew: bool) -> FileTruth:
    """Make the file that arrives signed if it is missing or `anew`; its truth does not depend on that."""
    with TemporaryDirectory() as scratch:
        truth = make(SIGNED, seed, Path(scratch))
        file = out / "pages" / SIGNED.name
        if anew or not file.exists():
            sign(Path(scratch) / SIGNED.name, at)
            shutil.copyfile(Path(scratch) / SIGNED.name, file)
    return truth


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m samples.generate", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="another seed draws other people and faults")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for pages/ and truth.json")
    parser.add_argument("--count", type=int, help="make a new set of this many files, nothing else")
    parser.add_argument("--with-signed", action="store_true", help="sign signed_incoming.pdf anew")
    options = parser.parse_args(arguments)
    if options.count is not None:
        make_set(draw_up(options.seed, options.count), options.seed, options.out)
        return
    files = make_set(COMMITTED, options.seed, options.out)
    files.append(make_signed(options.seed, options.out, datetime.now(UTC), anew=options.with_signed))
    write_truth(files, options.out)
    make_broken(options.out / "broken")


if __name__ == "__main__":
    main()
