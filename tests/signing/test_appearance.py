"""Marks on the page: the right profile, readable Vietnamese, letters at their true widths, PDF/A kept."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from outside_tools import tool
from PIL import Image, ImageDraw
from pypdfium2 import raw
from signing_pki import AT, Office
from time_limits import finished

from signing.appearance import MARGIN, POINTS_PER_MM, Appearance, Box, profile, profiles, seal_box
from signing.errors import ConfigurationRefused
from signing.imprint import Imprint, imprint
from signing.pades import SignOptions, sign
from signing.typeface import ALPHABET, LETTERS, PLACES, load, typeface
from signing.verify import Verdict, verify

TODAY = date(2026, 3, 16)
AGENCY = "Ủy ban nhân dân phường Thủ Đức"
STATED = "2026-03-16T10:00:00+07:00"
OFFICIAL: Box = (360.0, 170.0, 500.0, 230.0)


def marked(
    office: Office,
    target: Path,
    appearance: Appearance,
    field: str = "Signature1",
    source: Path | None = None,
) -> Path:
    options = SignOptions(field, appearance=appearance)
    sign(source or office.document, target, office.signer, at=AT, trust=office.options, options=options)
    return target


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transparent PNG with a red ring."""
    path = tmp_path_factory.mktemp("picture") / "seal.png"
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 290, 290), outline=(200, 0, 0, 255), width=12)
    image.save(path)
    return path


def flat(file: Path) -> bytes:
    """The marks drawn into the pages, as a reader without forms sees them."""
    out = io.BytesIO()
    with pikepdf.open(file) as pdf:
        pdf.flatten_annotations(mode="all")
        pdf.save(out)
    return out.getvalue()


def letters(file: Path) -> list[tuple[str, float, float]]:
    """Each letter of page 1 with its origin and its advance as PDFium sets it, in points."""
    page = pypdfium2.PdfDocument(flat(file))[0]
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        x, y = raw.c_double(), raw.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
        found.append((chr(raw.FPDFText_GetUnicode(text.raw, index)), x.value, y.value))
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("copy_sao_y", ["SAO Y 12/QĐ-UBND", AGENCY, STATED]),
        ("copy_sao_luc", ["SAO LỤC 12/QĐ-UBND", AGENCY, STATED]),
        ("copy_trich_sao", ["TRÍCH SAO 12/QĐ-UBND", AGENCY, STATED]),
        ("annex", ["12/QĐ-UBND", "16/03/2026; 10:00:00; +07:00"]),
        ("archive_digitisation", [AGENCY, STATED]),
    ],
)
def test_the_text_of_a_mark_comes_out_with_its_diacritics(
    office: Office, tmp_path: Path, name: str, expected: list[str]
) -> None:
    appearance = Appearance(profile(name, TODAY), agency=AGENCY, number="12/QĐ-UBND")
    file = marked(office, tmp_path / "marked.pdf", appearance)
    assert pypdfium2.PdfDocument(flat(file))[0].get_textpage().get_text_range().split("\r\n") == expected
    assert verify(file, office.options, at=AT).verdict is Verdict.PASSED
    with pikepdf.open(file) as pdf:
        box = [float(edge) for edge in pdf.Root.AcroForm.Fields[0].Rect]
        assert box[2:] == [595 - MARGIN, 842 - MARGIN]
        assert "/XObject" not in pdf.Root.AcroForm.Fields[0].AP.N.Resources or not _pictures(pdf)


def _pictures(pdf: pikepdf.Pdf) -> list[object]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]


def test_letters_stand_where_the_font_puts_them(office: Office, tmp_path: Path) -> None:
    """A font of 2048 units whose widths are written as they are shows s p r e a d letters."""
    face = typeface()
    file = marked(office, tmp_path / "m.pdf", Appearance(profile("copy_sao_y", TODAY), agency=AGENCY))
    seen = [one for one in letters(file) if one[0] not in "\r\n"]
    row = [one for one in seen if abs(one[2] - seen[5][2]) < 1]
    assert "".join(letter for letter, _, _ in row) == AGENCY
    for (letter, here, _), (_, there, _) in pairwise(row):
        assert there - here == pytest.approx(face.width(letter, 10), abs=0.03)


def test_poppler_reads_the_same_words(office: Office, tmp_path: Path) -> None:
    file = marked(office, tmp_path / "m.pdf", Appearance(profile("copy_sao_y", TODAY), agency=AGENCY))
    (tmp_path / "flat.pdf").write_bytes(flat(file))
    command = [tool("pdftotext", "make test"), "-l", "1", tmp_path / "flat.pdf", "-"]
    read = finished(command, capture_output=True, text=True, check=True).stdout
    assert read.split("\n")[:3] == ["SAO Y", AGENCY, STATED]


