"""Codes beside addresses: by name and day together, several where the address does not tell, the text untouched."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from drafted import BIRTH, Drafted
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import fold
from pipeline.actors import Act
from pipeline.describe import describe
from pipeline.ledger import Ledger
from pipeline.normalize.dates import read_date
from pipeline.normalize.kinds import normalise
from pipeline.normalize.names import read_name, same_name
from pipeline.normalize.places import units_in, ward_of
from pipeline.normalize.spelling import bare, comparable, placed
from pipeline.normalize.units import today
from pipeline.place_codes import as_json, certain, place_codes
from pipeline.record_type import record_types
from pipeline.reports import record_document


@pytest.mark.parametrize(
    ("text", "when", "wards"),
    [
        ("Phường Linh Xuân, TP. Hồ Chí Minh", "2026-01-01", ["26800@2025-07-01"]),
        ("phường Linh Xuân, quận Thủ Đức, TP.HCM", "2019-05-01", ["26794@..2020-12-31"]),
        ("P. Linh Trung, TP. Thủ Đức", "2023", ["26800@2021-01-01"]),
        ("phường An Khánh, quận 2, Thành phố Hồ Chí Minh", "2019-01", ["27106@..2020-12-31"]),
        ("phường An Khánh, TP.HCM", "2025", ["27094@2021-01-01", "27094@2025-07-01"]),
        ("Phường 05, quận 10, TP.HCM", "2010-01-01", ["27199@..2020-12-31"]),
        ("Phường Linh Trung", "", ["26800@..2020-12-31", "26800@2021-01-01"]),
        ("phường Linh Trung, quận 9, TP.HCM", "2019-01-01", []),
        ("xã An Phú, huyện Tịnh Biên, tỉnh An Giang", "2010-01-01", []),
        ("phường Linh Trung, TP.HCM", "2026-01-01", []),
    ],
)
def test_a_ward_by_name_and_day(text: str, when: str, wards: list[str]) -> None:
    assert [unit.key for unit in units_in(text, when).ward] == wards


def test_one_name_in_many_districts_is_no_guess() -> None:
    found = units_in("Phường 5, TP.HCM", "2010-01-01").ward
    assert len({unit.code for unit in found}) > 5
    assert ward_of("Phường 5, TP.HCM", date(2010, 1, 1)) is None


def test_what_became_of_a_ward_and_of_a_province() -> None:
    (divided,) = units_in("phường Linh Tây, quận Thủ Đức, TP.HCM", "2019").ward
    assert today(divided) == ("26800", "26824")
    (whole,) = units_in("phường Linh Chiểu, quận Thủ Đức, TP.HCM", "2019").ward
    assert today(whole) == ("26824",)
    (before,) = units_in("tỉnh Bình Dương", "2019").province
    assert (before.code, today(before)) == ("74", ("79",))
    assert units_in("tỉnh Bình Dương", "2026").province == ()


def test_codes_stand_beside_the_address_in_record_json_and_the_index(ledger: Ledger, act: Act) -> None:
    found = (drafted := Drafted(ledger, act)).view(drafted.put())
    codes = as_json(place_codes(record_types()["birth"], found.fields))
    assert codes == record_document(found, "vi")["places"]
    ward = codes["registration_place"]["ward"][0]
    assert (ward["code"], ward["valid_to"], ward["codes_today"]) == ("26800", "2020-12-31", ["26800"])
    written = {field.key: field.value for field in found.fields}["registration_place"]
    assert written == BIRTH["registration_place"]
    described = describe(found, "")
    assert ("ward", "26800@..2020-12-31") in described.numbers
    assert written in described.places


def test_only_what_is_certain_goes_into_the_index(ledger: Ledger, act: Act) -> None:
    drafted = Drafted(ledger, act)
    found = drafted.view(drafted.put({"registration_place": "UBND Phường 5, TP.HCM"}))
    codes = place_codes(record_types()["birth"], found.fields)
    assert len(codes["registration_place"].ward) > 5
    assert certain(codes) == ()


@given(st.text(max_size=40), st.sampled_from(["", "2019", "2019-05", "2019-05-31", "2026-01-01"]))
def test_any_address_names_units_or_none(text: str, when: str) -> None:
    for unit in units_in(text, when).ward:
        assert today(unit) or unit.valid_to


NAMES = st.lists(
    st.sampled_from(["Hoà", "Thuý", "Khoẻ", "hòa", "Nguyễn", "Huỳnh", "QUÝ", "Của", "Thuở", "Toàn", "gì"]),
    min_size=1,
    max_size=5,
)


@given(NAMES.map(" ".join))
def test_folding_commutes_with_normalising(text: str) -> None:
    name = read_name(text)
    assert isinstance(name, str)
    assert fold(name) == fold(text)
    assert comparable(name) == comparable(text)
    assert same_name(name, text)
    for way in (str.upper, str.lower, lambda t: unicodedata.normalize("NFD", t)):
        other = read_name(way(text))
        assert isinstance(other, str)
        assert comparable(other) == comparable(name)
    assert read_name(unicodedata.normalize("NFD", text)) == name


@given(
    st.sampled_from(["date", "date_words", "sex", "decimal", "count", "personal_id"]), st.text(max_size=25)
)
def test_marks_do_not_change_what_figures_and_dates_mean(kind: str, text: str) -> None:
    plain, marked = normalise(kind, bare(text)), normalise(kind, text)
    if isinstance(marked, str) and kind != "date_words":
        assert plain == marked


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_folded_date_reads_the_same(day: date) -> None:
    text = f"Ngày {day.day} tháng {day.month} năm {day.year}"
    assert read_date(fold(text)) == read_date(text) == day.isoformat()


@given(st.text(max_size=12))
def test_a_tone_is_placed_once(word: str) -> None:
    assert placed(placed(word)) == placed(word)
