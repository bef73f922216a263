"""Records in layouts of a foreign hand, with the truth of their fields: tabs, rows for two people, prose, a notice.

Shares no layout, wording, name or fault with samples/. What the reader does here is nearest to a stranger's paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from benchmarks import foreign_faults
from benchmarks import foreign_marks as marks
from benchmarks import foreign_words as words
from benchmarks.foreign_paper import Sheet, Type, blank, line, paragraph, rule

_FACES = ("tinos", "dejavu-serif", "noto-serif", "arimo", "dejavu-sans")
_FAULTS: tuple[tuple[str, ...], ...] = (
    (),
    ("skew",),
    ("noise",),
    ("gray", "bleed"),
    ("jpeg",),
    ("stains", "folds"),
    ("holes",),
)
_DPI = (200, 300, 200)


@dataclass
class Record:
    """A sheet under way and the facts printed on it so far, as [value, written]."""

    sheet: Sheet
    face: Type
    type: str
    fields: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def fact(self, key: str, written: str, value: str | None = None) -> str:
        """Note a fact; returns what stands on the paper."""
        self.fields[key] = (value or written or None, written or None)
        return written


def _record(rng: Random, dpi: float, kind: str) -> Record:
    face = Type(rng.choice(_FACES), rng.choice([11, 12, 13]), leading=rng.choice([1.35, 1.6]))
    return Record(blank(210, 297, dpi), face, kind)


def _styled(face: Type, style: str, more: float = 0.0) -> Type:
    return Type(face.face, face.points + more, style, face.ink, face.leading)


def _national(made: Record, y: float) -> None:
    line(made.sheet, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (105, y), _styled(made.face, "Bold"), "ms")
    line(made.sheet, "Độc lập - Tự do - Hạnh phúc", (105, y + 6.5), _styled(made.face, "Bold"), "ms")
    rule(made.sheet, (78, y + 8.5), (132, y + 8.5))


def _day(rng: Random, since: int, until: int) -> tuple[str, str]:
    """A date as written and as value."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(since, until)
    written = rng.choice(
        [
            f"{day:02d}/{month:02d}/{year}",
            f"{day:02d}-{month:02d}-{year}",
            f"ngày {day:02d} tháng {month:02d} năm {year}",
        ]
    )
    return written, f"{year}-{month:02d}-{day:02d}"


def _tabbed(made: Record, rows: list[tuple[str, str, tuple[str, ...]]], y: float, at: float) -> float:
    """Labels at the margin, colons and values at a tab; a row is (key, label, (written, value))."""
    for key, label, told in rows:
        line(made.sheet, label, (24, y), made.face)
        made.fact(key, told[0], told[-1])
        y = (
            paragraph(
                made.sheet, f": {told[0]}", (at, y), _styled(made.face, "Bold"), 190 - at, justified=False
            )
            + 0.8
        )
    return y


def _person(rng: Random, role: str, word: str) -> list[tuple[str, str, tuple[str, ...]]]:
    year = str(rng.randint(1948, 1996))
    return [
        (f"{role}_full_name", f"Họ và tên {word}", (words.name(rng),)),
        (f"{role}_birth_date", "Năm sinh", (year,)),
        (f"{role}_ethnicity", "Dân tộc", (rng.choice(words.PEOPLES[:4]),)),
        (f"{role}_nationality", "Quốc tịch", ("Việt Nam",)),
        (f"{role}_residence_place", "Nơi thường trú/tạm trú", (words.place(rng),)),
    ]


def birth_tabbed(rng: Random, dpi: float) -> Record:
    """A birth certificate with all values at one tab."""
    made = _record(rng, dpi, "birth")
    _national(made, 22)
    line(made.sheet, "GIẤY KHAI SINH", (105, 44), _styled(made.face, "Bold", 5), "ms")
    year = rng.randint(1996, 2014)
    number = made.fact("number", f"{rng.randint(2, 700)}/{year}")
    line(made.sheet, f"Số: {number}", (105, 52), made.face, "ms")
    rows = [
        ("child_full_name", "Họ và tên", (words.name(rng),)),
        ("child_gender", "Giới tính", (rng.choice(["Nam", "Nữ"]),)),
        ("child_birth_date", "Ngày, tháng, năm sinh", _day(rng, year, year)),
        ("child_ethnicity", "Dân tộc", (rng.choice(words.PEOPLES[:4]),)),
        ("child_nationality", "Quốc tịch", ("Việt Nam",)),
        ("child_birth_place", "Nơi sinh", (f"Nhà hộ sinh {words.place(rng)}",)),
        *_person(rng, "father", "cha"),
        *_person(rng, "mother", "mẹ"),
        ("registration_place", "Nơi đăng ký", (f"UBND {words.place(rng)}",)),
        ("registration_date", "Ngày, tháng, năm đăng ký", _day(rng, year + 1, year + 1)),
    ]
    y = _tabbed(made, rows, 64, rng.choice([78, 84, 90]))
    _sign(made, rng, y + 8)
    return made


