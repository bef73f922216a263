"""PDF pages become the pixels that belong to them: taken out where they are one picture, drawn where not."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from paper_pdf import Typesetter, add_image, blank, draw, saved, scan
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from ocr import faults
from ocr.decode import decode
from ocr.faults import PageUnreadable
from ocr.limits import Limits
from ocr.page import Box, PageImage
from ocr.survey import survey

LIMITS = Limits()
# One pixel of a 400 by 300 scan on a page of 96 by 72 points: 300 dpi.
WIDE, HIGH = 96, 72


def decoded(path: Path, number: int = 1) -> PageImage:
    """The page, after survey and decode agreed on its size."""
    claimed, page = survey(path, LIMITS).pages[number - 1], decode(path, number, LIMITS)
    assert (claimed.fault, claimed.width, claimed.height) == (None, page.width, page.height)
    return page


def whole_page(pdf: Pdf, name: Name) -> None:
    draw(pdf, f"q {WIDE} 0 0 {HIGH} 0 0 cm {name} Do Q")


def test_a_scan_is_taken_out_as_it_is(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert np.array_equal(page.pixels, scan())
    assert page.dpi == 300


@pytest.mark.parametrize("rotate", [90, 180, 270, -90, 450])
def test_rotate_turns_the_scan(tmp_path: Path, rotate: int) -> None:
    pdf = blank(WIDE, HIGH, Rotate=rotate)
    whole_page(pdf, add_image(pdf, scan()))
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert np.array_equal(page.pixels, np.rot90(scan(), -rotate // 90))


def test_a_scan_placed_sideways_and_turned_back_stands_as_it_was(tmp_path: Path) -> None:
    pdf = blank(HIGH, WIDE, Rotate=90)
    draw(pdf, f"q 0 {WIDE} -{HIGH} 0 {HIGH} 0 cm {add_image(pdf, scan())} Do Q")
    assert np.array_equal(decoded(saved(pdf, tmp_path / "a.pdf")).pixels, scan())


def test_attributes_of_the_page_tree_hold(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    page, tree = pdf.pages[0].obj, pdf.Root.Pages
    for key in ("/Resources", "/MediaBox"):
        tree[key] = page[key]
        del page[key]
    tree.Rotate = 180
    assert np.array_equal(decoded(saved(pdf, tmp_path / "a.pdf")).pixels, np.rot90(scan(), 2))


def test_exif_inside_a_pdf_is_not_obeyed(tmp_path: Path) -> None:
    """The page says how the image lies; viewers ignore what the stream says of itself."""
    tags, out = Image.Exif(), io.BytesIO()
    tags[274] = 6
    Image.fromarray(scan()).save(out, "JPEG", exif=tags, quality=95)
    pdf = blank(WIDE, HIGH)
    name = add_image(pdf, scan())
    pdf.pages[0].resources.XObject[name].write(out.getvalue(), filter=Name.DCTDecode)
    whole_page(pdf, name)
    assert decoded(saved(pdf, tmp_path / "a.pdf")).pixels.shape == (300, 400)


def test_user_unit_scales_the_resolution(tmp_path: Path) -> None:
    pdf = blank(WIDE / 2, HIGH / 2, UserUnit=2)
    draw(pdf, f"q {WIDE / 2} 0 0 {HIGH / 2} 0 0 cm {add_image(pdf, scan())} Do Q")
    assert decoded(saved(pdf, tmp_path / "a.pdf")).dpi == 300


def test_user_unit_scales_a_drawn_page(tmp_path: Path) -> None:
    pdf = blank(100, 50, UserUnit=3)
    draw(pdf, "0 g 50 0 50 25 re f")
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert page.pixels.shape[:2] == (625, 1250)
    assert page.pixels[620, 1240].max() == 0
    assert page.pixels[300, 620].min() == 255


def strips(pdf: Pdf, cuts: list[tuple[slice, slice]]) -> None:
    """The scan in pieces, each where it belongs."""
    for down, across in cuts:
        piece = scan()[down, across]
        x, y = (across.start or 0) * WIDE / 400, HIGH - (down.stop or 300) * HIGH / 300
        size = f"{piece.shape[1] * WIDE / 400:.2f} 0 0 {piece.shape[0] * HIGH / 300:.2f}"
        draw(pdf, f"q {size} {x:.2f} {y:.2f} cm {add_image(pdf, np.ascontiguousarray(piece))} Do Q")


STRIPS = [(slice(0, 100), slice(0, 400)), (slice(100, 201), slice(0, 400)), (slice(201, 300), slice(0, 400))]
TILES = [(slice(y, y + 150), slice(x, x + 200)) for y in (0, 150) for x in (0, 200)]


@pytest.mark.parametrize("cuts", [STRIPS, STRIPS[::-1], TILES])
@pytest.mark.parametrize("rotate", [0, 90])
def test_strips_that_fit_are_joined_without_rendering(
    tmp_path: Path, cuts: list[tuple[slice, slice]], rotate: int
) -> None:
    pdf = blank(WIDE, HIGH, Rotate=rotate)
    strips(pdf, cuts)
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert np.array_equal(page.pixels, np.rot90(scan(), -rotate // 90))
    assert page.dpi == 300


def test_a_gray_strip_beside_a_coloured_one(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    upper, lower = scan()[:100], np.stack([scan()[100:]] * 3, axis=2)
    draw(pdf, f"q {WIDE} 0 0 24 0 48 cm {add_image(pdf, upper)} Do Q")
    draw(pdf, f"q {WIDE} 0 0 48 0 0 cm {add_image(pdf, lower)} Do Q")
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert np.array_equal(page.pixels, np.stack([scan()] * 3, axis=2))


def test_strips_with_a_gap_are_rendered(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    strips(pdf, [STRIPS[0], STRIPS[2]])
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert page.pixels.ndim == 3
    assert page.pixels[150, 200].min() == 255


def test_strips_half_a_pixel_off_are_rendered(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    upper, lower = np.ascontiguousarray(scan()[:150]), np.ascontiguousarray(scan()[150:])
    draw(pdf, f"q {WIDE} 0 0 36 0 36 cm {add_image(pdf, upper)} Do Q")
    draw(pdf, f"q {WIDE} 0 0 36 0.12 0 cm {add_image(pdf, lower)} Do Q")
    assert decoded(saved(pdf, tmp_path / "a.pdf")).pixels.ndim == 3


def test_overlapping_images_are_rendered(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    draw(pdf, f"q 24 0 0 24 36 24 cm {add_image(pdf, np.full((100, 100), 255, np.uint8))} Do Q")
    assert decoded(saved(pdf, tmp_path / "a.pdf")).pixels[150, 200].min() == 255


def bilevel(pdf: Pdf, **entries: object) -> Name:
    """A 1-bit image of 800 by 600: its upper left quarter is zeros."""
    bits = np.ones((600, 800), np.uint8)
    bits[:300, :400] = 0
    name = add_image(pdf, np.zeros((600, 800), np.uint8), BitsPerComponent=1, **entries)
    pdf.pages[0].resources.XObject[name].write(
        zlib.compress(np.packbits(bits, axis=1).tobytes()), filter=Name.FlateDecode
    )
    return name


@pytest.mark.parametrize(
    ("entries", "dark"),
    [({"Decode": Array([1, 0])}, False), ({"ImageMask": True}, True), ({"Decode": Array([0, 1])}, True)],
)
def test_inverted_scans_and_masks_keep_their_resolution(
    tmp_path: Path, entries: dict[str, object], dark: bool
) -> None:
    pdf = blank(WIDE, HIGH)
    name = bilevel(pdf, **entries)
    if "ImageMask" in entries:
        del pdf.pages[0].resources.XObject[name]["/ColorSpace"]
    whole_page(pdf, name)
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert (page.dpi, page.pixels.shape[:2]) == (600, (600, 800))
    corner, middle = int(page.pixels[100, 100].max()), int(page.pixels[500, 700].max())
    assert (corner < 50, middle > 200) == (dark, dark)


@pytest.mark.parametrize(("pixels", "dpi"), [(80, 150), (400, 300), (1600, 600)])
def test_a_palette_scan_is_rendered_within_bounds(tmp_path: Path, pixels: int, dpi: int) -> None:
    palette = Array([Name.Indexed, Name.DeviceRGB, 255, pikepdf.String(bytes(range(256)) * 3)])
    pdf = blank(WIDE, HIGH)
    image = np.full((pixels * 3 // 4, pixels), 200, np.uint8)
    whole_page(pdf, add_image(pdf, image, ColorSpace=palette))
    assert decoded(saved(pdf, tmp_path / "a.pdf")).dpi == dpi


def test_an_image_that_is_mostly_cut_away_is_rendered(tmp_path: Path) -> None:
    """Two pages made from one scan of a spread: each shows its half, and only that."""
    pdf = blank(WIDE, HIGH, CropBox=[0, 0, WIDE / 2, HIGH])
    whole_page(pdf, add_image(pdf, scan()))
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert page.pixels.shape[:2] == (300, 200)


BOXES: dict[str, tuple[dict[str, object], tuple[float, float, float, float]]] = {
    "plain": ({}, (0, 0, 400, 300)),
    "negative": ({"MediaBox": [-50, -20, 350, 280]}, (-50, -20, 350, 280)),
    "corners turned round": ({"MediaBox": [400, 300, 0, 0]}, (0, 0, 400, 300)),
    "crop": ({"CropBox": [40, 30, 300, 250]}, (40, 30, 300, 250)),
    "crop beyond the page": ({"CropBox": [40, -90, 900, 250]}, (40, 0, 400, 250)),
    "odd numbers": ({"MediaBox": [0.3, 0.7, 399.9, 298.2]}, (0.3, 0.7, 399.9, 298.2)),
}


def expected_box(square: tuple[float, ...], box: tuple[float, ...], rotate: int) -> Box:
    """Where a square in points lies on the page rendered at 300 dpi."""
    x0, y0, x1, y1 = square
    left, top, right, bottom = x0 - box[0], box[3] - y1, x1 - box[0], box[3] - y0
    wide, high = box[2] - box[0], box[3] - box[1]
    for _ in range(rotate // 90):
        left, top, right, bottom = high - bottom, left, high - top, right
        wide, high = high, wide
    return Box(*(round(value * 300 / 72) for value in (left, top, right, bottom)))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("name", BOXES)
def test_what_is_drawn_lies_where_the_page_shows_it(tmp_path: Path, name: str, rotate: int) -> None:
    entries, box = BOXES[name]
    pdf = blank(400, 300, Rotate=rotate, **entries)
    draw(pdf, "0 g 60 170 30 20 re f")
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    rows, columns = np.nonzero(page.pixels[:, :, 0] < 128)
    found = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    wanted = expected_box((60, 170, 90, 190), box, rotate)
    assert all(abs(a - b) <= 2 for a, b in zip(found.as_list(), wanted.as_list(), strict=True))


def test_a_crop_outside_the_page_is_damage(tmp_path: Path) -> None:
    path = saved(blank(400, 300, CropBox=[700, 700, 800, 800]), tmp_path / "a.pdf")
    (page,) = survey(path, LIMITS).pages
    assert page.fault is not None
    assert page.fault.code == faults.PAGE_DAMAGED
    with pytest.raises(PageUnreadable):
        decode(path, 1, LIMITS)


def stamped(pdf: Pdf, **entries: object) -> None:
    """A black stamp in the middle of the page, as an annotation."""
    look = pdf.make_stream(b"0 g 0 0 10 10 re f")
    look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([43, 31, 53, 41]), F=4)
    note.AP = Dictionary(N=pdf.make_indirect(look))
    for key, value in entries.items():
        note[f"/{key}"] = value
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    if note.Subtype == Name.Widget:
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)


def test_a_stamp_on_a_scan_is_seen(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    stamped(pdf)
    page = decoded(saved(pdf, tmp_path / "a.pdf"))
    assert page.pixels[150, 200].max() == 0


@pytest.mark.parametrize(
    "entries", [{"F": 2}, {"Subtype": Name.Link}, {"FT": Name.Sig, "Subtype": Name.Widget}]
)
def test_links_signatures_and_hidden_notes_leave_a_scan_alone(
    tmp_path: Path, entries: dict[str, object]
) -> None:
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    stamped(pdf, **entries)
    assert np.array_equal(decoded(saved(pdf, tmp_path / "a.pdf")).pixels, scan())


def test_an_invisible_layer_leaves_a_scan_alone(tmp_path: Path) -> None:
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    draw(pdf, Typesetter(pdf).show(5, 40, "cán", mode=3))
    assert np.array_equal(decoded(saved(pdf, tmp_path / "a.pdf")).pixels, scan())


def test_forms_inherit_invisibility(tmp_path: Path) -> None:
    """Some programs put their layer into a form that is drawn while text is invisible."""
    pdf = blank(WIDE, HIGH)
    whole_page(pdf, add_image(pdf, scan()))
    form = pdf.make_stream(b"BT 1 0 0 1 0 0 Tm (a) Tj ET")
    form.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 90, 70]))
    draw(pdf, f"q 3 Tr {pdf.pages[0].add_resource(pdf.make_indirect(form), Name.XObject)} Do Q")
    assert np.array_equal(decoded(saved(pdf, tmp_path / "a.pdf")).pixels, scan())
