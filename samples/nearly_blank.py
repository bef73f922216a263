"""Blank pages and pages that only seem so: backs that shine through, folds and holes; one line, a stamp, a pencil.

`blank_page` and `sparse_page` draw one page each, for tests and for tuning; not part of the committed set.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from samples import degrade
from samples.fonts import font
from samples.form import Form, Style
from samples.plan import PAPERS
from samples.raster import PAPER, draw
from samples.sheet import Ink, Sheet, Span
from samples.styles import style
from samples.write import in_mode

BLANK = (
    "plain",
    "shine_through",
    "strong_shine_through",
    "punched",
    "folded",
    "stained",
    "dark_edge",
    "dusty",
)
SPARSE = ("page_number", "line", "word", "stamp", "signature", "pencil_line", "pencil_number", "initials")
_DPI = 200
_PENCIL = (168, 176)


def blank_page(kind: str, rng: Random) -> Image.Image:
    """A page of a kind in BLANK at 200 dpi, colour or gray."""
    image = _paper()
    if kind.endswith("shine_through"):
        image = _shining(image, rng, strong=kind.startswith("strong"))
    elif kind == "punched":
        image = _punched(_shining(image, rng, strong=False), rng)
    faults = {
        "folded": ("fold",),
        "stained": ("stain", "yellowed"),
        "dark_edge": ("dark_edge", "slight_skew"),
        "dusty": ("noise",),
    }
    return _scanned(image, (*faults.get(kind, ()), "slight_skew"), rng)


def sparse_page(kind: str, rng: Random) -> Image.Image:
    """A page of a kind in SPARSE at 200 dpi: hardly anything stands on it, but it is not blank."""
    drawn: dict[str, Callable[[Random], Image.Image]] = {
        "page_number": lambda rng: _text(str(rng.randint(1, 9)), 300, 800, rng),
        "line": lambda rng: _text("Bản sao này gồm một trang, đã đối chiếu với sổ gốc.", 90, 300, rng),
        "word": lambda rng: _text(rng.choice(["Mẫu số 12", "Trang bìa", "Hết", "Phụ lục"]), 260, 120, rng),
        "stamp": _stamp,
        "signature": _signature,
        "pencil_line": lambda rng: _pencil("Hồ sơ 12, hộp 3", rng),
        "pencil_number": lambda rng: _pencil(str(rng.randint(10, 99)), rng),
        "initials": _initials,
    }
    image = drawn[kind](rng)
    if rng.random() < 0.5:
        image = _shining(image, rng, strong=False)
    return _scanned(image, (rng.choice(["slight_skew", "noise", "yellowed"]),), rng)


def _paper() -> Image.Image:
    return Image.new("RGB", (round(595 * _DPI / 72), round(842 * _DPI / 72)), PAPER)


def _scanned(image: Image.Image, faults: tuple[str, ...], rng: Random) -> Image.Image:
    return in_mode(degrade.apply(image, faults, rng), rng.choice(["colour", "gray"]))


def _shining(image: Image.Image, rng: Random, *, strong: bool) -> Image.Image:
    """The other side shines through; on thin paper it is darker, and softer, than degrade.through makes it."""
    key = rng.choice(sorted(PAPERS))
    back = draw(PAPERS[key](rng, style(rng, key), on=None).sheets[0], _DPI, rng).convert("L")
    back = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize(image.size)
    if not strong:
        return degrade.through(image, back, rng)
    soft = back.filter(ImageFilter.GaussianBlur(rng.uniform(2, 3)))
    faint = soft.point([round(255 - (255 - level) * 0.34) for level in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", (faint, faint, faint)))


def _punched(image: Image.Image, rng: Random) -> Image.Image:
    pen, x = ImageDraw.Draw(image), rng.randint(80, 110)
    for y in (image.height // 2 - 315, image.height // 2 + 315):
        pen.ellipse((x - 23, y - 23, x + 23, y + 23), fill=(30, 30, 32))
    return image


def _text(text: str, x: float, y: float, rng: Random) -> Image.Image:
    sheet = Sheet()
    form = Form(Style(left=x), rng, top=y)
    form.sheet.paragraph([Span(text, Ink(size=13))], form.body, 18)
    sheet.marks = form.sheet.marks
    return draw(sheet, _DPI, rng)


def _stamp(rng: Random) -> Image.Image:
    form = Form(Style(), rng)
    form.seal(rng.uniform(150, 450), rng.uniform(200, 650), "VĂN PHÒNG LƯU TRỮ THỬ NGHIỆM", ("ĐÃ SỐ HÓA",))
    return draw(form.sheet, _DPI, rng)


def _winding(image: Image.Image, size: int, colour: tuple[int, int, int], rng: Random) -> Image.Image:
    x, y = rng.randint(300, image.width - 300 - size), rng.randint(300, image.height - 300)
    points = [(x + size * i / 9, y + rng.uniform(-0.35, 0.35) * size) for i in range(10)]
    ImageDraw.Draw(image).line(points, fill=colour, width=rng.randint(3, 5), joint="curve")
    return image


def _signature(rng: Random) -> Image.Image:
    return _winding(_paper(), rng.randint(180, 380), rng.choice([(32, 52, 150), (40, 40, 48)]), rng)


def _initials(rng: Random) -> Image.Image:
    return _winding(_paper(), rng.randint(40, 70), rng.choice([(32, 52, 150), (40, 40, 48)]), rng)


def _pencil(text: str, rng: Random) -> Image.Image:
    """Faint and thin, as an archivist numbers sheets."""
    image, level = _paper(), rng.randint(*_PENCIL)
    at = (rng.randint(200, image.width - 500), rng.randint(120, image.height - 200))
    face = font("noto-sans", "Regular", round(rng.uniform(13, 18) * _DPI / 72, 2))
    ImageDraw.Draw(image).text(at, text, fill=(level, level, level), font=face)
    return image