def _sign(made: Record, rng: Random, y: float) -> None:
    who = words.name(rng)
    marks.signed(made.sheet, (148, min(y, 250)), "CHỦ TỊCH", who, rng)
    made.fact("signer_position", "CHỦ TỊCH")
    made.fact("signer_name", who)


def death_tabbed(rng: Random, dpi: float) -> Record:
    """An extract of a death, values at one tab, the number at the right."""
    made = _record(rng, dpi, "death")
    _national(made, 20)
    line(made.sheet, "TRÍCH LỤC KHAI TỬ", (105, 42), _styled(made.face, "Bold", 4), "ms")
    year = rng.randint(2016, 2023)
    serial = made.fact("extract_number", f"{rng.randint(2, 900)}/TLKT-BS")
    line(made.sheet, f"Số: {serial}", (186, 52), made.face, "rs")
    died, died_value = _day(rng, year, year)
    rows = [
        ("deceased_full_name", "Họ, chữ đệm, tên", (words.name(rng),)),
        ("deceased_birth_date", "Ngày, tháng, năm sinh", _day(rng, 1925, 1980)),
        ("deceased_gender", "Giới tính", (rng.choice(["Nam", "Nữ"]),)),
        ("deceased_ethnicity", "Dân tộc", (rng.choice(words.PEOPLES[:4]),)),
        ("deceased_nationality", "Quốc tịch", ("Việt Nam",)),
        ("deceased_death_place", "Nơi chết", (words.place(rng),)),
        ("deceased_death_cause", "Nguyên nhân chết", (rng.choice(["Già yếu", "Bệnh tim", "Đuối nước"]),)),
    ]
    y = _tabbed(made, rows, 64, rng.choice([74, 82]))
    made.fact("deceased_death_date", died, died_value)
    hour = rng.randint(0, 23)
    made.fact("deceased_death_time", f"{hour:02d} giờ 15 phút", f"{hour:02d}:15")
    glue = "" if died.startswith("ngày") else "ngày "
    y = paragraph(
        made.sheet, f"Đã chết vào lúc: {hour:02d} giờ 15 phút, {glue}{died}", (24, y), made.face, 165
    )
    place = made.fact("registration_place", f"UBND {words.place(rng)}")
    y = paragraph(made.sheet, f"Đã được đăng ký khai tử tại: {place}", (24, y), made.face, 165)
    _sign(made, rng, y + 8)
    return made


def marriage_rows(rng: Random, dpi: float) -> Record:
    """A marriage certificate as a ruled table: labels left, then one column for each side."""
    made = _record(rng, dpi, "marriage")
    _national(made, 20)
    line(made.sheet, "GIẤY CHỨNG NHẬN KẾT HÔN", (105, 42), _styled(made.face, "Bold", 4), "ms")
    year = rng.randint(2003, 2023)
    number = made.fact("number", f"{rng.randint(2, 400)}/{year}")
    line(made.sheet, f"Số: {number}", (105, 50), made.face, "ms")
    sides = [("husband", "Chồng"), ("wife", "Vợ")]
    rng.shuffle(sides)
    y, small = 62.0, _styled(made.face, "Regular", -1.5)
    across = (20, 62, 127, 192)
    tops = [y - 5]
    for x, (_, head) in zip(across[1:], sides, strict=False):
        line(made.sheet, head, (x + 2, y), _styled(made.face, "Bold"))
    y += 7
    tops.append(y - 5)
    for label, key, written in _rows(rng):
        line(made.sheet, label, (across[0] + 1.5, y), small)
        ends = []
        for x, (role, _) in zip(across[1:], sides, strict=False):
            told = written()
            made.fact(f"{role}_{key}", told[0], told[-1])
            ends.append(paragraph(made.sheet, told[0], (x + 2, y), small, 61, justified=False))
        y = max(ends) + 2
        tops.append(y - 5)
    for top in tops:
        rule(made.sheet, (across[0], top), (across[-1], top))
    for x in across:
        rule(made.sheet, (x, tops[0]), (x, tops[-1]))
    place = made.fact("registration_place", f"UBND {words.place(rng)}")
    y = paragraph(made.sheet, f"Nơi đăng ký kết hôn: {place}", (22, y + 4), made.face, 165)
    _sign(made, rng, y + 8)
    return made


