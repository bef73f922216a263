"""Dates written in words: whatever variant an office uses, the day reads back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.dates import read_date, read_date_or_age
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))
Choose = Callable[[list[str]], str]


def tail(number: int, choose: Choose) -> list[str]:
    """Every way to say 1 to 99 behind a word that says how many tens there are."""
    tens, unit = divmod(number, 10)
    if tens == 0:
        return [DIGITS[unit]]
    if unit == 0:
        return ["mười"] if tens == 1 else [f"{DIGITS[tens]} mươi"]
    ends = {1: ["một", "mốt"], 4: ["bốn", "tư"], 5: ["lăm", "nhăm"]}.get(unit, [DIGITS[unit]])
    if tens == 1:
        return [f"mười {choose(['lăm', 'nhăm']) if unit == 5 else DIGITS[unit]}"]
    heads = [f"{DIGITS[tens]} mươi", DIGITS[tens], *{2: ["hăm"], 3: ["băm"]}.get(tens, [])]
    return [f"{choose(heads)} {choose(ends)}"]


def year_words(year: int, choose: Choose) -> str:
    thousand, odd = choose(["nghìn", "ngàn"]), choose(["linh", "lẻ"])
    hundreds, rest = divmod(year % 1000, 100)
    ways = []
    if rest == 0:
        ways.append(f"{DIGITS[year // 1000]} {thousand}" + (f" {DIGITS[hundreds]} trăm" if hundreds else ""))
    else:
        said = f"{odd} {DIGITS[rest]}" if rest < 10 else choose(tail(rest, choose))
        ways.append(f"{DIGITS[year // 1000]} {thousand} {DIGITS[hundreds]} trăm {said}")
        if hundreds == 0:
            ways.append(f"{DIGITS[year // 1000]} {thousand} {said}")
        if hundreds == 9 and rest > 20 and rest % 10:
            ways.append(
                f"{DIGITS[rest // 10]} {choose(['lăm', 'nhăm']) if rest % 10 == 5 else DIGITS[rest % 10]}"
            )
    ways.append(" ".join(DIGITS[int(figure)] for figure in str(year)))
    return choose(ways)


def in_words(day: date, choose: Choose) -> str:
    lead = choose(["mồng ", "mùng ", ""]) if day.day <= 10 else ""
    months = {1: ["một", "giêng"], 4: ["tư", "bốn"], 12: ["mười hai", "chạp"]}
    month = choose(months.get(day.month, tail(day.month, choose)))
    start, comma = choose(["Ngày ", "ngày ", "Ghi bằng chữ: ngày ", ""]), choose([", ", " "])
    said = choose(tail(day.day, choose))
    ends = choose(["", ".", "./.", ";"])
    return f"{start}{lead}{said}{comma}tháng {month}{comma}năm {year_words(day.year, choose)}{ends}"


@settings(max_examples=300)
@given(DAYS, st.data(), st.sampled_from([str, bare, str.upper]))
def test_a_day_reads_back_in_every_variant(
    day: date, data: st.DataObject, shown: Callable[[str], str]
) -> None:
    words = in_words(day, lambda ways: data.draw(st.sampled_from(ways)))
    assert read_date_words(shown(words)) == day.isoformat(), words


@given(st.sampled_from(list(DIGITS[1:])))
def test_a_bare_figure_behind_the_thousands_is_never_guessed(figure: str) -> None:
    assert isinstance(read_date_words(f"ngày một tháng hai năm hai nghìn {figure}"), Refused)


@pytest.mark.parametrize(
    "text",
    ["ngày mồng một tháng giêng năm Giáp Tý", "ngày rằm tháng tám năm hai nghìn", "12/3/1990 (âm lịch)",
     "ngày năm tháng ba năm hai nghìn ÂL", "tháng tư nhuận năm hai nghìn"],
)  # fmt: skip
def test_the_lunar_calendar_is_named_and_refused(text: str) -> None:
    assert read_date_words(text) == Refused("lunar", text)
    assert read_date(text) == Refused("lunar", text)
    assert normalise("date_words", text) == Refused("lunar", text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [("05 tháng giêng năm 1990", "1990-01-05"), ("mồng 5/3/1990", "1990-03-05"), ("tháng chạp năm 1990", "1990-12"),
     ("ngày 5 tháng mười một năm 1990", "1990-11-05"), ("sinh năm 1950", "1950")],
)  # fmt: skip
def test_figures_among_words(text: str, iso: str) -> None:
    assert read_date(text) == iso


def test_a_year_of_two_figures_is_a_person_s_to_tell() -> None:
    for text in ("12/3/85", "03/85", "'85"):
        assert read_date(text) == Refused("century", text)


def test_an_age_in_place_of_a_date() -> None:
    assert [read_date_or_age(text) for text in ("38 tuổi", "38t", "38 T.", "1984", "12/3/1984")] == [
        "38t", "38t", "38t", "1984", "1984-03-12",
    ]  # fmt: skip
    assert read_date_or_age("200 tuổi") == Refused("range", "200 tuổi")
    assert isinstance(read_date("38 tuổi"), Refused)
