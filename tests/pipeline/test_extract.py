"""Labels and values on typeset pages: garbled labels, wrapped values, columns, turned pages, missing heads."""

from __future__ import annotations

import pytest
from typeset import BIRTH, MOTTO, turned, typeset

from ocr.page import Box, Line, PageText, Word
from pipeline.extract import extract
from pipeline.extract.layout import lay_out
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types


def fields(page: PageText, kind: str, form: str | None = None) -> dict[str, Field]:
    return {field.key: field for field in extract([page], record_types()[kind], form)}


def test_a_birth_certificate() -> None:
    found = fields(typeset(*BIRTH), "birth", "giay_khai_sinh_2016")
    values = {key: field.value for key, field in found.items()}
    assert values == {
        "number": "773/2019",
        "child_full_name": "LÊ NHƯ PHƯỢNG",
        "child_birth_date": "2019-10-15",
        "child_birth_date_words": "Ngày mười lăm tháng mười năm hai nghìn không trăm mười chín",
        "child_gender": "Nữ",
        "child_ethnicity": "Kinh",
        "child_nationality": "Việt Nam",
        "child_birth_place": "Bệnh viện Từ Dũ",
        "child_origin_place": "phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh",
        "child_personal_id": "079319498325",
        "mother_full_name": "TRẦN HOÀNG UYÊN",
        "mother_birth_date": "1984",
        "mother_ethnicity": "Tày",
        "mother_nationality": "Việt Nam",
        "mother_residence_place": "phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh",
        "father_full_name": "LÊ TRỌNG BÌNH",
        "father_birth_date": "1975",
        "father_ethnicity": "Kinh",
        "father_nationality": "Việt Nam",
        "father_residence_place": "phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh",
        "applicant_full_name": "Lê Trọng Bình",
        "applicant_id_doc": "CCCD số 034075093844, Bộ Công an cấp ngày 13/02/2017",
        "registration_place": "Ủy ban nhân dân phường Linh Trung, quận Thủ Đức, TP. Hồ Chí Minh",
        "registration_date": "2019-10-18",
        "signer_name": "Lê Thị Ngọc Quyên",
        "signer_position": "PHÓ CHỦ TỊCH",
    }


def test_words_that_only_qualify_a_label_belong_to_it() -> None:
    found = fields(
        typeset("Họ, chữ đệm, tên người mẹ: TRẦN HOÀNG UYÊN", "Nơi cư trú hiện tại: số 3 Võ Văn Ngân"),
        "birth",
    )
    assert found["mother_residence_place"].value == "số 3 Võ Văn Ngân"


def test_a_family_name_that_looks_like_a_word_of_another_label() -> None:
    found = fields(typeset("Họ tên CHÂU THỊ DUYÊN"), "birth", "giay_khai_sinh_old")
    assert found["child_full_name"].value == "CHÂU THỊ DUYÊN"
    assert "father_full_name" not in found


def test_no_value_runs_on_into_a_line_with_a_label_nobody_listed() -> None:
    lines = ("Nơi đăng ký khai sinh: UBND phường Cát Lái, quận 2", "Người nhận bản sao: Lê Văn An")
    assert fields(typeset(*lines), "birth")["registration_place"].value == "UBND phường Cát Lái, quận 2"


def test_the_number_of_the_register_wins_over_the_number_of_the_extract() -> None:
    lines = (
        "Số: 415/TLKS-BS", "TRÍCH LỤC KHAI SINH", "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG",
        "Đã được đăng ký khai sinh tại: UBND xã Diễn Kỷ, tỉnh Nghệ An", "Số: 331/2019", "ngày: 06/03/2019",
    )  # fmt: skip
    found = fields(typeset(*lines), "birth", "trich_luc_khai_sinh")
    assert (found["number"].value, found["registration_date"].value) == ("331/2019", "2019-03-06")


def test_a_short_label_without_a_colon_is_known_by_what_follows() -> None:
    found = fields(typeset("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Giới Nữ Dân tộc Kinh"), "birth")
    assert (found["child_gender"].value, found["child_ethnicity"].value) == ("Nữ", "Kinh")


