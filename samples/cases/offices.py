"""Offices that keep registers and sign papers, in Thủ Đức and elsewhere, by period. All signers are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.people import name
from samples.places import REFORM, ward
from samples.wording import day_month

CITY = "Thành phố Hồ Chí Minh"
# Units that existed at that time; none of them is near the offices of the other papers.
ELSEWHERE = (
    ("xã", "Tân Phú Trung", "huyện Củ Chi", CITY),
    ("xã", "Bà Điểm", "huyện Hóc Môn", CITY),
    ("thị trấn", "Cần Thạnh", "huyện Cần Giờ", CITY),
    ("phường", "Bến Nghé", "quận 1", CITY),
    ("phường", "12", "quận Bình Thạnh", CITY),
    ("phường", "5", "quận Gò Vấp", CITY),
    ("xã", "Diễn Kỷ", "huyện Diễn Châu", "tỉnh Nghệ An"),
    ("xã", "Hải Phú", "huyện Hải Hậu", "tỉnh Nam Định"),
    ("thị trấn", "Vũng Liêm", "huyện Vũng Liêm", "tỉnh Vĩnh Long"),
    ("phường", "Lái Thiêu", "thị xã Thuận An", "tỉnh Bình Dương"),
)
COMMUNES_2025 = (("xã", "Củ Chi"), ("xã", "Hóc Môn"), ("phường", "Sài Gòn"), ("phường", "Gò Vấp"))
POSITIONS = (
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("PHÓ CHỦ TỊCH",),
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. UBND PHƯỜNG", "PHÓ CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TL. CHỦ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"),
    ("TUQ. CHỦ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"),
)
DISTRICT_POSITIONS = (
    ("TRƯỞNG PHÒNG",),
    ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
    ("GIÁM ĐỐC",),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
)


@dataclass(frozen=True)
class Keeper:
    """An office on one day: kind and name of its unit, what lies above it, its signer and its clerk."""

    kind: str
    unit: str
    above: str
    city: str
    on: date
    signer: str
    position: tuple[str, ...]
    clerk: str
    body: tuple[str, ...] = ()

    @property
    def local(self) -> str:
        """ "phường Linh Xuân", "phường 12"."""
        return f"{self.kind} {self.unit}"

    def place(self, rng: Random) -> str:
        """The office as it is written into a form."""
        start = rng.choice(["Ủy ban nhân dân", "Ủy ban nhân dân", "UBND", "Ủy ban nhân dân (UBND)"][:3])
        city = (
            self.city if self.city != CITY else rng.choice([CITY, "TP. Hồ Chí Minh", "thành phố Hồ Chí Minh"])
        )
        return ", ".join(part for part in (f"{start} {self.local}", self.above, city) if part)

    def lines(self, rng: Random) -> list[str]:
        """The office as head of a letter, its own name last."""
        if self.body:
            return list(self.body)
        top = [self.city.upper()] if rng.random() < 0.3 and not self.above else []
        if self.above:
            top = [rng.choice([f"UBND {self.above.upper()}", self.above.upper()])]
        return [*top, "ỦY BAN NHÂN DÂN", self.local.upper()]

    def dated(self, rng: Random) -> tuple[str, str]:
        """Place and date for the head of a letter."""
        month = rng.choice([day_month(self.on), f"{self.on:%m}"])
        start = self.unit if not self.unit.isdigit() else self.local.capitalize()
        day = rng.choice([f"{self.on:%d}", f"{self.on:%d}", str(self.on.day)])
        return start, f"ngày {day} tháng {month} năm {self.on.year}"

    @property
    def ring(self) -> str:
        """The text around the seal."""
        return f"U.B.N.D {self.local.upper()} {self.above.upper()}".strip()


def keeper(rng: Random, on: date) -> Keeper:
    """An office on day `on`: mostly in Thủ Đức, now and then elsewhere."""
    if rng.random() < 0.7:
        unit, above = ward(rng, on)
        kind, city = "phường", CITY
    elif on >= REFORM:
        (kind, unit), above, city = rng.choice(COMMUNES_2025), "", CITY
    else:
        kind, unit, above, city = rng.choice(ELSEWHERE)
    signer, clerk = (name(rng, rng.choice(["Nam", "Nữ"])) for _ in range(2))
    return Keeper(kind, unit, above, city, on, signer, rng.choice(POSITIONS), clerk)


def working_day(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, no Saturday or Sunday."""
    found = first + timedelta(days=rng.randint(0, (last - first).days))
    return found - timedelta(days=max(0, found.weekday() - 4))