def _rows(rng: Random) -> list[tuple[str, str, Callable[[], tuple[str, ...]]]]:
    return [
        ("Họ và tên", "full_name", lambda: (words.name(rng),)),
        ("Ngày sinh", "birth_date", lambda: _day(rng, 1960, 1998)),
        ("Dân tộc", "ethnicity", lambda: (rng.choice(words.PEOPLES[:4]),)),
        ("Quốc tịch", "nationality", lambda: ("Việt Nam",)),
        ("Nơi cư trú", "residence_place", lambda: (words.place(rng),)),
    ]


def notice(rng: Random, dpi: float) -> Record:
    """A notice whose head stands left, number and date on one line above the title."""
    made = _record(rng, dpi, "correspondence")
    sheet, bold = made.sheet, _styled(made.face, "Bold")
    body = made.fact("issuing_body", "PHÒNG TƯ PHÁP")
    line(sheet, "ỦY BAN NHÂN DÂN THỊ XÃ GÒ CÔNG", (24, 22), made.face)
    line(sheet, body, (24, 28.5), bold)
    line(sheet, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (105, 40), bold, "ms")
    line(sheet, "Độc lập - Tự do - Hạnh phúc", (105, 46.5), bold, "ms")
    number = made.fact("number", f"{rng.randint(2, 900)}/TB-TP")
    line(sheet, f"Số: {number}", (24, 60), made.face)
    dated = words.spelt_day(rng, 2005, 2024)
    day, month, year = (part for part in dated.split() if part.isdigit())
    made.fact("issue_date", dated, f"{year}-{int(month):02d}-{int(day):02d}")
    line(sheet, f"Gò Công, {dated}", (186, 60), _styled(made.face, "Italic"), "rs")
    line(sheet, made.fact("kind", "THÔNG BÁO"), (105, 74), _styled(made.face, "Bold", 3), "ms")
    line(sheet, made.fact("abstract", rng.choice(words.PURPOSES)), (105, 81), bold, "ms")
    y = 94.0
    for _ in range(4):
        y = paragraph(sheet, words.talk(rng, 2), (24, y), made.face, 165) + 2
    _sign(made, rng, y + 8)
    return made


KINDS: dict[str, Callable[[Random, float], Record]] = {
    kind.__name__: kind for kind in (birth_tabbed, death_tabbed, marriage_rows, notice)
}


def draw(number: int, seed: int, folder: Path) -> dict[str, Any]:
    """Draws page `number` (from 0) of a seed into `folder`; its entry for a truth.json."""
    name = list(KINDS)[number % len(KINDS)]
    faults, dpi = _FAULTS[number % len(_FAULTS)], _DPI[number % len(_DPI)]
    rng = Random(f"{seed}/foreign-record/{number}")
    made = KINDS[name](rng, dpi)
    pixels = foreign_faults.apply(np.asarray(made.sheet.image), faults, dpi, rng)
    file = f"foreign_{seed}_{number:03d}_{name}.jpg"
    Image.fromarray(pixels).save(folder / file, quality=85, dpi=(dpi, dpi))
    page = {
        "number": 1,
        "text": "\n".join(made.sheet.said),
        "degradations": list(faults),
        "split": "foreign",
        "dpi": dpi,
    }
    fields = {key: {"value": value, "written": written} for key, (value, written) in made.fields.items()}
    record = {"type": made.type, "form": name, "pages": [1], "fields": fields}
    return {"file": file, "pages": [page], "records": [record]}
