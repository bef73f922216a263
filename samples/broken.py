"""Files that must be refused, each named by the code it must yield, and expected.json beside them.

The codes are those of a reader's fault list; this module only knows their names. The encrypted file differs
each time it is made, so it is made only when missing.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pikepdf
from PIL import Image

from samples.plan import PAPERS
from samples.raster import draw
from samples.styles import style
from samples.write import write_image_pdf, write_jpeg

PASSWORD = "mat-khau-thu"


@dataclass(frozen=True)
class Broken:
    """A broken file: how to write it, how many pages it counts as, and per quarantined page the codes allowed.

    Page None means the file as a whole (which counts as one page).
    """

    name: str
    write: Callable[[Path], None]
    pages: int
    quarantined: tuple[tuple[int | None, tuple[str, ...]], ...]


def _page(number: int, dpi: int = 150) -> Image.Image:
    rng = Random(f"broken/{number}")
    key = ("birth_2016", "death_extract", "marriage_2016", "letter")[number % 4]
    return draw(PAPERS[key](rng, style(rng, key)).sheets[0], dpi, rng).convert("L")


def _truncated(path: Path) -> None:
    write_jpeg(_page(0), path, 150)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 5])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    words = "Đây là một tệp văn bản được đổi đuôi thành .pdf, không phải tệp PDF.\n" * 20
    path.write_text(words, encoding="utf-8")


def _encrypted(path: Path) -> None:
    if path.exists():
        return
    write_image_pdf([_page(1)], path, 150)
    data = io.BytesIO(path.read_bytes())
    with pikepdf.open(data) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner=PASSWORD + "-chu", user=PASSWORD, R=6))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, bits: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _zeros(count: int) -> bytes:
    """`count` zero bytes, deflated without ever holding them."""
    packer, block, parts = zlib.compressobj(9), bytes(1 << 20), []
    for _ in range(count >> 20):
        parts.append(packer.compress(block))
    parts.append(packer.compress(bytes(count % (1 << 20))))
    return b"".join([*parts, packer.flush()])


def _claims_megapixels(path: Path) -> None:
    """The header says 16000 by 12500 pixels; the data hold a few lines."""
    path.write_bytes(_png(16000, 12500, 8, zlib.compress(bytes(16001 * 4), 9)))


def _bomb_png(path: Path) -> None:
    """30000 by 30000 pixels at one bit that are all there: a hundred megabytes out of a hundred kilobytes."""
    path.write_bytes(_png(30000, 30000, 1, _zeros((30000 // 8 + 1) * 30000)))


def _bomb_pdf(path: Path) -> None:
    """An image of 400 megapixels, deflated twice to a kilobyte or so."""
    pdf = pikepdf.new()
    picture = pdf.make_stream(
        zlib.compress(_zeros(20000 * 20000), 9),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=20000,
        Height=20000,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]),
    )
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    pdf.save(path, deterministic_id=True, compress_streams=False)


def _one_bad_page(path: Path) -> None:
    """Four pages; the JPEG of the third ends in the middle and goes on with garbage."""
    write_image_pdf([_page(number) for number in range(4)], path, 150)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        picture = pdf.pages[2].obj.Resources.XObject.Im0
        whole = picture.read_raw_bytes()
        rubbish = Random("rubbish").randbytes(900).replace(b"\xff", b"\x00")
        picture.write(whole[: len(whole) // 3] + rubbish, filter=pikepdf.Name.DCTDecode)
        pdf.save(path, deterministic_id=True)


DAMAGED = ("FILE_DAMAGED", "PAGE_DAMAGED")
TOO_LARGE = ("PAGE_TOO_LARGE", "PAGE_MEMORY")
FILES = (
    Broken("FILE_DAMAGED_truncated.jpg", _truncated, 1, ((None, DAMAGED),)),
    Broken("FILE_EMPTY.pdf", _empty, 1, ((None, ("FILE_EMPTY",)),)),
    Broken("FILE_TYPE_text_renamed.pdf", _text, 1, ((None, ("FILE_TYPE",)),)),
    Broken("FILE_ENCRYPTED.pdf", _encrypted, 1, ((None, ("FILE_ENCRYPTED",)),)),
    Broken("PAGE_TOO_LARGE_200_megapixels.png", _claims_megapixels, 1, ((1, TOO_LARGE),)),
    Broken("PAGE_TOO_LARGE_bomb.png", _bomb_png, 1, ((1, TOO_LARGE),)),
    Broken("PAGE_TOO_LARGE_bomb.pdf", _bomb_pdf, 1, ((1, TOO_LARGE),)),
    Broken("PAGE_DAMAGED_3_good_1_broken.pdf", _one_bad_page, 4, ((3, ("PAGE_DAMAGED",)),)),
)


def make_broken(folder: Path) -> None:
    """Write all broken files and expected.json into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for file in FILES:
        file.write(folder / file.name)
        held = [{"page": page, "code": list(codes)} for page, codes in file.quarantined]
        expected[file.name] = {"pages": file.pages, "quarantined": held}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
