"""Files made to do harm, and sound ones to be cut and bitten: bytes by name, the same on every run."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator

import numpy as np
import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name
from PIL import Image

CUTS = (0.02, 0.3, 0.7, 0.99)


def noise(mode: str = "RGB", size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Incompressible, so that every byte of a file matters."""
    pixels = np.random.default_rng(11).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    return Image.fromarray(pixels).convert(mode)


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file of Pillow's format `kind`."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def sound() -> dict[str, bytes]:
    """One small file of every kind and packing."""
    heic = io.BytesIO()
    pillow_heif.from_pillow(noise()).save(heic, quality=60)
    frames: dict[str, object] = {"save_all": True, "append_images": [noise("L")]}
    return {
        "jpeg.jpg": written(noise(), "JPEG"),
        "progressive.jpg": written(noise(), "JPEG", progressive=True),
        "cmyk.jpg": written(noise("CMYK"), "JPEG"),
        "a.png": written(noise(), "PNG"),
        "palette.png": written(noise().quantize(32), "PNG"),
        "raw.tif": written(noise(), "TIFF", **frames),
        "lzw.tif": written(noise(), "TIFF", compression="tiff_lzw"),
        "deflate.tif": written(noise(), "TIFF", compression="tiff_adobe_deflate"),
        "jpeg.tif": written(noise(), "TIFF", compression="jpeg"),
        "g4.tif": written(noise("1"), "TIFF", compression="group4"),
        "g3.tif": written(noise("1"), "TIFF", compression="group3"),
        "big.tif": written(noise("L"), "TIFF", big_tiff=True),
        "a.jp2": written(noise(), "JPEG2000"),
        "a.j2k": written(noise("L"), "JPEG2000", no_jp2=True),
        "lossy.webp": written(noise(), "WEBP"),
        "lossless.webp": written(noise("RGBA"), "WEBP", lossless=True),
        "a.bmp": written(noise(), "BMP"),
        "a.heic": heic.getvalue(),
        "scan.pdf": written(noise(), "PDF"),
        "drawn.pdf": drawn_pdf(),
    }


def drawn_pdf() -> bytes:
    """A form in a form, a path, text, and an image with a mask."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(60, 40))
    image = pdf.make_stream(zlib.compress(bytes(range(96))))
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=12, Height=8, BitsPerComponent=8
    )
    image.ColorSpace, image.Filter, image.Mask = Name.DeviceGray, Name.FlateDecode, Array([3, 5])
    inner = form(pdf, b"q 20 0 0 10 5 5 cm /I Do Q", I=image)
    outer = form(pdf, b"q 1 0 0 1 3 3 cm /F Do Q", F=inner)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=outer))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 g 2 2 20 5 re f /F Do BT /T 9 Tf 5 20 Td (abc) Tj ET")
    return finished(pdf)


def form(pdf: pikepdf.Pdf, content: bytes, **drawn: pikepdf.Object) -> pikepdf.Object:
    """A form XObject that may draw what is named."""
    made = pdf.make_stream(content)
    made.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 60, 40]))
    made.Resources = Dictionary(XObject=Dictionary({f"/{key}": value for key, value in drawn.items()}))
    return pdf.make_indirect(made)


def finished(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF, left as open to damage as may be."""
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()


def damaged(name: str, data: bytes, seeds: range) -> Iterator[tuple[str, bytes]]:
    """`data` cut at several places and with a few bytes changed, once for each seed."""
    stem, _, ending = name.partition(".")
    for cut in CUTS:
        yield f"{stem}-cut{cut}.{ending}", data[: int(len(data) * cut)]
    for seed in seeds:
        chance, bitten = random.Random(seed), bytearray(data)
        # Every other time near the start, where headers are.
        reach = min(len(data), 400) if seed % 2 else len(data)
        for _ in range(chance.choice((1, 3, 12))):
            bitten[chance.randrange(reach)] = chance.choice((0, 255, chance.randrange(256)))
        yield f"{stem}-seed{seed}.{ending}", bytes(bitten)


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of 8-bit gray that claims a size and holds `chunks`."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    data = b"\x89PNG\r\n\x1a\n"
    for kind, held in ((b"IHDR", head), *chunks, (b"IEND", b"")):
        data += len(held).to_bytes(4, "big") + kind + held + zlib.crc32(kind + held).to_bytes(4, "big")
    return data


def tiff(tags: dict[int, tuple[int, int]], data: bytes = b"", following: int = 0) -> bytes:
    """A little-endian TIFF of one frame with one number per tag, `data` behind it, and the next frame's place."""
    entries = b""
    for tag, (kind, value) in sorted(tags.items()):
        entries += tag.to_bytes(2, "little") + kind.to_bytes(2, "little") + (1).to_bytes(4, "little")
        entries += value.to_bytes(4, "little")
    head = b"II*\0" + (8).to_bytes(4, "little") + len(tags).to_bytes(2, "little")
    return head + entries + following.to_bytes(4, "little") + data


