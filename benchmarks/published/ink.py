"""What is set on a document after it was printed: signatures, initials, figures, stamps of the mail room.

Returns HTML; figures come with whether a person must key them, for a pen or a numbering machine set them down.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from random import Random

from benchmarks.third_hand.pen import box_stamp, digits

_INKS = ("#1a37b0", "#1428c8", "#23307a", "#111118", "#1b1b22", "#0a3a9a")
LATER_FACES = ("Tinos", "Tinos", "Arimo", "Nimbus Roman", "Cousine")


@dataclass(frozen=True)
class Gap:
    """How an office fills the gaps for number and day: "printed", "typed", "pen", "machine" or "empty"."""

    manner: str
    face: str = "Tinos"
    size: int = 100
    before: int = 0
    after: int = 0
    drop: int = 0

    @property
    def by_hand(self) -> bool:
        """Whether no printer set the figures. A numbering machine counts: its type is uneven as a pen's is."""
        return self.manner in ("pen", "machine")

    def note(self, figures: str) -> str:
        """The figures as a Fact shows them: marked when by hand."""
        return f"⟪{figures}⟫" if self.by_hand else figures

    def shown(self, rng: Random, figures: str) -> str:
        """The figures as HTML."""
        if self.manner == "printed":
            return figures
        if self.manner == "empty":
            return rng.choice(("&nbsp;" * rng.randint(5, 12), "." * rng.randint(6, 14)))
        if self.manner == "pen":
            lean = f"skewX({-rng.randint(0, 18)}deg) scale({rng.uniform(0.95, 1.25):.2f})"
            inner = f'<span style="display:inline-block;transform:{lean}">{digits(rng, figures)}</span>'
        elif self.manner == "machine":
            inner = (
                f'<span style="font:bold 112% {self.face};letter-spacing:2px;color:#2b2f66;display:inline-block;'
                f'transform:rotate({rng.uniform(-2, 2):.1f}deg)">{figures}</span>'
            )
        else:
            inner = f'<span style="font-family:{self.face};font-size:{self.size}%">{figures}</span>'
        style = f"position:relative;top:{self.drop}px;padding:0 {self.after}px 0 {self.before}px"
        return f'<span style="{style};font-style:normal">{inner}</span>'


def gap(rng: Random) -> Gap:
    """How one document has its gaps filled."""
    manner = rng.choices(("printed", "typed", "pen", "machine", "empty"), (36, 26, 26, 6, 6))[0]
    room, drop = (rng.randint(-2, 16), rng.randint(-2, 16)), rng.randint(-4, 4)
    return Gap(manner, rng.choice(LATER_FACES), rng.randint(92, 108), max(0, room[0]), max(0, room[1]), drop)


