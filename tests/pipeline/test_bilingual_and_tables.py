"""Forms with small English captions behind their labels, and tables whose columns are the parents."""

from __future__ import annotations

import pytest
from typeset import reading, typeset

from pipeline.extract import extract
from pipeline.extract.captions import without_captions
from pipeline.extract.fields import proposal
from pipeline.extract.layout import lay_out
from pipeline.extract.targets import vocabulary
from pipeline.interpret import interpret
from pipeline.normalize.nearly_listed import misspells_street, misspells_unit, nearly_a_phrase
from pipeline.record import Field
from pipeline.record_type import record_types


def _fields(kind: str, *lines: str, tab: int = 620) -> dict[str, Field]:
    return {field.key: field for field in extract([typeset(*lines, tab=tab)], record_types()[kind])}


def _values(kind: str, *lines: str, tab: int = 620) -> dict[str, str | None]:
    return {key: field.value for key, field in _fields(kind, *lines, tab=tab).items()}


BILINGUAL = (
    "Họ và tên / Full name: MẠC HỮU KHÔI",
    "Sinh ngày / Da of birth: 04/09/2011",
    "Dân tộc /Ethnic group: Kinh|Quốc tịch / Narionaliy: Việt Nam",
    "Nơi sinh / nace ø/ binh : Bệnh viện Phụ sản Trung ương",
    "Ghi chú / Note: Đăng ký quá hạn",
)


def test_english_captions_belong_to_their_labels_however_they_read() -> None:
    told = _values("birth", *BILINGUAL)
    assert (told["child_full_name"], told["child_birth_date"]) == ("MẠC HỮU KHÔI", "2011-09-04")
    assert (told["child_ethnicity"], told["child_nationality"]) == ("Kinh", "Việt Nam")
    assert (told["child_birth_place"], told["note"]) == ("Bệnh viện Phụ sản Trung ương", "Đăng ký quá hạn")


def test_a_caption_without_a_sign_ends_with_its_cell_and_may_go_on_below() -> None:
    told = _values(
        "marriage",
        "Họ và tên chồng|ĐOÀN QUỐC LONG",
        "Sinh ngày / Date of birth|21 tháng 03 năm 1974",
        "Dân tộc / Ethnic group: Kinh",
        "Ngày, tháng, năm đăng ký / Date of|12/06/2012",
        "registratioi",
    )
    assert (told["husband_birth_date"], told["husband_ethnicity"]) == ("1974-03-21", "Kinh")
    assert told["registration_date"] == "2012-06-12"


def test_one_caption_makes_no_bilingual_page() -> None:
    words = vocabulary(record_types()["birth"])
    plain = lay_out(typeset("Nơi thường trú/tạm trú: xã Ea Kpam", "Sinh ngày / Date of birth: 04/09/2011"))
    assert without_captions(plain, words) is plain
    told = without_captions(lay_out(typeset(*BILINGUAL, "Nơi thường trú/tạm trú: xã Ea Kpam")), words)
    assert told.rows[-1].text == "Nơi thường trú/tạm trú: xã Ea Kpam"


def test_parents_in_two_columns_of_a_table_are_told_by_their_heads() -> None:
    def row(label: str, father: str, mother: str) -> str:
        return f"{label}|{father}|{mother}"

    lines = (
        "Họ và tên trẻ: LÂM BẢO QUYÊN",
        row("Phần ghi về cha, mẹ", "Người cha", "Người mẹ"),
        row("Họ và tên", "Lâm Bá Khuê", "Đỗ Bảo Ngọc"),
        row("Năm sinh", "1973", "1971"),
        row("Dân tộc", "Kinh", "Tày"),
        row("Quốc tịch", "Việt Nam", "Việt Nam"),
        row("Nghề nghiệp", "Sinh viên", "Buôn bán"),
        row("Nơi thường trú", "xã Ea Kpam, tỉnh Đắk Lắk", "xã Cư Suê, tỉnh Đắk Lắk"),
        "Họ và tên người đứng khai: Lâm Bá Khuê",
    )
    told = _values("birth", *lines, tab=360)
    assert (told["father_full_name"], told["mother_full_name"]) == ("Lâm Bá Khuê", "Đỗ Bảo Ngọc")
    assert (told["father_birth_date"], told["mother_ethnicity"]) == ("1973", "Tày")
    assert (told["father_nationality"], told["mother_nationality"]) == ("Việt Nam", "Việt Nam")
    assert told["mother_residence_place"] == "xã Cư Suê, tỉnh Đắk Lắk"
    assert (told["child_full_name"], told["applicant_full_name"]) == ("LÂM BẢO QUYÊN", "Lâm Bá Khuê")


