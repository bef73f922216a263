"""What is stamped on a filled blank: seals, rubber stamps of names, the stamp of who certifies a copy, notes, fingers.

Everything is HTML of class "ink" but the certification, which comes after the copier and is of class "after".
"""

from __future__ import annotations

import html
from datetime import date
from random import Random

from benchmarks.published.ink import signature
from benchmarks.published.seals import seal
from benchmarks.third_hand.pen import digits
from benchmarks.third_hand.people import person

_STAMP_INKS = ("#1d2f9c", "#1d2f9c", "#23236e", "#15151c", "#b3202e")


def stamped(rng: Random, unit: str, left: int, top: int) -> str:
    """The round seal of the committee of `unit`."""
    around = f"ỦY BAN NHÂN DÂN {unit.upper()}"[:52]
    return seal(rng, around, () if rng.random() < 0.75 else ("ỦY BAN", "NHÂN DÂN"), left, top)


def name_stamp(rng: Random, name: str) -> str:
    """A name set down by a rubber stamp, slightly turned."""
    turn, ink = rng.uniform(-3, 3), rng.choice(_STAMP_INKS)
    shift = f"translate({rng.uniform(-4, 4):.1f}mm,{rng.uniform(-3, 1.5):.1f}mm)"
    strength = f"{rng.uniform(0.7, 0.95):.2f}"
    style = f"display:inline-block;color:{ink};opacity:{strength};transform:{shift} rotate({turn:.1f}deg)"
    return f'<b class="ink" style="{style}">{html.escape(name)}</b>'


def fingers(rng: Random) -> str:
    """Prints of index fingers, as ink blots of arcs."""
    ink = rng.choice(("#b3202e", "#2a2a55"))
    arcs = "".join(
        f'<ellipse cx="10" cy="{13 + k * 0.25:.1f}" rx="{k * 0.85:.1f}" ry="{k * 1.2:.1f}" fill="none" stroke="{ink}" '
        f'stroke-width=".55" stroke-dasharray="{rng.uniform(1, 5):.1f} {rng.uniform(0.3, 1.2):.1f}"/>'
        for k in range(1, 11)
    )
    return f'<svg class="ink" style="width:17mm;height:23mm" viewBox="0 0 20 27">{arcs}</svg>'


def margin_note(rng: Random, year: int, left: float, top: float) -> str:
    """A note of change along the margin, by rubber stamp, signed."""
    words = rng.choice(
        (
            f"Đã cấp CMND ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}/{year}",
            f"ĐÃ CẤP TRÍCH LỤC NGÀY {rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{year}",
            "Đã thu lệ phí",
            "Đã nhập dữ liệu",
        )
    )
    style = f"position:absolute;left:{left:.0f}mm;top:{top:.0f}mm;transform:rotate({rng.choice((-90, -88, 90))}deg)"
    style += f";color:{rng.choice(_STAMP_INKS)};font:9pt Arimo;white-space:nowrap"
    return f'<div class="ink" style="{style}">{words}</div>'


def certified(rng: Random, unit: str, year: int) -> str:
    """The stamp that certifies a copy, with its own number, day, seal and signer, over the foot of the page."""
    when = date(min(2026, year + rng.randint(0, 5)), rng.randint(1, 12), rng.randint(1, 28))
    figure, book = str(rng.randint(12, 9800)), f"{rng.randint(1, 12):02d}"
    penned = rng.random() < 0.6
    shown = digits(rng, figure) if penned else figure
    day = digits(rng, f"{when.day}/{when.month}/{when.year}") if penned else f"{when:%d/%m/%Y}"
    style = rng.choice(("SCT/BS", "SCT/BS", "SCT/CK"))
    colour = rng.choice(("#c8202f", "#24309a", "#c8202f"))
    left, top = rng.choice(((18, 236), (20, 226), (24, 244), (16, 248), (64, 250)))
    box = (
        f'<div style="position:absolute;left:{left}mm;top:{top}mm;width:84mm;font:10pt Tinos;color:{colour};'
        f'transform:rotate({rng.uniform(-2.5, 2.5):.1f}deg);text-align:center;line-height:1.35">'
        f"<b>CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH</b><br>Số chứng thực: {shown} &nbsp; Quyển số: {book} - {style}<br>"
        f"Ngày: {day}<br><b>{rng.choice(('CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'CÔNG CHỨNG VIÊN'))}</b>"
        f'<div style="height:12mm;position:relative">{stamped(rng, unit, rng.randint(10, 60), -40)}'
        f"{signature(rng, rng.randint(80, 150), -6)}</div><i>{person(rng).name}</i></div>"
    )
    head = rng.choice(("", "BẢN SAO", "BẢN SAO"))
    if head:
        box += (
            f'<div style="position:absolute;left:{rng.choice((22, 150))}mm;top:{rng.randint(13, 20)}mm;'
            f"border:2px solid {colour};color:{colour};font:bold 15pt Arimo;padding:0 3mm;"
            f'transform:rotate({rng.uniform(-5, 5):.0f}deg)">'
            f"{head}</div>"
        )
    return f'<div class="after">{box}</div>'


def back_page(rng: Random, ground: str, year: int) -> str:
    """The other side: notes of change, ruled and mostly empty."""
    rows = []
    for line in range(9):
        words = ""
        if line < rng.choice((0, 0, 1, 2)):
            words = rng.choice(
                (
                    f"Được cải chính năm sinh của mẹ theo Quyết định số {rng.randint(10, 90)}/QĐ-UBND",
                    f"Được bổ sung số định danh cá nhân theo thông báo số {rng.randint(10, 900)}/TB-CA",
                    "Thay đổi nơi cư trú theo Quyết định của Ủy ban nhân dân",
                )
            )
        when = (
            f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{year + rng.randint(1, 6)}" if words else ""
        )
        rows.append(
            f'<tr><td><span class="v">{when}</span></td><td><span class="v">{words}</span></td><td></td></tr>'
        )
    return (
        f'{ground}<div class="inner"><div class="mid label"><b>PHẦN GHI CHÚ NHỮNG THÔNG TIN THAY ĐỔI SAU NÀY</b></div>'
        '<table class="grid label" style="margin-top:6mm"><tr><th style="width:24%">Ngày, tháng, năm</th>'
        '<th>Nội dung ghi chú; căn cứ ghi chú</th><th style="width:26%">Cán bộ ghi chú<br>'
        "(Ký, ghi rõ họ tên, đóng dấu)</th>"
        f"</tr>{''.join(rows)}</table></div>"
    )