def _frame(width: int, height: int, **more: int) -> dict[int, tuple[int, int]]:
    tags = {256: (4, width), 257: (4, height), 258: (3, 8), 259: (3, 8), 262: (3, 1), 277: (3, 1)}
    place = 8 + 2 + 12 * 9 + 4
    return {**tags, 273: (4, place), 278: (4, more.get("rows", height)), 279: (4, more.get("bytes", 1000))}


def _tile(width: int, height: int, side: int) -> dict[int, tuple[int, int]]:
    """A small frame in one tile that is not small."""
    tags = {256: (4, width), 257: (4, height), 258: (3, 8), 259: (3, 8), 262: (3, 1), 277: (3, 1)}
    place = 8 + 2 + 12 * 10 + 4
    return {**tags, 322: (4, side), 323: (4, side), 324: (4, place), 325: (4, 1000)}


def bombs() -> dict[str, bytes]:
    """Small files that claim or inflate to far more than they hold."""
    inflating = zlib.compress(bytes(40_000_000), 9)
    jp2 = bytearray(written(noise(), "JPEG2000", no_jp2=True))
    jp2[8:16] = b"\x00\x0f\xff\xff" * 2
    webp = bytearray(written(noise(), "WEBP"))
    webp[26:30] = b"\xff\x3f\xff\x3f"
    heic = io.BytesIO()
    pillow_heif.from_pillow(noise()).save(heic, quality=60)
    wide = heic.getvalue()
    at = wide.index(b"ispe") + 8
    return {
        "claims.png": png(60_000, 60_000, (b"IDAT", zlib.compress(bytes(1000)))),
        "inflates.png": png(64, 64, (b"IDAT", inflating)),
        "text.png": png(64, 64, (b"zTXt", b"a\0\0" + inflating), (b"IDAT", zlib.compress(bytes(65 * 64)))),
        "profile.png": png(64, 64, (b"iCCP", b"a\0\0" + inflating), (b"IDAT", zlib.compress(bytes(65 * 64)))),
        "claims.tif": tiff(_frame(60_000, 60_000), bytes(1000)),
        "tile.tif": tiff(_tile(64, 64, side=60_000), bytes(1000)),
        "strip.tif": tiff(_frame(64, 64, bytes=len(inflating)), inflating),
        "loop.tif": tiff(_frame(8, 8), zlib.compress(bytes(64)).ljust(1000, b"\0"), following=8),
        "claims.j2k": bytes(jp2),
        "claims.webp": bytes(webp),
        "claims.heic": wide[:at] + b"\x00\x00\xff\xff" * 2 + wide[at + 8 :],
        **pdf_bombs(),
    }


def pdf_bombs() -> dict[str, bytes]:
    """PDFs that keep a reader busy: content, forms within forms, objects by the hundred thousand, loops."""
    many, pages = pikepdf.new(), pikepdf.new()
    many.add_blank_page(page_size=(60, 40))
    many.Root.Held = Array([many.make_indirect(Dictionary(A=number)) for number in range(20_000)])
    pages.add_blank_page(page_size=(60, 40))
    pages.Root.Pages.Kids.append(pages.Root.Pages)
    return {
        "content.pdf": content_bomb(b"q " * 40_000_000),
        "comments.pdf": content_bomb(b"%" + b"a" * 30_000_000 + b"\n"),
        "forms.pdf": forms_bomb(),
        "wide-forms.pdf": forms_bomb(levels=7, each=9),
        "self.pdf": self_drawing(),
        "objects.pdf": finished(many),
        "tree-loop.pdf": finished(pages),
        "xref-loop.pdf": xref_loop(),
        "image.pdf": image_bomb(),
    }


def content_bomb(content: bytes) -> bytes:
    """A page whose content inflates a thousandfold."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(60, 40))
    held = pdf.make_stream(b"")
    held.write(zlib.compress(content, 9), filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = held
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def forms_bomb(levels: int = 12, each: int = 12) -> bytes:
    """Every form draws the next one twelve times: 12 to the 12th power of nothing."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(60, 40))
    made = form(pdf, b"0 0 1 1 re f")
    for _ in range(levels):
        made = form(pdf, b"/F Do " * each, F=made)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=made))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")
    return finished(pdf)


def self_drawing() -> bytes:
    """A form that draws itself."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(60, 40))
    made = form(pdf, b"/F Do /F Do")
    made.Resources.XObject.F = made
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=made))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")
    return finished(pdf)


def image_bomb() -> bytes:
    """A scan of modest size whose stream inflates far beyond it."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(60, 40))
    image = pdf.make_stream(b"")
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=90, Height=60, BitsPerComponent=8
    )
    image.ColorSpace = Name.DeviceGray
    image.write(zlib.compress(bytes(40_000_000), 9), filter=Name.FlateDecode)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 60 0 0 40 0 0 cm /I Do Q")
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def xref_loop() -> bytes:
    """Its cross-reference table names itself as the one before."""
    data = drawn_pdf()
    at = data.rindex(b"startxref")
    place = int(data[at + 9 : data.rindex(b"%%EOF")])
    return data.replace(b"trailer <<", b"trailer << /Prev " + str(place).encode(), 1)