def test_the_seal_lies_over_the_left_third_of_the_officials_signature(
    office: Office, picture: Path, tmp_path: Path
) -> None:
    signature = Appearance(profile("official", TODAY), picture=picture, box=OFFICIAL)
    first = marked(office, tmp_path / "1.pdf", signature, "NguoiKy")
    seal = Appearance(profile("agency_seal", TODAY), picture=picture, box=OFFICIAL, diameter_mm=36)
    second = marked(office, tmp_path / "2.pdf", seal, "CoQuan", first)
    with pikepdf.open(second) as pdf:
        boxes = [[float(edge) for edge in field.Rect] for field in pdf.Root.AcroForm.Fields]
    assert boxes[0] == list(OFFICIAL)
    assert boxes[1] == pytest.approx(list(seal_box(OFFICIAL, 36)), abs=0.01)
    assert boxes[1][2] == pytest.approx(360 + 140 / 3, abs=0.01)
    assert boxes[1][3] - boxes[1][1] == pytest.approx(36 * POINTS_PER_MM, abs=0.01)
    verdict = verify(second, office.options, at=AT)
    assert (verdict.verdict, verdict.signature_count) == (Verdict.PASSED, 2)
    shown = pypdfium2.PdfDocument(second.read_bytes())
    shown.init_forms()
    drawn = shown[0].render(scale=2, may_draw_forms=True).to_pil()
    x, y = round(2 * boxes[1][0]), 2 * (842 - 200)
    edge = [drawn.getpixel((x + step, y)) for step in range(16)]
    assert any(red > 180 and green < 60 for red, green, *_ in edge)


def test_profiles_are_in_force_between_their_days_and_say_why(office: Office) -> None:
    for name, found in profiles().items():
        assert found.legal_basis, name
        assert found.title, name
        assert [bool(found.lines), found.picture, found.qr].count(True) == 1, name
        assert profile(name, TODAY) == found
    assert {"official", "agency_seal", "annex", "archive_digitisation", "incoming_paper"} < set(profiles())
    with pytest.raises(ConfigurationRefused, match="not in force"):
        profile("archive_digitisation", date(2025, 6, 30))
    with pytest.raises(ConfigurationRefused, match="no signature profile"):
        profile("copy", TODAY)


def test_a_mark_without_its_facts_is_refused(office: Office, tmp_path: Path) -> None:
    wanting = [
        Appearance(profile("copy_sao_y", TODAY)),
        Appearance(profile("annex", TODAY), agency=AGENCY),
        Appearance(profile("official", TODAY), box=OFFICIAL),
        Appearance(profile("copy_sao_y", TODAY), agency="機関"),
        replace(Appearance(profile("copy_sao_y", TODAY), agency=AGENCY), page=99),
    ]
    for appearance in wanting:
        with pytest.raises(Exception) as caught:  # noqa: PT011
            marked(office, tmp_path / "x.pdf", appearance)
        assert getattr(caught.value, "vi", "")
    assert list(tmp_path.iterdir()) == []


def test_the_font_has_every_vietnamese_letter_and_one_that_lacks_some_is_refused() -> None:
    assert len(set(LETTERS)) == 144
    assert {"Ủ", "ố", "ệ", "đ", "Ỹ"} <= set(ALPHABET)
    for path in PLACES:
        if path.exists():
            assert load(path).width("Ủy ban", 10) > 0
    poor = next((p for p in Path("/usr/share/fonts/truetype").rglob("NotoSansMath*.ttf")), None)
    if poor is not None:
        with pytest.raises(ConfigurationRefused, match="lacks"):
            load(poor)


@pytest.mark.verapdf
def test_verapdf_passes_every_profile(office: Office, picture: Path, tmp_path: Path) -> None:
    files = []
    chessboard = tuple(tuple((row + column) % 2 == 0 for column in range(21)) for row in range(21))
    for name, found in profiles().items():
        appearance = Appearance(found, AGENCY, "12/QĐ-UBND", picture, box=None if found.mark else OFFICIAL)
        if found.mark:
            target = tmp_path / f"{name}.pdf"
            mark = Imprint(appearance, chessboard if found.qr else ())
            target.write_bytes(imprint(office.document.read_bytes(), [mark], AT))
            files.append(target)
        else:
            files.append(marked(office, tmp_path / f"{name}.pdf", appearance))
    command = [tool("verapdf"), "--format", "text", "-f", "2b", *files]
    judged = finished(command, capture_output=True, text=True)
    assert [line.split()[0] for line in judged.stdout.splitlines()] == ["PASS"] * len(files), judged.stdout
