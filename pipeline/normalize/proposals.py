"""What a value that is in no list, or has no normal form, may have been: proposals with their evidence.

It goes with its field to a person as a finding (pipeline/checks) that says what was read, what is proposed, why, and
how many letters and marks lie between. Where there is but one, the person starts from it (pipeline/weigh.py); what was
read stays beside it as written, and no such field is accepted by the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from pipeline.normalize import names, offices, places
from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.dates import write_date
from pipeline.normalize.distance import distance, nearest
from pipeline.normalize.kinds import normalise
from pipeline.normalize.lookalikes import letter_cost, possible_dates, with_slash
from pipeline.normalize.lookups import labels
from pipeline.normalize.names import read_name, unmet_syllables, usual_syllables
from pipeline.normalize.phrase_proposals import Mended, mended
from pipeline.normalize.phrases import covered, marked_as_listed
from pipeline.normalize.signature_blocks import nearest_position
from pipeline.normalize.spelling import bare, composed, is_syllable

_FIGURES = frozenset(
    {"date", "date_or_age", "personal_id", "register_number", "book_number", "decimal", "percent", "count", "time"}
)  # fmt: skip
_DATES = frozenset({"date", "date_or_age"})
_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "i": "1", "S": "5", "B": "8", "Z": "2"}
)  # fmt: skip
_BESIDE_FIGURES = re.compile(
    r"(?<=[\d/.\-,])[OoQDIl|iSBZ]+(?![^\W\d_])|(?<![^\W\d_])[OoQDIl|iSBZ]+(?=[\d/.\-,])"
)
# Parts of symbols with Đ (Decree 30/2020, Appendix VI, and what offices of the city print). HĐ (contract) is not among
# them: HD (guidance) is one too.
_SYMBOLS = """
QĐ NĐ TĐ CĐ ĐA ĐC ĐK HĐND QLĐT GDĐT BGDĐT ĐHQG LĐ LĐTBXH ĐT ĐKKD HĐQT HĐTV ĐKĐĐ VPĐK VPĐKĐĐ
"""
# The one symbol with a small letter at its end is that of a tờ trình; its T reads as I.
_SUBMISSION = re.compile(r"(?<=/)T(?:I|TI|IT|l|Tl)r(?![^\W_])")
_STROKED = {bare(part).upper(): part for part in _SYMBOLS.split()}
_MOST, _SIGNS = 3, ".,;:()"
_DATE_WORDS = """
một hai ba bốn tư năm lăm nhăm sáu bảy tám chín mười mươi mốt trăm nghìn ngàn không linh lẻ mồng mùng giêng chạp
ngày tháng
"""


@dataclass(frozen=True)
class Proposal:
    """What was `read` and what is `proposed` instead; `why` is "list" (a listed word lies near), "lookalike"
    (letters that look like figures), "stroke" (D for Đ) or "block" (what lines of a signature must say); `distance`
    counts letters and marks.
    """

    read: str
    proposed: str
    why: str
    distance: int


def propose(kind: str, written: str) -> tuple[Proposal, ...]:
    """At most three proposals for what is written in a field of that kind, the nearest first.

    Empty when nothing speaks against the text, when nothing listed lies near, and when too much does.
    """
    if kind in _FIGURES:
        return _figures(kind, written)
    maker = _MAKERS.get(kind)
    return maker(composed(written)) if maker else ()


def _figures(kind: str, written: str) -> tuple[Proposal, ...]:
    if isinstance(normalise(kind, written), str):
        return ()
    mended = re.sub(r"/{2,}", "/", _BESIDE_FIGURES.sub(lambda m: m[0].translate(_LOOKALIKES), written))
    texts = [mended, *(possible_dates(mended) if kind in _DATES else [with_slash(mended)])]
    mended = next((text for text in texts if text and isinstance(normalise(kind, text), str)), written)
    value = normalise(kind, mended)
    if mended == written or not isinstance(value, str):
        return ()
    shown = write_date(value) if kind in _DATES else value
    return (Proposal(written, shown, "lookalike", distance(written, mended)),)


def with_strokes(number: str) -> str:
    """The number with the strokes of its symbol's Đ, and each letter once that the reader gave twice ("QĐĐ")."""
    return "".join(_symbol_part(part) for part in re.split(r"([/\-–.])", number))


