"""What scanners, copiers, phones and years do to a page. Each fault is a function of the image and a seed.

`apply` runs the named faults in the order of FAULTS whatever the order of the request, because a page is
stained before it is scanned askew, and a JPEG is squeezed last. Marks on the paper itself (a seal over text)
are made while drawing, not here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from samples.copies import carbon, fax, photocopy, punch_holes, shadow
from samples.phone import phone_photo

Fault = Callable[[Image.Image, Random], Image.Image]


def _cloud(rng: Random, size: tuple[int, int], grain: int) -> NDArray[np.float32]:
    """Smooth noise from 0 to 1 over an image of (width, height); blotches are about `grain` pixels wide."""
    cells = np.random.default_rng(rng.getrandbits(32)).random((size[1] // grain + 2, size[0] // grain + 2))
    small = Image.fromarray((cells * 255).astype(np.uint8))
    return np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) / np.float32(255)


def scanned(image: Image.Image, rng: Random) -> Image.Image:
    """The look of any flatbed scan: slightly soft, slightly uneven, paper not quite white."""
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.45)), dtype=np.float32)
    shade = 1 - 0.02 * _cloud(rng, image.size, 700)
    return Image.fromarray(np.clip(pixels * shade[..., None], 0, 255).astype(np.uint8))


def show_through(image: Image.Image, rng: Random) -> Image.Image:
    """Print of the other side shines through, mirrored and faint."""
    back = image.convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2.2))
    return through(image, back, rng)


def through(image: Image.Image, back: Image.Image, rng: Random) -> Image.Image:
    """Let an already mirrored gray `back` of the same size shine through `image`."""
    shifted = ImageChops.offset(back, rng.randint(-60, 60), rng.randint(60, 260))
    strength = rng.uniform(0.10, 0.17)
    faint = shifted.point([round(255 - (255 - level) * strength) for level in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", (faint, faint, faint)))


def faded(image: Image.Image, rng: Random) -> Image.Image:
    """Pale ink, as of an old ribbon or a tired toner."""
    strength = rng.uniform(0.42, 0.55)
    uneven = strength + 0.25 * _cloud(rng, image.size, 260)
    pixels = 255 - (255 - np.asarray(image, dtype=np.float32)) * uneven[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def yellowed(image: Image.Image, rng: Random) -> Image.Image:
    """Old paper: yellow, darker towards the edges."""
    cloud = _cloud(rng, image.size, 420)
    tint = np.stack([1 - 0.05 * cloud, 0.96 - 0.08 * cloud, 0.84 - 0.12 * cloud], axis=-1)
    return Image.fromarray(np.clip(np.asarray(image, dtype=np.float32) * tint, 0, 255).astype(np.uint8))


def stain(image: Image.Image, rng: Random) -> Image.Image:
    """Two or three brown water marks with a darker rim."""
    width, height = image.size
    for _ in range(rng.randint(2, 3)):
        mask = Image.new("L", image.size, 0)
        pen = ImageDraw.Draw(mask)
        x, y = rng.randint(0, width), rng.randint(height // 8, height)
        across, down = rng.randint(width // 10, width // 4), rng.randint(width // 12, width // 5)
        box = (x - across, y - down, x + across, y + down)
        pen.ellipse(box, fill=70, outline=130, width=max(2, width // 160))
        mask = mask.filter(ImageFilter.GaussianBlur(width / 220))
        brown = Image.new("RGB", image.size, (176, 128, 70))
        image = Image.composite(ImageChops.multiply(image, brown), image, mask)
    return image


def fold(image: Image.Image, rng: Random) -> Image.Image:
    """A horizontal crease: a light line with a shadow beside it."""
    pixels = np.asarray(image, dtype=np.float32).copy()
    at = round(image.height * rng.uniform(0.45, 0.55))
    reach = max(6, image.height // 120)
    rows = np.arange(image.height) - at
    shadow = np.where((rows >= 0) & (rows < reach * 3), 0.16 * (1 - rows / (reach * 3)), 0)
    light = np.where((rows < 0) & (rows > -reach // 2), 60, 0)
    pixels = pixels * (1 - shadow)[:, None, None] + light[:, None, None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def dark_edge(image: Image.Image, rng: Random) -> Image.Image:
    """The black strip of a lid left open, on two sides."""
    pen = ImageDraw.Draw(image)
    wide = round(image.width * rng.uniform(0.012, 0.03))
    pen.rectangle((0, 0, wide, image.height), fill=(18, 18, 20))
    pen.rectangle((0, image.height - wide // 2, image.width, image.height), fill=(18, 18, 20))
    return image


def skew(image: Image.Image, rng: Random) -> Image.Image:
    """Laid askew by 0.7 to 2.8 degrees."""
    degrees = rng.choice([-1, 1]) * rng.uniform(0.7, 2.8)
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(246, 246, 244))


def slight_skew(image: Image.Image, rng: Random) -> Image.Image:
    """Laid askew by less than half a degree."""
    degrees = rng.choice([-1, 1]) * rng.uniform(0.15, 0.45)
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))


def blur(image: Image.Image, rng: Random) -> Image.Image:
    """Out of focus."""
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(1.7, 2.4) * image.width / 2480))


def noise(image: Image.Image, rng: Random) -> Image.Image:
    """Sensor grain, dust and small dark specks."""
    source = np.random.default_rng(rng.getrandbits(32))
    grain = source.normal(0, rng.uniform(5, 8), (image.height, image.width, 1)).astype(np.float32)
    soft = Image.fromarray(np.clip(np.asarray(image, dtype=np.float32) + grain, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(soft)
    for _ in range(image.width * image.height // 30000):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(0.6, 2.2)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(rng.randint(30, 150),) * 3)
    return soft


def low_resolution(image: Image.Image, rng: Random) -> Image.Image:
    """Detail of a 120 to 150 dpi scan blown up again, as a fax gateway or a chat program leaves it."""
    ratio = rng.uniform(0.42, 0.5)
    small = image.resize((round(image.width * ratio), round(image.height * ratio)), Image.Resampling.BILINEAR)
    return small.resize(image.size, Image.Resampling.BICUBIC)


def jpeg(image: Image.Image, rng: Random) -> Image.Image:
    """Squeezed hard once before it was saved: blocks and halos around letters."""
    held = io.BytesIO()
    image.save(held, "JPEG", quality=rng.randint(18, 30))
    return Image.open(held).convert("RGB")


def _turned(degrees: int) -> Fault:
    turn = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}

    def rotated(image: Image.Image, rng: Random) -> Image.Image:
        return image.transpose(turn[degrees])

    return rotated


FAULTS: dict[str, Fault] = {
    "show_through": show_through,
    "carbon": carbon,
    "faded": faded,
    "yellowed": yellowed,
    "stain": stain,
    "fold": fold,
    "punch_holes": punch_holes,
    "skew": skew,
    "slight_skew": slight_skew,
    "dark_edge": dark_edge,
    "phone_photo": phone_photo,
    "shadow": shadow,
    "photocopy": photocopy,
    "fax": fax,
    "blur": blur,
    "low_resolution": low_resolution,
    "noise": noise,
    "jpeg": jpeg,
    "rotated_90": _turned(90),
    "rotated_180": _turned(180),
    "rotated_270": _turned(270),
}


def apply(image: Image.Image, faults: Collection[str], rng: Random) -> Image.Image:
    """The image after the named faults (keys of FAULTS; other names are left to the drawing and the format)."""
    if "clean" not in faults:
        image = scanned(image, rng)
    for name, fault in FAULTS.items():
        if name in faults:
            image = fault(image, rng)
    return image


def upright_turn(faults: Collection[str]) -> int:
    """Clockwise degrees that turn the image upright again."""
    for name in faults:
        if name.startswith("rotated_"):
            return (360 - int(name.removeprefix("rotated_"))) % 360
    return 0