def test_values_under_a_row_of_labels_go_to_the_label_above_them_and_to_a_person() -> None:
    lines = ("Họ, chữ đệm, tên người mẹ: MAI PHƯƠNG DUYÊN", "Dân tộc|Quốc tịch", "Tày|Việt Nam")
    found = fields(typeset(*lines, tab=380), "birth")
    told = {key: found[f"mother_{key}"].value for key in ("ethnicity", "nationality")}
    assert told == {"ethnicity": "Tày", "nationality": "Việt Nam"}
    assert all(found[f"mother_{key}"].confidence <= 0.5 for key in told)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_gives_the_same_values_with_boxes_in_the_master(rotation: int) -> None:
    upright, master = typeset(*BIRTH), turned(typeset(*BIRTH), rotation)
    found = fields(master, "birth")
    assert {k: f.value for k, f in found.items()} == {k: f.value for k, f in fields(upright, "birth").items()}
    name = next(word.box for word in master.words if word.text == "PHƯỢNG")
    box = found["child_full_name"].box
    assert box is not None
    assert box.x0 <= name.x0 <= name.x1 <= box.x1
    assert box.y0 <= name.y0 <= name.y1 <= box.y1
    assert found["child_full_name"].page == 0


def test_labels_without_marks_with_wrong_letters_and_leaders() -> None:
    found = fields(
        typeset(
            "Ho, chu dem, ten:......LÊ NHƯ PHƯỢNG..........",
            "Ngay, tháng, nâm sinh : 15/10/2019",
            "Giơi tính:....Nữ....Dân tôc:....Kinh.....Quôc tich:Việt Nam",
        ),
        "birth",
    )
    assert found["child_full_name"].value == "LÊ NHƯ PHƯỢNG"
    assert found["child_birth_date"].value == "2019-10-15"
    assert [found[f"child_{k}"].value for k in ("gender", "ethnicity", "nationality")] == [
        "Nữ",
        "Kinh",
        "Việt Nam",
    ]


def test_a_value_may_stand_on_the_next_line() -> None:
    found = fields(typeset("Họ, chữ đệm, tên:", "LÊ NHƯ PHƯỢNG", "Giới tính: Nữ"), "birth")
    assert found["child_full_name"].value == "LÊ NHƯ PHƯỢNG"


def test_a_label_with_nothing_behind_it_waits_for_a_person() -> None:
    found = fields(
        typeset("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Số định danh cá nhân:", "Quê quán: tỉnh Bến Tre"), "birth"
    )
    assert found["child_personal_id"].value is None
    assert found["child_personal_id"].state is FieldState.NEEDS_REVIEW


def test_an_empty_ruled_line_is_surely_empty() -> None:
    found = fields(
        typeset("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Quê quán: ............", "Giới tính: Nữ"), "birth"
    )
    assert found["child_origin_place"].state is FieldState.EMPTY


def test_the_older_form_has_the_father_first() -> None:
    found = fields(
        typeset(
            "Họ và tên: LÊ NHƯ PHƯỢNG |Giới tính: Nữ",
            "Dân tộc: Kinh |Quốc tịch: Việt Nam",
            "Họ và tên cha: LÊ TRỌNG BÌNH",
            "Dân tộc: Hoa Quốc tịch: Việt Nam Năm sinh: 1975",
            "Họ và tên mẹ: TRẦN HOÀNG UYÊN",
            "Dân tộc: Tày Quốc tịch: Việt Nam Năm sinh: 1984",
        ),
        "birth",
        "giay_khai_sinh_old",
    )
    assert found["father_ethnicity"].value == "Hoa"
    assert found["mother_ethnicity"].value == "Tày"
    assert found["mother_birth_date"].value == "1984"


def test_a_parent_whose_label_is_lost_makes_shared_labels_doubtful() -> None:
    found = fields(
        typeset(
            "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG",
            "Họ, chữ đệm, tên người mẹ: TRẦN HOÀNG UYÊN",
            "Năm sinh: 1984 Dân tộc: Tày",
            "#### ##",
            "Năm sinh: 1975 Dân tộc: Kinh",
        ),
        "birth",
        "giay_khai_sinh_2016",
    )
    for key in ("mother_birth_date", "father_birth_date", "father_ethnicity"):
        assert found[key].confidence < 0.5, key


