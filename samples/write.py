"""Writes page images into files: JPEG, PNG, TIFF of many pages, PDF of images. Equal input gives equal bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

EXIF_ORIENTATION = 0x0112


def in_mode(image: Image.Image, mode: str) -> Image.Image:
    """The image as "colour", "gray" or "bilevel" (a hard threshold, as copiers make it)."""
    if mode == "gray":
        return image.convert("L")
    if mode == "bilevel":
        return image.convert("L").point([0] * 158 + [255] * 98).convert("1")
    return image


def write_jpeg(
    image: Image.Image, path: Path, dpi: int, quality: int = 72, *, sideways: bool = False
) -> None:
    """One page; `sideways` stores the pixels turned and says so in EXIF, as phones do."""
    exif = Image.Exif()
    if sideways:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[EXIF_ORIENTATION] = 6
    image.save(path, "JPEG", quality=quality, dpi=(dpi, dpi), subsampling=2, exif=exif)


def write_png(image: Image.Image, path: Path, dpi: int) -> None:
    """One page without loss."""
    image.save(path, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=9)


def write_tiff(images: Sequence[Image.Image], path: Path, dpi: int) -> None:
    """All pages in one TIFF: Group 4 for bilevel pages, JPEG for the others."""
    packing = {"compression": "group4"} if images[0].mode == "1" else {"compression": "jpeg", "quality": 72}
    images[0].save(path, "TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi), **packing)


def write_image_pdf(images: Sequence[Image.Image], path: Path, dpi: int, quality: int = 72) -> None:
    """All pages in one PDF, each a single JPEG over the whole page, as office scanners make it."""
    pdf = pikepdf.new()
    for image in images:
        held = io.BytesIO()
        image.save(held, "JPEG", quality=quality, subsampling=2)
        colour = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
        picture = pdf.make_stream(
            held.getvalue(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=colour,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        width, height = image.width * 72 / dpi, image.height * 72 / dpi
        page = pdf.add_blank_page(page_size=(round(width, 2), round(height, 2)))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        page.obj.Contents = pdf.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode())
    pdf.save(path, deterministic_id=True, linearize=False)


def write_pages(
    images: Sequence[Image.Image], path: Path, dpi: int, quality: int = 72, *, sideways: bool = False
) -> None:
    """Write by the ending of `path`: .jpg and .png hold one page, .tif and .pdf any number."""
    match path.suffix:
        case ".jpg":
            write_jpeg(images[0], path, dpi, quality, sideways=sideways)
        case ".png":
            write_png(images[0], path, dpi)
        case ".tif":
            write_tiff(images, path, dpi)
        case ".pdf":
            write_image_pdf(images, path, dpi)
        case other:
            raise ValueError(f"no writer for {other}")
