"""What the civil-status papers share: the office that keeps the register, its numbers, its signers and seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.form import Cell, Form
from samples.people import Person, name
from samples.places import ward, ward_line
from samples.sheet import Column
from samples.wording import date_figures, day_month


@dataclass(frozen=True)
class Office:
    """A ward's people's committee on one day: its ward, the unit above, and who signs for it."""

    ward: str
    above: str
    on: date
    signer: str
    position: tuple[str, ...]
    clerk: str

    @property
    def place(self) -> str:
        """The office as it is written into a form."""
        return f"Ủy ban nhân dân {ward_line((self.ward, self.above))}"

    @property
    def dateline(self) -> str:
        """Place and date at the head of an extract."""
        return f"{self.ward}, ngày {self.on:%d} tháng {day_month(self.on)} năm {self.on.year}"

    @property
    def ring(self) -> str:
        """The text around the seal; the words are those of a real seal, the office is only a name here."""
        return f"U.B.N.D PHƯỜNG {self.ward.upper()} {self.above.upper()}".strip()


POSITIONS = (("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("PHÓ CHỦ TỊCH",))


def office(rng: Random, on: date) -> Office:
    """A ward office on day `on` with invented signers."""
    unit = ward(rng, on)
    sex = rng.choice(["Nam", "Nữ"])
    return Office(*unit, on, name(rng, sex), rng.choice(POSITIONS), name(rng, rng.choice(["Nam", "Nữ"])))


def day(rng: Random, first: date, last: date) -> date:
    """A working day from `first` to `last`."""
    found = first + timedelta(days=rng.randint(0, (last - first).days))
    return found - timedelta(days=max(0, found.weekday() - 4))


def number(rng: Random, on: date, top: int = 900) -> str:
    """A register number of that year."""
    serial = rng.randint(3, top)
    return f"{serial:02d}/{on.year}" if rng.random() < 0.7 else f"{serial}/{on.year}"


def date_cell(label: str, key: str, on: date, form: str, share: float = 1.0) -> Cell:
    """A cell for a full date in figures."""
    return Cell(label, key, date_figures(on, form), on.isoformat(), share)


def year_cell(label: str, key: str, born: date, share: float = 1.0) -> Cell:
    """A cell that holds only the year of birth."""
    return Cell(label, key, str(born.year), str(born.year), share)


def sign(form: Form, office: Office, heading: str, *, left: float = 300) -> None:
    """The signer's block at the right: heading, position, room for pen and seal, the printed name."""
    column = Column(left, form.style.right + 6)
    if heading:
        form.say(heading, form.ink("Bold"), "center", column)
    for line in office.position:
        form.say(line, form.ink("Bold"), "center", column)
    form.fact("signer_position", " ".join(office.position))
    top = form.sheet.y
    form.space(58)
    form.say(office.signer, form.ink("Bold"), "center", column)
    form.fact("signer_name", office.signer)
    middle = (column.left + column.right) / 2
    form.seal(middle - 48, top + 22, office.ring, ("ỦY BAN", "NHÂN DÂN"))
    form.signature(middle - 34, top + 30)


def head_old(form: Form, keeper: Office, kind: str, registered: date) -> None:
    """Office left; template code, number and book right; then the motto across the page."""
    top = form.sheet.y
    left = [(f"UBND phường {keeper.ward}", "Regular", 11.5)]
    if keeper.above:
        left.append((keeper.above[0].upper() + keeper.above[1:], "Regular", 11.5))
    left.append(("Thành phố Hồ Chí Minh", "Regular", 11.5))
    form.stack(left, Column(form.style.left - 6, form.style.left + 190), "left")
    end, form.sheet.y = form.sheet.y, top
    column = Column(form.style.right - 150, form.style.right + 4, form.style.leaders)
    code = form.rng.choice([f"TP/HT-2006-{kind}.1", f"TP/HT-2010-{kind}.1", f"TP/HT-1999-{kind}.1"])
    form.say(f"Mẫu {code}", form.ink("Regular", 9.5), "left", column)
    form.row(Cell("Số:", "number", number(form.rng, registered)), column=column)
    book = f"{form.rng.randint(1, 4):02d}/{registered.year}"
    form.row(Cell("Quyển số:", "book_number", book), column=column)
    form.sheet.y = max(end, form.sheet.y)
    form.motto()
    form.space(12)


def sign_old(form: Form, keeper: Office, heading: str) -> None:
    """The two blocks at the foot of old forms: the clerk left, the signer right."""
    top = form.sheet.y
    left = Column(form.style.left, form.style.left + 190)
    form.say("NGƯỜI THỰC HIỆN", form.ink("Bold", 12), "center", left)
    form.signature(form.style.left + 50, form.sheet.y + 30, size=0.7)
    form.space(58)
    form.say(keeper.clerk, form.ink("Bold", 12), "center", left)
    form.fact("implementer_name", keeper.clerk)
    form.sheet.y = top
    sign(form, keeper, heading, left=form.style.left + 230)


def extract_heads(form: Form, keeper: Office, kind: str, key: str = "extract_number") -> None:
    """The two-column head of an extract: office and extract number left, motto, place and date right."""
    serial = f"{form.rng.randint(2, 2400)}/{form.rng.choice([kind, kind, f'{keeper.on.year}/{kind}'])}"
    left = [("ỦY BAN NHÂN DÂN", "Bold", 12.0), (f"PHƯỜNG {keeper.ward.upper()}", "Bold", 12.0)]
    if keeper.above:
        left.insert(0, (keeper.above.upper(), "Regular", 12.0))
    form.heads(
        [*left, (f"Số: {serial}", "Regular", 13.0)], [*form.national(), (keeper.dateline, "Italic", 13.0)]
    )
    form.fact(key, serial)
    form.space(22)


def person_row(form: Form, role: str, who: Person, *, gender: bool = False) -> None:
    """Gender where asked, ethnicity and nationality on one line."""
    cells = [
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam", share=1.3),
    ]
    if gender:
        cells.insert(0, Cell("Giới tính:", f"{role}_gender", who.gender))
    form.row(*cells)