def _symbol(written: str) -> tuple[Proposal, ...]:
    mended = _SUBMISSION.sub("TTr", with_strokes(written))
    if mended == written or not isinstance(normalise("document_number", mended), str):
        return ()
    why = "stroke" if mended == with_strokes(written) else "lookalike"
    return (Proposal(written, mended, why, distance(written, mended)),)


def _symbol_part(part: str) -> str:
    """The part of a symbol with its strokes, and with a letter once that the reader gave again ("QĐĐ", "CĐĐĐ")."""
    once = re.sub(r"(\w)\1+", r"\1", part)
    # Symbols of universities begin with ĐH, and no other begins with DH.
    if re.fullmatch(r"DH[A-ZĐ]{1,7}", part):
        return "Đ" + part[1:]
    return _STROKED.get(part, once if part not in _STROKED.values() and once in _STROKED.values() else part)


def _name(written: str) -> tuple[Proposal, ...]:
    name = read_name(written)
    unmet = unmet_syllables(name) if isinstance(name, str) else ()
    words = name.split() if isinstance(name, str) else []
    # Where more than half is in no list, the name is not Vietnamese and nothing near it means anything.
    if not unmet or len(unmet) > 2 or 2 * len(unmet) > len(words):
        return ()
    near = [nearest(words[at], usual_syllables(at == 0), _slack(words[at])) for at in unmet]
    if any(not found or len(found) > _MOST for _, found in near):
        return ()
    made = []
    for choice in product(*(found for _, found in near)):
        for at, word in zip(unmet, choice, strict=True):
            # A first letter that a seal hid came out small.
            small = words[at].islower() and not written.islower()
            words[at] = word.capitalize() if small else _cased(word, words[at])
        made.append(Proposal(written, " ".join(words), "list", sum(apart for apart, _ in near)))
    # Of names as near the one whose letters have the shapes that were read: "Vến" is rather "Yến" than "Mến".
    costs = [letter_cost(written, one.proposed) for one in made]
    return tuple(one for one, cost in zip(made, costs, strict=True) if cost == min(costs))[:_MOST]


def _slack(word: str) -> int:
    return 1 if len(word) <= 3 else 2


def _cased(word: str, like: str) -> str:
    return (
        word.upper()
        if like.isupper() and len(like) > 1
        else word.capitalize()
        if like[:1].isupper()
        else word
    )


def _listed(known: Iterable[str], kind: str, written: str) -> tuple[Proposal, ...]:
    if isinstance(normalise(kind, written), str) or not written:
        return ()
    apart, found = nearest(written, known, _slack(written))
    return (
        tuple(Proposal(written, one, "list", apart) for one in found[:_MOST]) if len(found) <= _MOST else ()
    )


def _ethnicity(written: str) -> tuple[Proposal, ...]:
    return _listed(labels("ethnic_groups.csv"), "ethnicity", written)


def _nationality(written: str) -> tuple[Proposal, ...]:
    return _listed(labels("nationalities.csv"), "nationality", written)


def _confirmation(written: str) -> tuple[Proposal, ...]:
    return _listed(("cha", "mẹ", "con"), "confirmation", written)