MARRIAGE = (
    *MOTTO,
    ">GIẤY CHỨNG NHẬN KẾT HÔN",
    "Họ, chữ đệm, tên vợ: BÙI NHƯ XUÂN|Họ, chữ đệm, tên chồng: NGUYỄN HOÀNG NHÂN",
    "Ngày, tháng, năm sinh: 02/05/1999|Ngày, tháng, năm sinh: 15/09/1998",
    "Dân tộc: Hoa|Dân tộc: Thái",
    "Nơi cư trú: phường Linh Tây,|Nơi cư trú: phường Thảo Điền,",
    "quận Thủ Đức|quận 2",
    "Nơi đăng ký kết hôn: Ủy ban nhân dân phường Tam Bình",
    "Ngày, tháng, năm đăng ký: 25/11/2020",
)


def mirrored(line: str) -> str:
    left, _, right = line.partition("|")
    return f"{right}|{left}" if right else line


@pytest.mark.parametrize("swapped", [False, True])
def test_columns_follow_their_heads_not_their_sides(swapped: bool) -> None:
    lines = tuple(mirrored(line) for line in MARRIAGE) if swapped else MARRIAGE
    found = fields(typeset(*lines), "marriage")
    assert found["wife_full_name"].value == "BÙI NHƯ XUÂN"
    assert found["husband_full_name"].value == "NGUYỄN HOÀNG NHÂN"
    assert found["wife_ethnicity"].value == "Hoa"
    assert found["husband_birth_date"].value == "1998-09-15"
    assert found["wife_residence_place"].value == "phường Linh Tây, quận Thủ Đức"
    assert found["husband_residence_place"].value == "phường Thảo Điền, quận 2"
    assert found["registration_date"].value == "2020-11-25"


def test_columns_without_heads_are_never_sure() -> None:
    found = fields(
        typeset(
            *MOTTO,
            "Họ, chữ đệm, tên: BÙI NHƯ XUÂN|Họ, chữ đệm, tên: NGUYỄN HOÀNG NHÂN",
            "Dân tộc: Hoa|Dân tộc: Thái",
        ),
        "marriage",
    )
    assert {f.key for f in found.values()} >= {"wife_full_name", "husband_full_name", "wife_ethnicity"}
    assert all(f.confidence < 0.5 for f in found.values())


def test_heads_above_columns_of_equal_labels() -> None:
    found = fields(
        typeset(
            "CHỒNG|VỢ",
            "Họ, chữ đệm, tên: NGUYỄN HOÀNG NHÂN|Họ, chữ đệm, tên: BÙI NHƯ XUÂN",
            "Dân tộc: Thái|Dân tộc: Hoa",
        ),
        "marriage",
    )
    assert found["wife_full_name"].value == "BÙI NHƯ XUÂN"
    assert found["husband_ethnicity"].value == "Thái"
    assert found["husband_ethnicity"].confidence > 0.9


def test_a_table_with_labels_once_and_two_columns_of_values() -> None:
    found = fields(
        typeset(
            "                                        |VỢ                  |CHỒNG",
            "Họ, chữ đệm, tên:|BÙI NHƯ XUÂN|NGUYỄN HOÀNG NHÂN",
            "Dân tộc:|Hoa|Thái",
            tab=380,
        ),
        "marriage",
    )
    assert found["wife_full_name"].value == "BÙI NHƯ XUÂN"
    assert found["husband_ethnicity"].value == "Thái"


