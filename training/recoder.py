"""Between characters and the codes that the network gives for them, as its own file says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.network_file import RECODER, UNICHARSET, Bytes, NetworkFile

# The last code: nothing ends here.
BLANK = 268
# The network has no sign for square; the measures of areas are to read as their letters.
_READ_AS = str.maketrans({"²": "2"})


@dataclass(frozen=True)
class Recoder:
    """`codes` of each character; one or several codes make a character, none begins another's."""

    codes: Mapping[str, tuple[int, ...]]

    @property
    def characters(self) -> frozenset[str]:
        """Every character that may stand in a line: those the network can give, and what is to read as one of them."""
        return frozenset(self.codes) | {chr(read) for read in _READ_AS}

    def encoded(self, text: str) -> tuple[int, ...]:
        """The codes of a text. Raises KeyError for a character that the network does not know."""
        return tuple(code for character in self.readable(text) for code in self.codes[character])

    def readable(self, text: str) -> str:
        """The text as the network should give it, in its own characters."""
        return text.translate(_READ_AS)

    def decoded(self, codes: Iterable[int]) -> str:
        """The text of what the network gave step by step: blanks and repeated codes stand for nothing."""
        spelt = {spelling: character for character, spelling in self.codes.items()}
        text: list[str] = []
        pending: tuple[int, ...] = ()
        last = BLANK
        for code in codes:
            if code not in (last, BLANK):
                pending = (*pending, code)
                if pending in spelt:
                    text.append(spelt[pending])
                    pending = ()
            last = code
        return "".join(text)


def recoder(file: NetworkFile) -> Recoder:
    """The characters of a network with their codes. Raises NotANetwork."""
    data = Bytes(file.component(RECODER))
    codes: dict[str, tuple[int, ...]] = {}
    # The recoder may end with the blank, which no character of the unicharset has.
    spellings = [_spelling(data) for _ in range(data.number())]
    for character, spelling in zip(_characters(file.component(UNICHARSET)), spellings, strict=False):
        codes.setdefault(character, spelling)
    return Recoder({character: spelling for character, spelling in codes.items() if len(character) == 1})


def _characters(unicharset: bytes) -> list[str]:
    """A line of the unicharset each; the space is written as NULL."""
    names = [line.split(" ")[0] for line in unicharset.decode().splitlines()[1:]]
    return [" " if name == "NULL" else name for name in names]


def _spelling(data: Bytes) -> tuple[int, ...]:
    data.raw(1)
    return tuple(data.number("i") for _ in range(data.number("i")))