def test_whoever_a_label_names_needs_no_part_of_his_own() -> None:
    told = _values("violation_record", "Người lập biên bản: Châu Duy Trí", "Người chứng kiến: La Thị Xuyến")
    assert (told["recorder_name"], told["witness_name"]) == ("Châu Duy Trí", "La Thị Xuyến")


def test_who_somebody_is_to_whom_he_recognises() -> None:
    told = _values(
        "parent_child",
        "Họ, chữ đệm, tên người nhận: VÕ KHÁNH DIỆU",
        "Giấy tờ tùy thân: CCCD số 001161021095",
        "Quan hệ với người được nhận: mẹ",
        "Họ, chữ đệm, tên người được nhận: TRẦN ĐÌNH TOÀN",
    )
    assert (told["parent_id_doc"], told["confirmation_type"]) == ("CCCD số 001161021095", "mẹ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("22-1 1-20 03^", "2003-11-22"), ("ngày 13 tháng 1 1 năm 201 9_", "2019-11-13"), ("1 1 1", None)],
)
def test_a_person_starts_from_a_date_whose_figures_wide_letters_parted(
    written: str, meant: str | None
) -> None:
    assert proposal("date", written) == meant


def test_names_of_places_with_other_marks_are_no_witness() -> None:
    assert misspells_unit("Bệnh viện Đa khoa khu vực Củ Chỉ")
    assert not misspells_unit("Bệnh viện Đa khoa khu vực Củ Chi, Thành phố Hồ Chí Minh")
    assert not misspells_unit("Chi")


def test_what_a_form_prints_below_an_empty_note_is_none() -> None:
    told = _values(
        "marriage", "Họ và tên vợ: LÊ THỊ HOA", "Ghi chú:", "Giấy chứng nhận này có giá trị kể từ ngày ký"
    )
    assert told["note"] is None


def test_a_phrase_with_another_letter_is_no_witness() -> None:
    assert nearly_a_phrase("Giấy chứng nhộn kết hôn số 12")
    assert not nearly_a_phrase("Giấy chứng nhận kết hôn")
    assert not nearly_a_phrase("kết hôn")


def test_a_confirmation_of_a_finished_work_is_a_completion() -> None:
    (draft,) = interpret(
        [
            reading(
                typeset(
                    ">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ">Độc lập - Tự do - Hạnh phúc", ">GIẤY XÁC NHẬN",
                    ">HOÀN THÀNH CÔNG TRÌNH XÂY DỰNG", "Chủ đầu tư: Ông Ứng Đình Huy", "Số tầng: 02 tầng",
                    "Tổng diện tích sàn thực tế: 159,9 m2", "Sai khác so với giấy phép: Không",
                )
            )
        ]
    )  # fmt: skip
    assert draft.type == "completion"


@pytest.mark.parametrize(
    ("told", "day"), [((), "2008-01-24"), (("Ngày, tháng, năm đăng ký: 25/01/2008",), "2008-01-25")]
)
def test_a_decision_registers_on_its_own_day_unless_it_says_otherwise(
    told: tuple[str, ...], day: str
) -> None:
    lines = (
        "UBND THỊ TRẤN CỦ CHI|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 08/QĐ-UBND|Độc lập - Tự do - Hạnh phúc",
        "|Củ Chi, ngày 24 tháng 01 năm 2008",
        ">QUYẾT ĐỊNH",
        ">Về việc công nhận việc nhận cha, mẹ, con",
        "Điều 1. Công nhận người có tên dưới đây là cha:",
        "Họ và tên: Quảng Văn Thanh",
        "Sinh ngày: 27 tháng 08 năm 1979",
        "của người con có tên dưới đây:",
        "Họ và tên: Quảng Văn Bình",
        *told,
    )
    kind = record_types()["parent_child"]
    found = {f.key: f.value for f in extract([typeset(*lines)], kind, "quyet_dinh_nhan_cha_me_con")}
    assert found["registration_date"] == day
    assert (found["decision_number"], found["child_full_name"]) == ("08/QĐ-UBND", "Quảng Văn Bình")


@pytest.mark.parametrize(
    ("address", "misspelt"),
    [
        ("Nan Thiện", True),
        ("số 12 Đường Nan Thiện, phường Hiệp Phú", True),
        ("số 12 đường Man Thiện, phường Hiệp Phú", False),
        # Behind the first comma stands no street, and one word alone is too easily another.
        ("số 12 đường số 4, khu phố Nan Thiện", False),
        ("ấp Bình Hòa, xã Giai Xuân", False),
    ],
)
def test_two_networks_do_not_vouch_for_a_street_but_for_one_letter(address: str, misspelt: bool) -> None:
    assert misspells_street(address) == misspelt