def test_sentences_of_a_death_extract() -> None:
    found = fields(
        typeset(
            "Số: 955/2019/TLKT-BS",
            ">TRÍCH LỤC KHAI TỬ",
            "Họ, chữ đệm, tên: TRƯƠNG PHÚC CƯỜNG",
            "Đã chết vào lúc: 04 giờ 44 phút, ngày 12 tháng 8 năm 2019",
            "Giấy báo tử số: 12/GBT do Bệnh viện Chợ Rẫy cấp ngày 13/08/2019",
            "Đã được đăng ký khai tử tại: Ủy ban nhân dân phường Trường Thạnh",
            "Số: 204/2019 ngày 23 tháng 8 năm 2019",
        ),
        "death",
    )
    expected = {
        "extract_number": "955/2019/TLKT-BS",
        "deceased_death_time": "04:44",
        "deceased_death_date": "2019-08-12",
        "death_notice_number": "12/GBT",
        "death_notice_issuer": "Bệnh viện Chợ Rẫy",
        "death_notice_date": "2019-08-13",
        "number": "204/2019",
        "registration_date": "2019-08-23",
    }
    assert {key: found[key].value for key in expected} == expected


def test_who_recognises_whom() -> None:
    found = fields(
        typeset(
            "Số: 271/TLNCMC-BS",
            "Họ, chữ đệm, tên: VÕ THÀNH DUY",
            "Dân tộc: Ê-đê",
            "Là cha của người có tên dưới đây:",
            "Họ, chữ đệm, tên: VÕ THÙY MAI",
            "Dân tộc: Nùng",
        ),
        "parent_child",
    )
    assert found["confirmation_type"].value == "cha"
    assert (found["parent_full_name"].value, found["parent_ethnicity"].value) == ("VÕ THÀNH DUY", "Ê-đê")
    assert (found["child_full_name"].value, found["child_ethnicity"].value) == ("VÕ THÙY MAI", "Nùng")


def test_a_construction_permit() -> None:
    found = fields(
        typeset(
            "ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "QUẬN 2|Độc lập - Tự do - Hạnh phúc",
            "|Quận 2, ngày 17 tháng 4 năm 2020",
            ">GIẤY PHÉP XÂY DỰNG",
            ">Số: 271/GPXD-UBND",
            "1. Cấp cho: Ông ĐOÀN HỮU KHUÊ",
            "- Địa chỉ: phường Bình An, quận 2",
            "2. Được phép xây dựng công trình: Nhà ở riêng lẻ",
            "- Vị trí xây dựng: thửa đất số 441, tờ bản đồ số 108, diện tích 75,4 m2",
            "- Địa chỉ công trình: phường Hiệp Phú, quận 9",
            "+ Mật độ xây dựng: 91,5% hệ số sử dụng đất: 1,79 lần",
            "+ Diện tích xây dựng tầng 1 (tầng trệt): 69 m2",
            "+ Chiều cao công trình: 10,49 m số tầng: 02",
            "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày ký.",
        ),
        "construction_permit",
    )
    expected = {
        "issuing_agency": "ỦY BAN NHÂN DÂN QUẬN 2",
        "permit_number": "271/GPXD-UBND",
        "issue_date": "2020-04-17",
        "grantee_name": "ĐOÀN HỮU KHUÊ",
        "grantee_address": "phường Bình An, quận 2",
        "site_address": "phường Hiệp Phú, quận 9",
        "land_parcel_number": "441",
        "map_sheet_number": "108",
        "land_area_m2": "75.4",
        "building_density": "91.5",
        "floor_area_ratio": "1.79",
        "first_floor_area_m2": "69",
        "height_m": "10.49",
        "storeys": "2",
        "start_deadline_months": "12",
    }
    assert {key: found[key].value for key in expected} == expected


DECISION = (
    "BỘ CÔNG THƯƠNG|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC|Độc lập - Tự do - Hạnh phúc",
    "Số: 2095/TB-ĐHĐL|Hà Nội, ngày 27 tháng 8 năm 2025",
    "",
    ">THÔNG BÁO",
    ">Về việc tham dự Lễ kỷ niệm và công bố quyết định cấp giấy chứng nhận",
    ">kiểm định chất lượng giáo dục",
    "",
    "Căn cứ Kế hoạch số 2079/KH-ĐHĐL ngày 26/8/2025 về việc tổ chức Lễ kỷ niệm;",
    "Nơi nhận:|>T. HIỆU TRƯỞNG",
    "- Hiệu trưởng (để bc);|>TRƯỞNG PHÒNG CTSV",
    "",
    "|>Phùng Thị Xuân Bình",
)


