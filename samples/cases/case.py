"""A paper before anybody laid it out: its facts, the wordings of their labels, its heads and foot. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samples.cases.offices import Keeper
from samples.form import Cell


@dataclass(frozen=True)
class Entry:
    """One fact of a form.

    `labels` are wordings of its label, `under` those that suffice below a heading that names the person. A `wide`
    entry has a line to itself, a `strong` one is set in bold. Without a key it is printed and entered, but no fact
    of the record (another office's date, the fee).
    """

    key: str
    labels: tuple[str, ...]
    written: str = ""
    value: str | None = None
    wide: bool = False
    strong: bool = False
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """Cells one after the other in running text."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """Entries that belong together; `heads` are wordings of a printed heading, which `must_head` asks for always.

    Two parts `beside` each other may stand in two columns.
    """

    entries: tuple[Entry | Sentence, ...]
    heads: tuple[str, ...] = ()
    must_head: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Head:
    """`kind`: "motto" (motto alone), "letter" (office left, motto right), "old" (numbers at the right), "plain".

    `number` and `book` are entries of the head; `body_key` and `date_key` name the facts that office and date tell.
    """

    kind: str = "motto"
    number: Entry | None = None
    book: Entry | None = None
    body_key: str = ""
    date_key: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Foot:
    """Who signs: wordings above the signer, above a clerk (none: no clerk), and whether receivers are listed."""

    headings: tuple[str, ...] = ("",)
    clerk: tuple[str, ...] = ()
    receivers: bool = False


@dataclass(frozen=True)
class Case:
    """One paper. `titles` are wordings of the title, each of one or more lines; one of `notes` stands below it.

    `also` are further types that are right, of papers that only look like a record; `lines`: nobody sets it as a table.
    `told` are facts inside of other ones, as (key, written, value): the date in "09 giờ 15 phút, ngày 5 tháng 3".
    """

    type: str
    form: str
    titles: tuple[tuple[str, ...], ...]
    keeper: Keeper
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ("",)
    head: Head = Head()
    foot: Foot = Foot()
    also: tuple[str, ...] = ()
    lines: bool = False
    told: tuple[tuple[str, str, str], ...] = ()

    def blank(self) -> Case:
        """The same form before anybody wrote on it."""
        parts = tuple(
            replace(part, entries=tuple(_empty(entry) for entry in part.entries)) for part in self.parts
        )
        number, book = _empty_entry(self.head.number), _empty_entry(self.head.book)
        # Who issues the form is printed in its head.
        head = replace(self.head, number=number, book=book, date_key="")
        return replace(self, parts=parts, head=head, told=())


def _empty_entry(entry: Entry | None) -> Entry | None:
    return replace(entry, written="", value=None) if entry else None


def _empty(entry: Entry | Sentence) -> Entry | Sentence:
    if isinstance(entry, Sentence):
        cells = (replace(c, written="", value=None) if c.key else c for c in entry.cells)
        return Sentence(tuple(cells))
    return replace(entry, written="", value=None)
