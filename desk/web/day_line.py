"""Pages per day as a small line, drawn on the server. Knows numbers and sizes, no colour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from desk.web.contexts.figures import DayLine
from desk.web.language import Tongue
from desk.web.numbers import day, whole

WIDTH, HEIGHT, EDGE = 640, 96, 4
# More days than this are drawn by weeks, so that the line stays one.
MOST_POINTS = 120


def day_line(tongue: Tongue, came: Mapping[date, int]) -> DayLine | None:
    """The line from the first day with pages to the last, days without any at the bottom; None without two days."""
    if not came or min(came) == max(came):
        return None
    first, last = min(came), max(came)
    step = 7 if (last - first).days >= MOST_POINTS else 1
    sums = [0] * ((last - first).days // step + 1)
    for at, pages in came.items():
        sums[(at - first).days // step] += pages
    most = max(sums)
    peak = first + timedelta(days=sums.index(most) * step)
    if step == 1:
        told = tongue("Nhiều nhất {pages} trang, ngày {day}", pages=whole(tongue, most), day=day(peak))
    else:
        told = tongue("Nhiều nhất {pages} trang, tuần từ {day}", pages=whole(tongue, most), day=day(peak))
    return DayLine(WIDTH, HEIGHT, _points(sums), day(first), day(last), whole(tongue, most), told)


def _points(sums: list[int]) -> str:
    most, across = max(sums), max(len(sums) - 1, 1)
    wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    return " ".join(
        f"{EDGE + wide * at / across:.1f},{EDGE + high * (1 - count / most):.1f}"
        for at, count in enumerate(sums)
    )
