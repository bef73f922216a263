"""Days as offices write them: in figures of many manners and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_FIGURES = (
    "{d:02}/{m:02}/{y}",
    "{d:02}/{m:02}/{y}",
    "{d:02}/{m:02}/{y}",
    "ngày {d:02} tháng {m:02} năm {y}",
    "ngày {d:02} tháng {m:02} năm {y}",
    "{d}/{m}/{y}",
    "{d:02}-{m:02}-{y}",
    "{d:02}.{m:02}.{y}",
    "{d:02} tháng {m:02} năm {y}",
)


@dataclass(frozen=True)
class Spelling:
    """How one clerk writes days: a pattern of figures, and the small words of numbers."""

    figures: str
    thousand: str
    zero: str
    tenth: str
    commas: bool

    @classmethod
    def of(cls, rng: Random) -> Spelling:
        """A clerk's habit."""
        return cls(
            rng.choice(_FIGURES),
            rng.choice(("nghìn", "nghìn", "ngàn")),
            rng.choice(("linh", "lẻ")),
            rng.choice(("mồng ", "", "")),
            rng.random() < 0.6,
        )

    def short(self, day: date) -> str:
        """In figures."""
        return self.figures.format(d=day.day, m=day.month, y=day.year)

    def words(self, day: date) -> str:
        """In words, beginning with a capital."""
        before = self.tenth if day.day <= 10 else ""
        month = "tư" if day.month == 4 else tens(day.month)
        gap = ", " if self.commas else " "
        parts = (f"Ngày {before}{tens(day.day)}", f"tháng {month}", f"năm {self._year(day.year)}")
        return gap.join(parts)

    def _year(self, year: int) -> str:
        thousands, rest = divmod(year, 1000)
        hundreds, rest = divmod(rest, 100)
        told = f"{_UNITS[thousands]} {self.thousand}"
        if hundreds or rest:
            told += f" {_UNITS[hundreds]} trăm"
        if 0 < rest < 10:
            return f"{told} {self.zero} {_UNITS[rest]}"
        return f"{told} {tens(rest)}" if rest else told


def tens(number: int) -> str:
    """A number from 1 to 99 in words."""
    ten, unit = divmod(number, 10)
    if number <= 10:
        return _UNITS[number]
    last = {5: "lăm", 1: "mốt" if ten > 1 else "một"}.get(unit, _UNITS[unit])
    head = "mười" if ten == 1 else f"{_UNITS[ten]} mươi"
    return f"{head} {last}" if unit else head


def day_between(rng: Random, first: date, last: date) -> date:
    """Any day of a span, its ends included."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def born(rng: Random, on: date, youngest: int, oldest: int) -> date:
    """A birthday of somebody so many years old on a day."""
    return on - timedelta(days=int(rng.uniform(youngest, oldest) * 365.25))


def signed(day: date, rng: Random) -> list[tuple[str, bool]]:
    """ "ngày 03 tháng 4 năm 2019" in pieces, with those that a pen fills in."""
    month = f"{day.month:02}" if day.month < 3 or rng.random() < 0.3 else str(day.month)
    return [
        ("ngày ", False),
        (f"{day.day:02}", True),
        (" tháng ", False),
        (month, True),
        (f" năm {day.year}", False),
    ]
