"""Draws the pages of a set: a blank, what an office printed on it, what was set down on both, a device, the truth."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.blanks import couples, grounds, register, town, wear
from benchmarks.blanks.form import Blank
from benchmarks.blanks.marks import back_page, certified, margin_note
from benchmarks.blanks.offices import printer
from benchmarks.blanks.overprint import laid
from benchmarks.third_hand.deck import Paper
from benchmarks.third_hand.draw import entry, printed, write
from benchmarks.third_hand.facts import Manner, Sheet
from benchmarks.third_hand.looks import Device, spoilt
from benchmarks.third_hand.offices import ward

_LAYERS = ("form", "print", "inks", "later")
_STYLE = """
@page {{ size: {w}mm {h}mm; margin: 0; }} * {{ -webkit-print-color-adjust: exact; }}
body {{ margin: 0; }}
.page {{ position: relative; width: {w}mm; height: {h}mm; overflow: hidden; break-after: page; }}
.ground {{ position: absolute; left: 0; top: 0; }}
.inner {{ position: absolute; left: {side}mm; top: {top}mm; width: {width}mm; }}
.page {{ font: {size}pt '{face}'; color: {ink}; }} .row .label {{ {label} }} .small {{ font-size: 78%; }}
.v {{ font-family: '{print_face}'; font-size: {print_size}pt; font-weight: {weight}; font-style: normal;
color: #000; }}
b .v, b.v {{ font-weight: bold; }}
.row {{ display: flex; }} .cell {{ position: relative; box-sizing: border-box; padding-right: 1mm; }}
.line {{ display: flex; min-height: 1lh; white-space: nowrap; overflow: hidden; }}
.line .dots {{ flex: 1; overflow: hidden; padding-left: 1mm; min-width: 0; }}
.row .over .label {{ white-space: inherit; }} .line > .label {{ flex: none; white-space: pre; }}
.over {{ position: absolute; left: 0; top: 0; right: 0; }}
.slot {{ display: inline-block; position: relative; flex: none; height: 1lh; }}
.slot .dots {{ display: block; overflow: hidden; white-space: nowrap; height: 1lh; }}
.slot {{ vertical-align: bottom; }}
.in {{ position: absolute; left: 0; right: 0; top: 0; text-align: center; white-space: nowrap; }}
.dots {{ {dotted} }}
.mid {{ text-align: center; }} .rule {{ border-top: .3mm solid {ink}; margin: .6mm auto 0; }}
.corner {{ position: absolute; right: -4mm; top: -3mm; text-align: left; font-size: 88%; }}
.arms {{ font-size: 92%; }}
.beside {{ text-align: left; width: 64mm; margin-top: 1mm; }}
.title {{ text-align: center; font-weight: bold; font-size: {title}pt; color: {red}; margin: {gap}mm 0 {gap}mm;
line-height: 1.15; }}
table {{ border-collapse: collapse; width: 100%; }} td {{ vertical-align: top; padding: 0; }}
.head td {{ text-align: center; }} .head td:first-child {{ width: 42%; }}
.head {{ font-size: 93%; }} .head i {{ white-space: nowrap; }} .end {{ margin-top: 2mm; }}
.sign {{ text-align: center; }} .gap {{ position: relative; }} .to {{ font-size: 85%; }}
.grid td, .grid th {{ border: .25mm solid {ink}; padding: 1mm 2mm; height: 6mm; }} .rows {{ margin-top: 2mm; }}
.serial {{ position: absolute; font: bold {serial_size}pt Arimo; color: {serial}; }}
.gone {{ visibility: hidden; }}
.form .v, .form .ink, .form .after, .form .v *, .form .ink * {{ visibility: hidden; }}
.print *, .inks *, .later * {{ visibility: hidden; }}
.print .v, .inks .ink, .inks .ink *, .later .after, .later .after * {{ visibility: visible; }}
"""


@dataclass(frozen=True)
class _Kind:
    paper: str
    form: str
    draws: Callable[[Blank], str]
    weight: int
    rich: bool = True


_KINDS = (
    _Kind("birth", "blank_birth_2010", register.birth_2010, 5),
    _Kind("birth", "blank_birth_2015", register.birth_2015, 6),
    _Kind("marriage", "blank_marriage", couples.marriage, 5),
    _Kind("death", "blank_death_extract", register.death_extract, 4, False),
    _Kind("marriage", "blank_marriage_extract", couples.marriage_extract, 3, False),
    _Kind("marital_status", "blank_marital_status", couples.marital_status, 4, False),
    _Kind("parent_child", "blank_recognition", couples.recognition, 2, False),
    _Kind("construction_permit", "blank_permit", town.permit, 5, False),
    _Kind("house_number", "blank_house_number", town.house_number, 3, False),
    _Kind("planning_information", "blank_planning", town.planning, 2, False),
    _Kind("completion", "blank_completion", town.completion, 2, False),
)


@dataclass(frozen=True)
class Drawn:
    """A paper before it is printed: kind, what stands on it, its pages as HTML, and the chance that goes on."""

    paper: Paper
    blank: Blank
    pages: tuple[str, ...]
    copied: bool
    rng: Random

    @property
    def html(self) -> str:
        """Each page once for each layer."""
        inner = "".join(f'<div class="page {layer}">{page}</div>' for page in self.pages for layer in _LAYERS)
        head = f'<head><meta charset="utf-8"><style>{_style(self.rng, self.blank)}</style></head>'
        return f"<html>{head}<body>{inner}</body></html>"


def drawn(number: int, seed: int) -> Drawn:
    """Page `number` of a seed."""
    rng = Random(f"blanks {seed} {number}")
    kind = rng.choices(_KINDS, [kind.weight for kind in _KINDS])[0]
    across = kind.form == "blank_marriage" and rng.random() < 0.25
    stock = grounds.stock(rng, *((297, 210) if across else (210, 297)), kind.rich)
    face, size = rng.choice((("Tinos", 13), ("Tinos", 12.5), ("Tinos", 13.5), ("Arimo", 11.5)))
    side = rng.choice((18, 20, 22))
    blank = Blank(
        Sheet(rng, Manner()), stock, printer(rng), face, size - (1.5 if across else 0), stock.width - 2 * side,
        rng.choice(("dots", "dots", "dots", "rule", "none")),
    )  # fmt: skip
    body = kind.draws(blank)
    year = rng.randint(2012, 2023)
    later = certified(rng, ward(rng).place, year) if (copied := rng.random() < 0.14) else ""
    if rng.random() < 0.12:
        later += margin_note(rng, year, -14 if rng.random() < 0.5 else stock.width - 40, rng.randint(90, 180))
    pages = [f'{stock.svg}{_serial(rng, kind)}<div class="inner">{body}</div>{later}']
    if kind.form.startswith("blank_birth") and rng.random() < 0.15:
        pages.append(back_page(rng, stock.svg, year))
    return Drawn(Paper(kind.paper, kind.form, lambda _: ""), blank, tuple(pages), copied, rng)


def draw(number: int, seed: int, folder: Path) -> dict[str, Any]:
    """Page `number` of a seed: its file goes into `folder`, its entry of a truth file comes back.

    Raises FileNotFoundError without Chromium, CalledProcessError when it fails. A file that is there stays.
    """
    made = drawn(number, seed)
    rng, name = made.rng, f"{number:03d}_{made.paper.form}"
    kept = folder / f"{name}.json"
    if not kept.exists():
        text = made.html
        device, _, happened = rng.choices(wear.LOOKS, [look[1] for look in wear.LOOKS])[0]
        if made.copied:
            happened = ("copied",)
        with tempfile.TemporaryDirectory() as work:
            sheets = printed(text, Path(work))
            pages = [
                _scanned(
                    rng,
                    made,
                    device,
                    happened,
                    [_layer(sheets[page * len(_LAYERS) + k], device, k) for k in range(len(_LAYERS))],
                )
                for page in range(len(made.pages))
            ]
        file = write(folder / name, pages)
        layout = f"{made.paper.form}/A4/{made.blank.print.face}"
        truth = entry(file.name, made.paper, made.blank.sheet, device, len(pages), layout)
        kept.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def _layer(page: Any, device: Device, place: int) -> Image.Image:
    clear = (255, 255, 255, 255) if place == 0 else (0, 0, 0, 0)
    picture: Image.Image = page.render(scale=device.dpi / 72, fill_color=clear, maybe_alpha=True).to_pil()
    return picture.convert("RGBA")


def _scanned(
    rng: Random, made: Drawn, device: Device, happened: tuple[str, ...], layers: list[Image.Image]
) -> bytes:
    page = np.asarray(laid(rng, layers[:3], made.blank.print.face, device.dpi), np.float32)
    for step in happened:
        if step in wear.STEPS:
            page = wear.STEPS[step](rng, page)
    if made.copied:
        over = Image.fromarray(page.clip(0, 255).astype(np.uint8)).convert("RGBA")
        page = np.asarray(Image.alpha_composite(over, layers[3].resize(over.size)).convert("RGB"), np.float32)
        device = Device(
            device.name, device.dpi, tuple(s for s in device.steps if s != "gray"), device.quality
        )
    shot = spoilt(rng, device, Image.fromarray(page.clip(0, 255).astype(np.uint8)))
    if "bitonal" not in happened:
        return shot
    flat = wear.bitonal(rng, np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), np.float32))
    file = io.BytesIO()
    Image.fromarray(flat.astype(np.uint8)).save(
        file, "JPEG", quality=device.quality, dpi=(device.dpi, device.dpi)
    )
    return file.getvalue()


def _serial(rng: Random, kind: _Kind) -> str:
    """The number of the blank itself, at a corner; it is not the record's."""
    if not kind.rich or rng.random() < 0.35:
        return ""
    text = rng.choice(
        (
            f"Số seri: {rng.choice('ABCDKH')}{rng.choice('ABCDE')} {rng.randrange(1000, 999999):06d}",
            f"{rng.choice('ABCDE')}{rng.choice('ABCDE')} {rng.randrange(1000, 999999):06d}",
            f"N<sup>o</sup> {rng.randrange(1000, 999999):06d}",
        )
    )
    place = rng.choice(("left:15mm;top:14mm", "right:15mm;bottom:13mm", "left:15mm;bottom:13mm"))
    return f'<div class="serial" style="{place}">{text}</div>'


def _style(rng: Random, blank: Blank) -> str:
    stock, across = blank.stock, blank.stock.width > 250
    return _STYLE.format(
        w=stock.width, h=stock.height, side=(stock.width - blank.width) / 2, top=rng.choice((15, 17, 19)) - 2 * across,
        width=blank.width, size=blank.size, face=blank.face, ink=stock.ink, red=stock.title,
        label=rng.choice(("", "", "", "font-style: italic;")), print_face=blank.print.face,
        print_size=blank.print.size, weight="bold" if blank.print.bold else "normal",
        dotted="border-bottom: .2mm dotted; margin-bottom: 1mm;" if blank.leader == "rule" else "",
        title=rng.choice((18, 20, 22)) - 3 * (blank.face == "Arimo") - 3 * across, gap=rng.choice((2, 3, 4)) - across,
        serial=rng.choice(("#c01822", "#111111", "#c01822")), serial_size=rng.choice((9, 11, 13)),
    )  # fmt: skip
