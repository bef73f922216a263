"""What stands in a line: a label and a value, as papers of offices hold them. People and numbers are invented."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.words import Words

_SYMBOLS = (
    "QĐ-UBND", "UBND-ĐT", "TB-STNMT", "GPXD", "BC-SXD", "QĐ-BGDĐT", "KH-UBND", "CV-VP", "NQ-HĐND", "TTr-PTP",
    "QĐ-XPHC", "BB-VPHC", "GP-UBND", "QĐ-UBND-ĐT", "TLKH", "TLKT", "TLKS", "UBND", "HĐND-VP", "SGDĐT-VP", "BTP-HTQTCT",
    "VPCP-KSTT", "HD-STC", "TT-BNV", "NĐ-CP",
)  # fmt: skip
_SERIES = "ABCDEHKLT"
_DIGITS = (9, 12, 12, 6, 8, 7, 3, 4, 5)
_UNITS = (" m2", " m²", " m", "m", "%", " %", "", " tầng", " ha")
_DATES = (
    "{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d:02}.{m:02}.{y}", "ngày {d:02} tháng {m:02} năm {y}",
    "ngày {d} tháng {m} năm {y}", "Ngày {d:02} tháng {m} năm {y}", "năm {y}", "{y}",
)  # fmt: skip
_WITH_LABEL = 0.6
_CAPITALS = "ABCDĐEGHIKLMNOPQRSTUVXY"
_LED = ("- ", "- ", "-", "+ ", "1. ", "2. ", "a) ", "b) ", "")
_ENDS = (";", ";", ";", ".", "./.", ",", ":", "", " (b/c);", " (để b/c);", " (để t/h);", " (để phối hợp);")
_FILED = ("Lưu: VT", "Lưu VT", "Lưu: VP")
_ENCLOSED = ("“{}”", '"{}"', "({})", "({})")


def written_line(rng: Random, words: Words) -> tuple[str, str]:
    """A label, which may be empty, and a value, which is not; both made of characters of the network."""
    while True:
        label = _label(rng, words) if rng.random() < _WITH_LABEL else ""
        value = words.writable(_value(rng, words))
        plain = words.writable(label) if label else ""
        if value and plain is not None:
            return plain, value


def _label(rng: Random, words: Words) -> str:
    label = rng.choice(words.labels)
    return label[0].upper() + label[1:] + rng.choice((":", ": ", ""))


def _value(rng: Random, words: Words) -> str:
    chance = rng.random()
    kind = next(kind for upto, kind in _KINDS if chance < upto)
    return kind(rng, words)


def _name(rng: Random, words: Words) -> str:
    given = (rng.choice(words.given) for _ in range(rng.choice((1, 2, 2, 2, 3))))
    name = " ".join((rng.choice(words.surnames), *given))
    return name.upper() if rng.random() < 0.5 else name


def _date(rng: Random, _: Words) -> str:
    day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1900, 2026)
    return rng.choice(_DATES).format(d=day, m=month, y=year)


def _number(rng: Random, _: Words) -> str:
    chance = rng.random()
    if chance < 0.3:
        return f"{rng.randint(1, 9999)}/{rng.choice(_SYMBOLS)}"
    if chance < 0.5:
        return f"{rng.randint(1, 999):0{rng.choice((1, 2, 3))}}/{rng.randint(1955, 2026)}"
    if chance < 0.6:
        return f"Số: {rng.randint(1, 9999)}/{rng.randint(2000, 2026)}/{rng.choice(_SYMBOLS)}"
    if chance < 0.8:
        return _digits(rng, rng.choice(_DIGITS))
    if chance < 0.9:
        return f"CCCD số {_digits(rng, 12)}"
    return f"{rng.choice(_SERIES)}{rng.choice(_SERIES)} {_digits(rng, 6)}"


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _measure(rng: Random, _: Words) -> str:
    amounts = (
        f"{rng.randint(1, 9999)},{rng.randint(0, 99)}",
        f"{rng.randint(1, 99)},{rng.randint(0, 9)}",
        f"{rng.randint(1, 9)}.{rng.randint(0, 999):03},{rng.randint(0, 9)}",
        str(rng.randint(1, 999)),
    )
    return rng.choice(amounts) + rng.choice(_UNITS)


def _address(rng: Random, words: Words) -> str:
    if rng.random() < 0.5:
        ward, district, province = rng.choice(words.elsewhere)
    else:
        (ward, district), province = rng.choice(words.wards), rng.choice(words.city)
    street = f"{_house(rng, words)} {rng.choice(('', 'đường ', 'Đường '))}{rng.choice(words.streets)}"
    # Some wards of the city belong to no district.
    parts = (street, ward, district, province)[rng.choice((0, 0, 1, 2)) :]
    return ", ".join(part for part in parts if part)


def _house(rng: Random, words: Words) -> str:
    hamlet = " ".join(rng.choice(words.syllables).capitalize() for _ in range(2))
    lane = f"{rng.randint(1, 99)}/{rng.randint(1, 99)}"
    return rng.choice(
        (
            str(rng.randint(1, 999)),
            lane,
            lane + rng.choice("ABC"),
            f"Số {rng.randint(1, 400)}",
            f"Tổ {rng.randint(1, 40)}, khu phố {rng.randint(1, 9)}",
            f"ấp {hamlet}",
        )
    )


def _syllables(rng: Random, words: Words) -> str:
    """Syllables in no order, so that letters are read and not words guessed."""
    chosen = [rng.choice(words.syllables) for _ in range(rng.randint(2, 9))]
    chance = rng.random()
    if chance < 0.3:
        return " ".join(chosen).upper()
    if chance < 0.6:
        return " ".join(word.capitalize() for word in chosen)
    if chance < 0.7:
        return " ".join(chosen).capitalize()
    return " ".join(chosen)


def _running_text(rng: Random, words: Words) -> str:
    parts = rng.choice(words.prose).split()
    start = rng.randrange(len(parts))
    text = " ".join(parts[start : start + rng.randint(3, 14)])
    return text.upper() if rng.random() < 0.15 else text


def _office(rng: Random, words: Words) -> str:
    return rng.choice(words.offices if rng.random() < 0.7 else words.phrases)


def _office_words(rng: Random, words: Words) -> str:
    return " ".join(rng.choice(words.office_words) for _ in range(rng.randint(2, 8)))


def _acronym(rng: Random, _: Words) -> str:
    letters = [
        "".join(rng.choice(_CAPITALS) for _ in range(rng.randint(2, 6))) for _ in range(rng.choice((1, 1, 2)))
    ]
    return rng.choice(("&", "-", ".", ", ", "")).join(letters) + rng.choice(
        ("", "", "", str(rng.randint(1, 9)))
    )


def _item(rng: Random, words: Words) -> str:
    """A line of a list: who gets the paper, or a point of its text, with the signs that stand around it."""
    kinds = (_office, _syllables, _running_text, _office_words, _acronym)
    text = rng.choice(kinds)(rng, words)
    if rng.random() < 0.4:
        text = f"{text} {rng.choice(('', 'Cục ', 'Phòng ', 'Ban '))}{_acronym(rng, words)}"
    if rng.random() < 0.2:
        text = rng.choice(_ENCLOSED).format(text)
    if rng.random() < 0.15:
        text = f"{rng.choice(_FILED)}, {_acronym(rng, words)}"
    return rng.choice(_LED) + text[0].upper() + text[1:] + rng.choice(_ENDS)


# Up to which chance, of 0 to 1, a value is of the kind.
_KINDS: tuple[tuple[float, Callable[[Random, Words], str]], ...] = (
    (0.20, _name), (0.33, _date), (0.47, _number), (0.53, _measure), (0.67, _address), (0.77, _syllables),
    (0.87, _running_text), (0.94, _item), (0.97, _office), (1.00, _office_words),
)  # fmt: skip