def _place(written: str) -> tuple[Proposal, ...]:
    """Known phrases and units near to what was read; else units of the city, and provinces, whose name lies within two
    marks of the one that was read.
    """
    # Full stops that were read for commas are none of the words: taken out with them, an address would lose its commas.
    written = places.with_commas(written)
    if (slashed := places.LOST_SLASH.sub(r"\1/\2", written)) != written:
        made = _units(slashed)
        text, apart = (made[0].proposed, made[0].distance) if made else (slashed, 0)
        return (Proposal(written, text, "lookalike", apart + 1),)
    if near := _units(written):
        return near
    for start, end, wrong, known in places.unknown_units(written):
        apart, found = nearest(wrong, known, _slack(wrong))
        if 0 < len(found) <= _MOST:
            return tuple(
                Proposal(written, f"{written[:start]}{_as(wrong, one)}{written[end:]}", "list", apart)
                for one in found
            )
    return ()


def _units(written: str) -> tuple[Proposal, ...]:
    return _as_listed(written, None if covered(written) else mended(written, of_places=True))


def _phrases(written: str) -> tuple[Proposal, ...]:
    return _as_listed(written, None if covered(written) else mended(written))


def _as_listed(written: str, found: Mended | None) -> tuple[Proposal, ...]:
    return (Proposal(written, found.text, "list", found.distance),) if found else ()


def _text(written: str) -> tuple[Proposal, ...]:
    """As phrases, but of a word that is one only marks and lost letters: in a free text "công dân" is no misread
    "nông dân". Other words around it must be those of a phrase ("Công trình vậy dựng").
    """
    made = _phrases(written)
    words, meant = written.split(), made[0].proposed.split() if made else []
    pairs = list(zip(words, meant, strict=True)) if len(words) == len(meant) else []
    changed = [at for at, (one, two) in enumerate(pairs) if one != two]
    other = any(
        len(bare(one)) >= len(bare(two)) and bare(one) != bare(two) and is_syllable(one.strip(_SIGNS))
        for one, two in pairs
    )
    return () if other and len(changed) == 1 else made or _marks(written)


def _marks(written: str) -> tuple[Proposal, ...]:
    meant = marked_as_listed(written)
    return (Proposal(written, meant, "list", distance(written, meant)),) if meant != written else ()


def _as(wrong: str, one: str) -> str:
    return one.upper() if wrong.isupper() else one


def _date_words(written: str) -> tuple[Proposal, ...]:
    if isinstance(read_date_words(written), str):
        return ()
    words = re.findall(r"\w+", written.lower())
    mended = [_date_word(word) for word in words]
    if None in mended or not isinstance(read_date_words(" ".join(filter(None, mended))), str):
        return ()
    text = " ".join(filter(None, mended))
    return (Proposal(written, text, "list", distance(" ".join(words), text)),)


def _date_word(word: str) -> str | None:
    # Marks do not count, since the words are read without them.
    known = {bare(one): one for one in _DATE_WORDS.split()}
    if bare(word) in known:
        return word
    _, found = nearest(bare(word), known, _slack(word))
    return known[found[0]] if len(found) == 1 else None


def _party(written: str) -> tuple[Proposal, ...]:
    """Only of a person, who is led by a title; the lists know no organisations."""
    title = re.match(r"(?:ông|bà)(?:/bà|/ông)?\s*[:.]?\s+", written, re.IGNORECASE)
    return _name(written[title.end() :]) if title and not names.usual_name(written) else ()


def _body(written: str) -> tuple[Proposal, ...]:
    apart, found = offices.nearest_bodies(written)
    near = tuple(Proposal(written, one, "list", apart) for one in found)
    return near if near and len(near) <= _MOST else _place(written)


def _position(written: str) -> tuple[Proposal, ...]:
    apart, found = nearest_position(written)
    return (Proposal(written, found, "block", apart),) if found else ()


_MAKERS = {
    "name": _name, "party": _party, "ethnicity": _ethnicity, "nationality": _nationality, "place": _place,
    "confirmation": _confirmation, "date_words": _date_words, "document_number": _symbol, "body": _body,
    "position": _position, "text": _text, "recipients": _marks,
}  # fmt: skip