def test_a_notice_with_its_letterhead() -> None:
    found = {key: field.value for key, field in fields(typeset(*DECISION), "correspondence").items()}
    assert found == {
        "number": "2095/TB-ĐHĐL",
        "issue_date": "2025-08-27",
        "issuing_body": "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC",
        "kind": "THÔNG BÁO",
        "abstract": "Về việc tham dự Lễ kỷ niệm và công bố quyết định cấp giấy chứng nhận "
        "kiểm định chất lượng giáo dục",
        "signer_position": "T. HIỆU TRƯỞNG TRƯỞNG PHÒNG CTSV",
        "signer_name": "Phùng Thị Xuân Bình",
        "recipients": "Hiệu trưởng (để bc)",
    }


def test_a_letter_has_its_abstract_below_the_number() -> None:
    found = fields(
        typeset(
            "ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "PHƯỜNG LINH TÂY|Độc lập - Tự do - Hạnh phúc",
            "Số: 2230/UBND-KT|Linh Tây, ngày 27 tháng 4 năm 2020",
            "V/v rà soát số nhà",
            "trên địa bàn phường",
            "",
            "Kính gửi: Ban điều hành các khu phố.",
        ),
        "correspondence",
    )
    assert found["kind"].value == "CÔNG VĂN"
    assert found["abstract"].value == "V/v rà soát số nhà trên địa bàn phường"
    assert found["issuing_body"].value == "ỦY BAN NHÂN DÂN PHƯỜNG LINH TÂY"


def test_the_line_that_says_who_decides_is_no_signature() -> None:
    found = fields(
        typeset(
            *DECISION[:8], "", "", "", "", ">CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG LINH TÂY", "Căn cứ Luật Lưu trữ;"
        ),
        "correspondence",
    )
    assert "signer_name" not in found


def test_rows_of_a_skewed_page_hold_together() -> None:
    straight = typeset(
        "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG |Giới tính: Nữ", "Quê quán: tỉnh Bến Tre và các tỉnh khác"
    )

    def fallen(word: Word) -> Word:
        box, drop = word.box, word.box.x0 // 25
        return Word(word.text, Box(box.x0, box.y0 + drop, box.x1, box.y1 + drop), word.confidence)

    lines = tuple(Line(tuple(fallen(word) for word in line.words)) for line in straight.lines)
    skewed = PageText(straight.width, straight.height, 0, lines, "typeset")
    assert [row.text for row in lay_out(skewed).rows] == [row.text for row in lay_out(straight).rows]


def test_words_of_a_label_that_nobody_listed_still_say_whose_it_is() -> None:
    page = typeset(
        "Họ, chữ đệm và tên chồng: PHAN HOÀNG ĐẠT", "Dân tộc: Chăm",
        "Họ, chữ đệm và tên vợ: DƯƠNG HOÀNG LAN", "Dân tộc: Kinh",
    )  # fmt: skip
    found = fields(page, "marriage")
    assert {key: found[key].value for key in found if "name" in key or "ethnicity" in key} == {
        "wife_full_name": "DƯƠNG HOÀNG LAN", "wife_ethnicity": "Kinh",
        "husband_full_name": "PHAN HOÀNG ĐẠT", "husband_ethnicity": "Chăm",
    }  # fmt: skip


def test_one_letter_does_not_give_a_father_the_values_of_the_child() -> None:
    page = typeset(
        "1. Họ và tên người cha: ĐỖ NGỌC TRÍ", "2. Dân tộc: Kinh", "Là cha của:",
        "1. Họ và tên: VÕ NHẬT VIỆT", "2. Dân tộc: Khơ-me",
    )  # fmt: skip
    found = fields(page, "parent_child")
    assert (found["parent_full_name"].value, found["parent_ethnicity"].value) == ("ĐỖ NGỌC TRÍ", "Kinh")
    assert found["child_full_name"].value == "VÕ NHẬT VIỆT"


