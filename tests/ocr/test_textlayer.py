"""A text layer is used where it is what shows, and nowhere else; its boxes lie on the ink."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from paper_pdf import SENTENCES, Typesetter, add_image, blank, draw, saved
from pikepdf import Array, Dictionary, Name, Pdf

from ocr.decode import decode
from ocr.limits import Limits
from ocr.page import PageText
from ocr.textlayer import read_text_layer

LIMITS = Limits()


def letter(pdf: Pdf, setter: Typesetter, x: float = 60, y: float = 230, **options: object) -> None:
    """Four lines of a letter from (x, y) downwards."""
    for number, sentence in enumerate(SENTENCES):
        draw(pdf, setter.show(x, y - 30 * number, sentence, **options))  # type: ignore[arg-type]


def read(pdf: Pdf, path: Path) -> PageText | None:
    saved(pdf, path)
    return read_text_layer(path, 1, decode(path, 1, LIMITS))


def test_a_born_digital_page_is_taken_word_by_word(tmp_path: Path) -> None:
    pdf = blank()
    letter(pdf, Typesetter(pdf))
    text = read(pdf, tmp_path / "a.pdf")
    assert text is not None
    assert text.text == "\n".join(SENTENCES)
    assert (text.source, text.mean_confidence) == ("text-layer", 1.0)


BOXES: dict[str, dict[str, object]] = {
    "plain": {},
    "negative": {"MediaBox": [-50, -20, 350, 280]},
    "corners turned round": {"MediaBox": [400, 300, 0, 0]},
    "crop": {"CropBox": [40, 30, 390, 280]},
    "crop beyond the page": {"CropBox": [30, -90, 900, 290]},
    "unit": {"UserUnit": 1.5},
}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("name", BOXES)
def test_boxes_lie_on_the_ink(tmp_path: Path, name: str, rotate: int) -> None:
    """The page is written so that it stands upright once it is turned; each word covers its own ink."""
    pdf = blank(400, 400, Rotate=rotate, **BOXES[name])
    setter = Typesetter(pdf)
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[rotate]
    for number, sentence in enumerate(SENTENCES):
        shown = setter.show(0, 30 * (1 - number), sentence, size=9)
        # Turned about a point that every one of the boxes shows, so that the lines run across it.
        start = -setter.width(sentence, 9) / 2
        matrix = f"{cosine} {sine} {-sine} {cosine} {190 + cosine * start} {150 + sine * start}"
        draw(pdf, f"q {matrix} cm {shown} Q")
    path = saved(pdf, tmp_path / "a.pdf")
    page = decode(path, 1, LIMITS)
    text = read_text_layer(path, 1, page)
    assert text is not None
    assert text.text == "\n".join(SENTENCES)
    ink = page.pixels[:, :, 0] < 128
    total = int(ink.sum())
    for word in text.words:
        inside = ink[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1]
        assert inside.mean() > 0.04
        # Ink reaches to both sides of the box: it is neither shifted nor too wide.
        columns = np.nonzero(inside.any(axis=0))[0]
        assert columns.min() < 0.2 * word.box.width + 4
        assert columns.max() > 0.8 * word.box.width - 4
        ink[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1] = False
    assert ink.sum() < 0.02 * total


def old_font(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf, name=".VnTime"))


def wrong_map(pdf: Pdf) -> None:
    """Each letter comes out as the next one, all of them letters that Vietnamese has."""
    letters = "abcdeghiklmnopqrstuvxy"
    swap = dict(zip(letters, letters[1:] + letters[0], strict=True))
    letter(pdf, Typesetter(pdf, swap=swap))


def private_use(pdf: Pdf) -> None:
    swap = {letter: chr(0xE000 + ord(letter) % 256) for letter in "aăâeêioôơuưnhgt"}
    letter(pdf, Typesetter(pdf, swap=swap))


def no_accents(pdf: Pdf) -> None:
    import unicodedata

    known = {letter for sentence in SENTENCES for letter in sentence}
    bare = {one: unicodedata.normalize("NFD", one)[0].replace("đ", "d").replace("Đ", "D") for one in known}
    letter(pdf, Typesetter(pdf, swap=bare))


def vni_letters(pdf: Pdf) -> None:
    letter(
        pdf, Typesetter(pdf, swap={"ế": "eá", "ủ": "uû", "ộ": "oä", "à": "aø", "đ": "ñ", "ơ": "ô", "ư": "ö"})
    )


def no_map(pdf: Pdf) -> None:
    setter = Typesetter(pdf)
    letter(pdf, setter)
    del pdf.pages[0].resources.Font[setter.resource]["/ToUnicode"]


def single_letters(pdf: Pdf) -> None:
    setter = Typesetter(pdf)
    for number, sentence in enumerate(SENTENCES):
        for place, one in enumerate(sentence.replace(" ", "")):
            draw(pdf, setter.show(5 + 9 * place, 230 - 30 * number, one, size=6))


def outside(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf), y=600)


def white(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf), colour="1 g")


def covered(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf))
    draw(pdf, "1 g 0 0 400 300 re f")


def under_an_image(pdf: Pdf) -> None:
    """A scan of half a page hides what a scanner program read from it, in visible letters."""
    letter(pdf, Typesetter(pdf), y=110, size=8)
    noise = np.random.default_rng(1).integers(0, 256, (300, 800)).astype(np.uint8)
    draw(pdf, f"q 300 0 0 75 55 40 cm {add_image(pdf, noise)} Do Q")


def invisible(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf), mode=3)


def partly_invisible(pdf: Pdf) -> None:
    setter = Typesetter(pdf)
    letter(pdf, setter)
    # There is ink under it, though not its own.
    draw(pdf, setter.show(60, 60, "hộ tịch", mode=3) + "0 g 62 62 5 5 re 80 62 5 5 re f")


def twice(pdf: Pdf) -> None:
    setter = Typesetter(pdf)
    letter(pdf, setter)
    letter(pdf, setter, y=235)


def large_image(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf))
    draw(pdf, f"q 200 0 0 130 100 5 cm {add_image(pdf, np.full((130, 200), 255, np.uint8))} Do Q")


def filled_form(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf))
    look = pdf.make_stream(b"0 g 0 0 10 10 re f")
    look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, V="Nguyễn Văn An", F=4)
    field.update({"/Rect": Array([60, 20, 160, 40]), "/AP": Dictionary(N=pdf.make_indirect(look))})
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)


def outlines(pdf: Pdf) -> None:
    """A drawing whose lettering was turned into curves, with one real sentence in its margin."""
    letter(pdf, Typesetter(pdf))
    draw(pdf, "0 g " + "20 20 m 21 25 25 21 26 26 c f\n" * 600)


def sideways(pdf: Pdf) -> None:
    setter = Typesetter(pdf)
    letter(pdf, setter)
    draw(pdf, f"q 0 1 -1 0 30 10 cm {setter.show(0, 0, SENTENCES[0], size=9)} Q")


def recognised_letters(pdf: Pdf) -> None:
    letter(pdf, Typesetter(pdf))
    glyphs = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FirstChar=65)
    glyphs.update({"/LastChar": 65, "/Widths": Array([1]), "/FontMatrix": Array([1, 0, 0, 1, 0, 0])})
    glyphs.update({"/CharProcs": Dictionary(), "/Encoding": Dictionary(Differences=Array([65, Name.A]))})
    pdf.pages[0].resources.Font["/Clear"] = pdf.make_indirect(glyphs)


def too_little(pdf: Pdf) -> None:
    draw(pdf, Typesetter(pdf).show(60, 200, SENTENCES[0]))


DOUBTFUL: tuple[Callable[[Pdf], None], ...] = (
    old_font,
    wrong_map,
    private_use,
    no_accents,
    vni_letters,
    no_map,
    single_letters,
    outside,
    white,
    covered,
    under_an_image,
    invisible,
    partly_invisible,
    twice,
    large_image,
    filled_form,
    outlines,
    sideways,
    recognised_letters,
    too_little,
)


@pytest.mark.parametrize("made", DOUBTFUL, ids=lambda made: made.__name__)
def test_a_doubtful_layer_is_left_to_the_engine(tmp_path: Path, made: Callable[[Pdf], None]) -> None:
    pdf = blank()
    made(pdf)
    assert read(pdf, tmp_path / "a.pdf") is None


def test_a_blackened_name_is_not_given_away(tmp_path: Path) -> None:
    """What is hidden under a box is not what shows, though the layer still holds it."""
    pdf = blank()
    setter = Typesetter(pdf)
    letter(pdf, setter)
    draw(pdf, setter.show(60, 60, "hiện"))
    draw(pdf, "0 g 55 52 60 22 re f")
    text = read(pdf, tmp_path / "a.pdf")
    assert text is not None
    assert text.text == "\n".join(SENTENCES)


def test_text_cut_away_by_the_page_is_left_out(tmp_path: Path) -> None:
    pdf = blank(CropBox=[0, 0, 400, 250])
    setter = Typesetter(pdf)
    letter(pdf, setter)
    draw(pdf, setter.show(60, 270, SENTENCES[1]) + setter.show(500, 100, SENTENCES[2]))
    text = read(pdf, tmp_path / "a.pdf")
    assert text is not None
    assert text.text == "\n".join(SENTENCES)


def test_text_beside_a_small_image_is_taken(tmp_path: Path) -> None:
    pdf = blank()
    letter(pdf, Typesetter(pdf))
    draw(pdf, f"q 50 0 0 50 300 30 cm {add_image(pdf, np.full((50, 50), 90, np.uint8))} Do Q")
    assert read(pdf, tmp_path / "a.pdf") is not None
