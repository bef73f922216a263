"""Normal forms: what is written reads back, any text is read or refused, a normal form stays as it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.date_words import read_date_words, write_date_words
from pipeline.normalize.dates import holds_a_date, read_date, read_time, write_date, write_dates
from pipeline.normalize.ids import read_personal_id, structure
from pipeline.normalize.kinds import KINDS, normalise
from pipeline.normalize.lookups import read_ethnicity, read_kind, read_nationality, read_sex
from pipeline.normalize.names import possible_name, read_name, usual_name, without_title
from pipeline.normalize.numbers import (
    read_book_number,
    read_count,
    read_decimal,
    read_document_number,
    read_register_number,
    with_year,
)
from pipeline.normalize.outcome import Refused
from pipeline.normalize.phrases import covered
from pipeline.normalize.places import names_former_unit, ward_of
from pipeline.normalize.spelling import bare, comparable, is_syllable

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
# Letters, figures and signs that a reader returns, more often than all of Unicode.
PAPER = st.text(alphabet="0123456789/.-,: ngàythánămsốQĐ²%mABC()'", max_size=40) | st.text(max_size=30)


@given(st.sampled_from(sorted(KINDS)), PAPER)
def test_any_text_is_read_or_refused_and_a_normal_form_stays(kind: str, text: str) -> None:
    value = normalise(kind, text)
    if isinstance(value, Refused):
        assert value.reason
    else:
        assert normalise(kind, value) == value


@given(DAYS)
def test_a_day_in_figures_reads_back(day: date) -> None:
    assert read_date(write_date(day.isoformat())) == day.isoformat()
    title = f"Giấy khai sinh Đỗ Thị Bịa, sinh {day.isoformat()} (1/2018-04)"
    assert write_dates(title) == f"Giấy khai sinh Đỗ Thị Bịa, sinh {write_date(day.isoformat())} (1/2018-04)"
    worded = f"ngày {day.day} tháng {day.month} năm {day.year}"
    assert read_date(worded) == read_date(bare(worded)) == day.isoformat()


@given(DAYS, st.sampled_from(["nghìn", "ngàn"]), st.sampled_from(["linh", "lẻ"]), st.booleans())
def test_a_day_in_words_reads_back(day: date, thousand: str, odd: str, marks: bool) -> None:
    words = write_date_words(day, thousand=thousand, odd=odd)
    assert read_date_words(words if marks else bare(words)) == day.isoformat()


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi sáu", "2026-08-15"),
        ("Ngày mùng một tháng giêng năm một nghìn chín trăm tám mươi lăm", "1985-01-01"),
        ("hai mươi mốt tháng tư năm hai ngàn lẻ bốn", "2004-04-21"),
        ("hai mươi nhăm tháng chạp năm tám lăm", "1985-12-25"),
        ("ngày năm tháng năm năm hai nghìn không trăm linh năm", "2005-05-05"),
        ("Ngày chín, tháng tư, năm hai nghìn mười", "2010-04-09"),
        ("tháng ba năm hai nghìn", "2000-03"),
        ("một chín tám không", "1980"),
    ],
)
def test_the_usual_variants_of_words(words: str, iso: str) -> None:
    assert read_date_words(words) == iso


@pytest.mark.parametrize(
    "words", ["", "hai nghìn năm", "ngày ba mươi tháng hai năm hai nghìn", "hôm qua", "tháng"]
)
def test_words_that_may_mean_two_days_or_none_are_refused(words: str) -> None:
    assert isinstance(read_date_words(words), Refused)


@pytest.mark.parametrize(
    ("text", "iso"),
    [("12/03/2004", "2004-03-12"), ("12-3-2004", "2004-03-12"), ("12.03.2004.", "2004-03-12"), ("1984", "1984"),
     ("03/2004", "2004-03"), ("tháng 3 năm 2004", "2004-03"), ("ngày19 tháng 09 năm 2025", "2025-09-19"),
     ("ngày.25 tháng 6 năm 2021.", "2021-06-25")],
)  # fmt: skip
def test_dates_in_figures(text: str, iso: str) -> None:
    assert read_date(text) == iso


@pytest.mark.parametrize(
    "text", ["31/02/2004", "12/13/2004", "12/3/04", "I2/03/2004", "2004/03/12x", "12/03-2004"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert isinstance(read_date(text), Refused)


def test_times() -> None:
    assert [read_time(t) for t in ("10 giờ 30 phút", "10h05", "7:00", "04 giờ")] == [
        "10:30",
        "10:05",
        "07:00",
        "04:00",
    ]
    assert isinstance(read_time("25 giờ"), Refused)


def test_numbers_keep_their_letters_and_zeros() -> None:
    assert read_register_number("Số: 05 / 2017") == "05/2017"
    assert read_register_number("45") == "45"
    assert read_book_number("Quyển số: 01/2017") == "01/2017"
    assert read_document_number("Số: 2827 /QĐ-BGDĐT") == "2827/QĐ-BGDĐT"
    assert read_document_number("001/2026/GPXD") == "001/2026/GPXD"
    assert isinstance(read_document_number("QUYẾT ĐỊNH"), Refused)


def test_a_bare_number_gets_its_year_only_where_both_are_asked_for() -> None:
    assert with_year("45", 1987) == "45/1987"
    assert with_year("45/1986", 1987) == "45/1986"
    assert read_register_number("45") == "45"


def test_figures_and_what_can_be_read_two_ways() -> None:
    assert [read_decimal(t) for t in ("85,5 m2", "1.234,5 m²", "0,125", "120,0 m?", "+0,31 m", "-0,5 m")] == [
        "85.5", "1234.5", "0.125", "120", "0.31", "-0.5",
    ]  # fmt: skip
    assert read_decimal("1,234") == Refused("ambiguous", "1,234")
    assert read_decimal("7 500.000") == Refused("ambiguous", "7 500.000")
    assert read_decimal("7 500 000") == read_decimal("7.500.000") == "7500000"
    assert read_count("03 tầng") == "3"
    assert isinstance(read_count("2,5"), Refused)


def test_personal_numbers_and_what_they_say() -> None:
    assert read_personal_id("079 319 498 325") == "079319498325"
    assert isinstance(read_personal_id("07931949832"), Refused)
    known = structure("079319498325")
    assert known is not None
    assert (known.province, known.sex, known.year) == ("Thành phố Hồ Chí Minh", "Nữ", 2019)
    assert structure("283583421") is None


def test_lists_know_other_spellings_but_guess_nothing() -> None:
    assert read_ethnicity("Kinh (Việt)") == "Kinh"
    assert read_ethnicity("Khơ Me") == "Khơ-me"
    assert read_nationality("Viet Nam") == "Việt Nam"
    assert read_sex("Nu") == "Nữ"
    assert read_kind("QUYÉT ĐỊNH") == "QUYẾT ĐỊNH"
    assert isinstance(read_ethnicity("Klnh"), Refused)


def test_names_are_cleaned_never_changed() -> None:
    assert read_name("  Nguyễn  Văn An.,") == "Nguyễn Văn An"
    assert isinstance(read_name("Nguyễn V4n An"), Refused)
    assert usual_name("NGUYỄN THÚY HÒA")
    assert not usual_name("NGUYỄN VĂN BÓ")
    assert (usual_name("Hoàng Thi Dung"), usual_name("Hoàng Thị Dung"), usual_name("Lê Anh Thi")) == (
        False,
        True,
        True,
    )
    assert not possible_name("Smith Bloggs")
    assert without_title("Ông NGUYỄN VĂN AN") == "NGUYỄN VĂN AN"
    assert without_title("Ông Ích Khiêm") == "Ông Ích Khiêm"
    assert without_title("Bà ÔNG PHƯƠNG CHI") == "ÔNG PHƯƠNG CHI"


def test_a_position_has_a_space_behind_in_whose_stead() -> None:
    assert normalise("position", "TM.ỦY BAN NHÂN DÂN CHỦ TỊCH") == "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"
    assert normalise("position", "KT .CHỦ TỊCH UBND Q.9") == "KT. CHỦ TỊCH UBND Q.9"


@pytest.mark.parametrize(
    "written", ["- Như Điều 3; - Lưu: VT.", "Như Điều 3; Lưu: VT", "Như Điều 3; - Lưu: VT"]
)
def test_recipients_are_a_list_whatever_dashes_the_reader_lost(written: str) -> None:
    assert normalise("recipients", written) == "Như Điều 3; Lưu: VT"
    assert normalise("recipients", "- VP. HĐND-UBND; - Lưu: VT.") == "VP. HĐND-UBND; Lưu: VT"


def test_signs_of_an_address_that_readers_take_for_others() -> None:
    assert normalise("place", "P. Thạnh Mỹ Lợi. quận 2. TP. HCM") == "P. Thạnh Mỹ Lợi, quận 2, TP. HCM"
    assert (
        normalise("place", "P. Tăng Nhơn Phú A, Q..9, TP. Thủ Đức") == "P. Tăng Nhơn Phú A, Q. 9, TP. Thủ Đức"
    )
    assert normalise("text", "diện tích 48 m2") == "diện tích 48 m²"


def test_tone_marks_may_stand_on_either_vowel() -> None:
    assert comparable("hòa THỦY") == comparable("hoà thuỷ")
    assert comparable("hòa") != comparable("hoa")
    assert comparable("Hoà") == comparable("HÒA")


def test_syllables() -> None:
    for word in ("nghiêng", "quyển", "giếng", "gì", "Quỳnh", "khuya", "Hoằng", "yêu"):
        assert is_syllable(word), word
    for word in ("ghà", "cê", "boc", "tàc", "xyz", ""):
        assert not is_syllable(word), word


def test_a_ward_is_known_by_name_and_day() -> None:
    text = "Phường Linh Xuân, Thành phố Hồ Chí Minh"
    now, before = (
        ward_of(text, date(2026, 1, 1)),
        ward_of(text.replace("Thành phố", "quận Thủ Đức, TP."), date(2019, 5, 1)),
    )
    assert now is not None
    assert before is not None
    assert (now.code, before.code) == ("26800", "26794")
    assert ward_of("Phường Bình Nhiên", date(2019, 5, 1)) is None


def test_units_that_did_not_stand_on_the_day() -> None:
    assert names_former_unit("UBND thành phố Thủ Đức", date(2019, 1, 1)) == "thanh pho thu duc"
    assert names_former_unit("UBND thành phố Thủ Đức", date(2022, 1, 1)) is None
    assert names_former_unit("quận 9, TP. HCM", date(2022, 1, 1)) == "quan 9"


def test_text_is_known_only_word_for_word() -> None:
    assert covered("Ủy ban nhân dân phường Linh Trung, quận Thủ Đức, TP. Hồ Chí Minh")
    assert not covered("Ủy ban nhân dân phường Linh Trúng, quận Thủ Đức, TP. Hồ Chí Minh")
    assert not covered("")


def test_figures_stand_with_the_letters_of_a_house_or_a_unit_only() -> None:
    assert all(covered(said) for said in ("tổ 12B", "lô 3BC", "khu phố 3a", "đường số 10m", "tổ 5"))
    assert not any(covered(said) for said in ("đường số 17Tn", "17Tn", "tổ 1Tm", "tổ 5xy"))


def test_free_texts_are_known_by_the_words_of_offices_and_by_no_other_marks() -> None:
    assert covered("Về việc tạm ngưng tiếp nhận hồ sơ để số hóa sổ hộ tịch", free=True)
    assert covered("Công chức địa chính - xây dựng", free=True)
    assert not covered("Công chức địa chính xây dựng", free=True)
    assert not covered("Về việc tạm ngưng tiếp nhận hồ sơ để số hóa số hộ tịch", free=True)
    assert not covered("Số đăng ký khai tử", free=True)
    # A reader shortens Roman figures, and the rest of a label before an address is none of it.
    assert not covered("kết quả số hóa hồ sơ hộ tịch quý II", free=True)
    assert not covered("khai sinh UBND phường Linh Tây")


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("08/06/1955 Quốc tịch: Việt Nam", True), ("- Nam/Nữ 10/05/1984 Nam", True), ("36/10/1976", False),
        ("18 08 1997", False), ("797/2023 30/08/2023", True), ("23/05/2003 ngày 24/11/2008", False),
        ("22/2Z/2202", False),
    ],
)  # fmt: skip
def test_a_date_among_other_words_is_told_from_misread_figures(written: str, held: bool) -> None:
    assert holds_a_date(written) is held


def test_a_full_stop_between_the_parts_of_a_date_in_words_is_a_comma() -> None:
    said = "ngày mồng tám. tháng mười một. năm hai ngàn không trăm hai mươi"
    assert normalise("date_words", said) == said.replace(".", ",")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("P.Linh Tây, Q.9, TP.Hồ Chí Minh", "P. Linh Tây, Q. 9, TP. Hồ Chí Minh"),
        ("Tăng Nhơn Phú, T.P.H.C.M", "Tăng Nhơn Phú, T.P.H.C.M"),
    ],
)
def test_short_words_for_a_level_stand_apart_from_its_name(written: str, place: str) -> None:
    assert normalise("place", written) == place