def test_a_label_without_value_still_shows_where_it_stands() -> None:
    found = fields(typeset("Họ, chữ đệm, tên:", "", "", "Dân tộc: Kinh"), "birth")["child_full_name"]
    assert (found.value, found.page) == (None, 0)
    assert found.box is not None


def test_the_second_line_of_a_title_is_no_label() -> None:
    page = typeset(*MOTTO, ">GIẤY XÁC NHẬN", ">TÌNH TRẠNG HÔN NHÂN", "Họ và tên: LÊ AN", "Nơi cư trú: 5 Lê Lợi",
                    "Tình trạng hôn nhân Chưa đăng ký kết hôn với ai")  # fmt: skip
    found = fields(page, "marital_status")
    assert found["subject_marital_status_text"].value == "Chưa đăng ký kết hôn với ai"
    assert found["subject_residence_place"].value == "5 Lê Lợi"


def test_now_behind_a_label_belongs_to_it_and_a_sentence_that_begins_so_is_the_value() -> None:
    for said, value in (
        ("hiện tại Chưa kết hôn", "Chưa kết hôn"),
        ("Hiện tại chưa kết hôn", "Hiện tại chưa kết hôn"),
    ):
        page = typeset(*MOTTO, ">GIẤY XÁC NHẬN", "Họ và tên: LÊ AN", f"Tình trạng hôn nhân {said}")
        assert fields(page, "marital_status")["subject_marital_status_text"].value == value


@pytest.mark.parametrize(
    "lines",
    [
        ("Họ và tên: LÊ THỊ NGỌC|LINH", "Dân tộc: Kinh"),
        ("Họ và tên: LÊ THỊ NGỌC", "LINH", "Dân tộc: Kinh"),
        ("Họ và tên: LÊ THỊ NGỌC Dân tộc: Kinh", "LINH"),
    ],
)
def test_a_name_whose_last_word_may_have_been_cut_off_is_never_sure(lines: tuple[str, ...]) -> None:
    found = extract((typeset(*MOTTO, ">GIẤY XÁC NHẬN", *lines),), record_types()["marital_status"])
    (name,) = (field for field in found if field.key == "subject_full_name")
    assert name.value == "LÊ THỊ NGỌC LINH" or name.confidence <= 0.4


def test_under_an_empty_number_no_words_are_its_value() -> None:
    page = typeset(*MOTTO, "Số:", ">QUYẾT ĐỊNH", "Công nhận việc nhận cha, mẹ, con", "Họ và tên: LÊ AN")
    found = fields(page, "parent_child").get("decision_number")
    assert found is None or found.value is None


def test_a_sex_may_stand_under_its_label_alone() -> None:
    found = fields(typeset(*MOTTO, ">GIẤY KHAI SINH", "Họ và tên: LÊ AN", "Giới tính:", "Nữ"), "birth")
    assert found["child_gender"].value == "Nữ"


def test_a_sign_before_an_article_does_not_make_it_a_value() -> None:
    page = typeset(
        *MOTTO, ">QUYẾT ĐỊNH", "Là cha của:", "Họ và tên: LÊ AN", "Nơi sinh:", "® Điều 2. Quyết định này"
    )
    assert fields(page, "parent_child")["child_birth_place"].value is None


def test_a_body_whose_first_word_is_misread_begins_there() -> None:
    page = typeset("UBND QUẬN 2|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ỦYV BAN NHÂN DÂN|Độc lập - Tự do - Hạnh phúc",
                    "PHƯỜNG BÌNH KHÁNH", "Số: 3/BB-VPHC", ">BIÊN BẢN")  # fmt: skip
    written = fields(page, "violation_record")["issuing_agency"].written or ""
    assert written.startswith("ỦYV BAN NHÂN DÂN")


def test_a_stroke_between_two_words_of_a_name_is_cut_out() -> None:
    page = typeset(*MOTTO, ">TRÍCH LỤC KHAI SINH", "Họ và tên: LÊ AN", *[""] * 8, "|TM. UBND", "|CHỦ TỊCH", "",
                    "|Châu/Xuân Duy")  # fmt: skip
    assert fields(page, "birth")["signer_name"].value == "Châu Xuân Duy"