def _svg(path: str, ink: str, width: float, style: str) -> str:
    return (
        f'<svg width="10" height="10" style="position:absolute;overflow:visible;{style}"><path d="{path}" fill="none" '
        f'stroke="{ink}" stroke-width="{width:.1f}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _swing(rng: Random, humps: int, tall: float) -> str:
    """Loops to the right, as a name written in one go."""
    x, path = 0.0, f"M0 {tall * 0.7:.0f}"
    path += f" C{tall * 0.2:.0f} {-tall * 0.5:.0f} {tall * 0.9:.0f} {-tall * 0.4:.0f} {tall * 0.3:.0f} {tall * 0.8:.0f}"
    x = tall * 0.3
    for _ in range(humps):
        step, rise = rng.uniform(0.16, 0.42) * tall, rng.uniform(0.15, 0.75) * tall
        foot = tall * rng.uniform(0.55, 0.9)
        back = rng.uniform(-0.25, 0.5) * step
        path += f" C{x + step * 0.6:.0f} {foot - rise:.0f} {x + step:.0f} {foot - rise:.0f} {x + back:.0f} {foot:.0f}"
        path += f" S{x + step * 0.8:.0f} {foot + 4:.0f} {x + step:.0f} {foot - 6:.0f}"
        x += step
    return path


def signature(rng: Random, left: int, top: int) -> str:
    """A signature across what stands at (`left`, `top`), in CSS pixels, with a long stroke to the right."""
    ink, tall = rng.choice(_INKS), rng.uniform(34, 62)
    path = _swing(rng, rng.randint(3, 8), tall)
    if rng.random() < 0.75:
        path += (
            f" q{rng.randint(10, 50)} {rng.randint(-14, 18)} {rng.randint(40, 120)} {rng.randint(-26, 10)}"
        )
    if rng.random() < 0.4:
        path += (
            f" M{rng.randint(-20, 10)} {tall + 6:.0f} q60 {rng.randint(-10, 10)} {rng.randint(90, 190)} -8"
        )
    turn = rng.uniform(-16, 4)
    style = f"left:{left}px;top:{top}px;transform:rotate({turn:.0f}deg)"
    return _svg(path, ink, rng.uniform(1.3, 2.8), style)


def initials(rng: Random) -> str:
    """The small signature of a clerk, behind the last word or a position."""
    path, ink = _swing(rng, rng.randint(2, 4), rng.uniform(12, 22)), rng.choice(_INKS)
    if rng.random() < 0.6:
        path += f" l{rng.randint(16, 44)} {-rng.randint(8, 20)}"
    mark = _svg(path, ink, rng.uniform(1, 1.8), f"left:{rng.randint(-2, 8)}px;top:{rng.randint(-8, 6)}px")
    return f'<span style="position:relative">{mark}</span>'


def received(rng: Random, body: str, year: int) -> str:
    """The stamp of a mail room that took the document in, its own number and day by pen."""
    number, when = str(rng.randint(20, 9800)), f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{year}"
    first = rng.choice(
        (f"{html.escape(body)}<br>CÔNG VĂN ĐẾN", "ĐẾN", "CÔNG VĂN ĐẾN", f"{html.escape(body)}<br>ĐẾN")
    )
    rest = rng.choice(("Chuyển: ..................", "Lưu hồ sơ số: ...........", "Giờ: ............", ""))
    words = f"{first}<br>Số: {digits(rng, number)}<br>Ngày: {digits(rng, when)}<br>{rest}"
    colour = rng.choice(("#c8202f", "#24409a", "#b0254a"))
    # Beside the title where there is room, under the date, or where it fell. Chromium cuts what leaves the margins.
    left, top = rng.choice(
        (
            (rng.randint(4, 30), rng.randint(118, 150)),
            (rng.randint(4, 30), rng.randint(118, 150)),
            (rng.randint(400, 430), rng.randint(112, 140)),
            (rng.randint(120, 260), rng.randint(112, 190)),
        )
    )
    words = f'<div style="max-width:165px;line-height:1.2">{words}</div>'
    return box_stamp(rng, words, left, top, colour)


def urgent(rng: Random) -> str:
    """The stamp of a document in haste, or one that may not be shown to all."""
    words = rng.choice(("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "LƯU HÀNH NỘI BỘ"))
    return box_stamp(rng, words, rng.randint(20, 120), rng.randint(110, 150))


def signed_by_machine(rng: Random, body: str, when: str, left: int, top: int) -> str:
    """What an electronic signature shows: who, and a time that is not the date of the document."""
    lines = rng.choice(
        (
            (f"Ký bởi: {body}", f"Ngày ký: {when}"),
            (f"Người ký: {body}", "Cơ quan: Văn thư", f"Thời gian ký: {when} +07:00"),
            (f"Được ký bởi: {body}", f"Thời gian: {when}"),
        )
    )
    text = "<br>".join(html.escape(line) for line in lines)
    colour = rng.choice(("#c8202f", "#c8202f", "#1a1a1a", "#24409a"))
    style = f"position:absolute;left:{left}px;top:{top}px;font:{rng.choice((7, 8, 9))}px Arimo;color:{colour}"
    return f'<div style="{style};text-align:left;white-space:nowrap;line-height:1.25">{text}</div>'
