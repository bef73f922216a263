"""Forms whose labels stand side by side, above their values, or broken in narrow cells: words in boxes, no images."""

from __future__ import annotations

import pytest

from ocr.page import Box, Line, PageText, Word
from pipeline.extract import extract
from pipeline.extract.layout import Row, Token
from pipeline.extract.targets import vocabulary
from pipeline.extract.wrapped_labels import wrapped_label
from pipeline.record import Field
from pipeline.record_type import record_types

LETTER, TALL, PITCH = 11, 24, 44
Cells = dict[int, str]


def page(*rows: Cells) -> PageText:
    """A page whose rows hold text at pixels from the left."""
    lines = []
    for number, row in enumerate(rows):
        for x, text in row.items():
            words = []
            for token in text.split():
                box = Box(x, 300 + number * PITCH, x + len(token) * LETTER, 300 + number * PITCH + TALL)
                words.append(Word(token, box, 0.97))
                x = box.x1 + 9
            lines.append(Line(tuple(words)))
    return PageText(1654, 2339, 0, tuple(lines), "typeset")


def read(kind: str, form: str | None, *rows: Cells) -> dict[str, Field]:
    return {field.key: field for field in extract([page(*rows)], record_types()[kind], form)}


def values(kind: str, form: str | None, *rows: Cells) -> dict[str, str | None]:
    return {key: field.value for key, field in read(kind, form, *rows).items()}


def test_each_value_under_its_label() -> None:
    found = values(
        "death", "giay_chung_tu_old",
        {200: "- Họ và tên người chết", 760: "- Ngày, tháng, năm sinh", 1260: "- Giới tính"},
        {200: "Thái Xuân Tâm", 760: "1950", 1260: "Nam"},
        {200: "- Dân tộc", 760: "- Quốc tịch"},
        {200: "Chăm", 760: "Việt Nam"},
        {200: "- Nơi thường trú cuối cùng"},
        {200: "số 297B Đường Kha Vạn Cân, khu phố 1, phường Bình An, quận 2, Thành phố Hồ Chí"},
        {200: "Minh"},
    )  # fmt: skip
    assert found == {
        "deceased_full_name": "Thái Xuân Tâm",
        "deceased_birth_date": "1950",
        "deceased_gender": "Nam",
        "deceased_ethnicity": "Chăm",
        "deceased_nationality": "Việt Nam",
        "deceased_residence_place": "số 297B Đường Kha Vạn Cân, khu phố 1, phường Bình An, quận 2, "
        "Thành phố Hồ Chí Minh",
    }


def test_values_that_wrap_in_cells_beside_one_another() -> None:
    found = values(
        "parent_child", "trich_luc_nhan_cha_me_con",
        {200: "- Họ và tên người cha : NGUYỄN", 700: "- Sinh ngày :", 1160: "- Dân tộc : Kinh"},
        {200: "MINH KHOA", 700: "21-06-1962"},
        {200: "- Quốc tịch : Việt Nam"},
    )  # fmt: skip
    assert found["parent_full_name"] == "NGUYỄN MINH KHOA"
    assert found["parent_birth_date"] == "1962-06-21"
    assert (found["parent_ethnicity"], found["parent_nationality"]) == ("Kinh", "Việt Nam")


def test_one_word_that_did_not_fit_into_the_first_cell() -> None:
    found = values(
        "adoption", None,
        {200: "Họ và tên con nuôi: LÊ THỊ", 520: "Ngày, tháng, năm sinh: 14/05/2016", 1050: "Giới tính: Nữ"},
        {200: "UYÊN"},
        {200: "Dân tộc: Cơ-ho"},
    )  # fmt: skip
    assert found["child_full_name"] == "LÊ THỊ UYÊN"


def test_a_line_that_runs_on_behind_the_last_label_stays_with_it() -> None:
    found = values(
        "birth", "trich_luc_khai_sinh",
        {200: "Họ và tên: LÊ NHƯ PHƯỢNG", 620: "Nơi sinh: Bệnh viện đa khoa khu vực Thủ Đức, phường Linh Trung,"},
        {200: "quận Thủ Đức, Thành phố Hồ Chí Minh"},
        {200: "Dân tộc: Kinh"},
    )  # fmt: skip
    assert found["child_full_name"] == "LÊ NHƯ PHƯỢNG"
    assert str(found["child_birth_place"]).endswith("phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh")


TABLE: tuple[Cells, ...] = (
    {160: "Họ, chữ đệm và", 350: "NGUYỄN ĐỨC THỊNH", 860: "Họ, chữ đệm,", 1050: "LÝ THỊ UYÊN"},
    {160: "tên chồng:", 860: "tên vợ:"},
    {160: "Ngày, tháng,", 350: "08/08/1984", 860: "Ngày, tháng,", 1050: "15/04/1988"},
    {160: "năm sinh:", 860: "năm sinh:"},
    {160: "Dân tộc:", 350: "Nùng", 860: "Dân tộc:", 1050: "Kinh"},
    {160: "Nơi thường", 350: "196A Đường Lê Văn", 860: "Nơi thường", 1050: "46/31A Đường Đỗ"},
    {160: "trú/tạm trú:", 350: "Việt, P. Linh", 860: "trú/tạm trú:", 1050: "Xuân Hợp, KP 4,"},
    {350: "Trung, TP. Thủ Đức,", 1050: "phường Cát Lái,"},
    {350: "TP. Hồ Chí Minh", 1050: "TP. Hồ Chí Minh"},
)


def test_labels_that_narrow_cells_break() -> None:
    assert values("marriage", "giay_chung_nhan_ket_hon_old", *TABLE) == {
        "husband_full_name": "NGUYỄN ĐỨC THỊNH",
        "husband_birth_date": "1984-08-08",
        "husband_ethnicity": "Nùng",
        "husband_residence_place": "196A Đường Lê Văn Việt, P. Linh Trung, TP. Thủ Đức, TP. Hồ Chí Minh",
        "wife_full_name": "LÝ THỊ UYÊN",
        "wife_birth_date": "1988-04-15",
        "wife_ethnicity": "Kinh",
        "wife_residence_place": "46/31A Đường Đỗ Xuân Hợp, KP 4, phường Cát Lái, TP. Hồ Chí Minh",
    }


def test_two_columns_of_values_are_parted_where_the_second_begins() -> None:
    found = values(
        "marriage", "giay_chung_nhan_ket_hon",
        {480: "Vợ", 980: "Chồng"},
        {160: "Họ và tên", 480: "Huỳnh Quốc Hữu Ngọc Tường", 980: "Hồ Văn An"},
        {160: "Ngày sinh", 480: "ngày 3 tháng 1 năm 1965", 980: "ngày 07 tháng 04 năm 1970"},
        {160: "Dân tộc", 480: "Tày", 980: "Kinh"},
        {160: "Nơi cư trú", 480: "phường Phước Tiến, quận Ninh", 980: "xã Mỹ Phong, thị xã Gò Công,"},
        {480: "Kiều, thành phố Cần Thơ", 980: "tỉnh Tiền Giang"},
    )  # fmt: skip
    assert found["wife_full_name"] == "Huỳnh Quốc Hữu Ngọc Tường"
    assert (found["wife_birth_date"], found["husband_birth_date"]) == ("1965-01-03", "1970-04-07")
    assert found["wife_residence_place"] == "phường Phước Tiến, quận Ninh Kiều, thành phố Cần Thơ"
    assert found["husband_residence_place"] == "xã Mỹ Phong, thị xã Gò Công, tỉnh Tiền Giang"


def test_a_row_below_two_columns_that_tells_of_the_child_ends_them() -> None:
    found = values(
        "adoption", None,
        {300: "CHA NUÔI", 1000: "MẸ NUÔI"},
        {160: "Họ, chữ đệm, tên: Châu Nhật Trung", 860: "Họ, chữ đệm, tên: Đặng Thùy Xuân"},
        {160: "Dân tộc: Kinh", 860: "Dân tộc: Tày"},
        {160: "Họ và tên con nuôi: Mai Ngọc Hà", 800: "Sinh ngày: 26/10/2008", 1250: "Giới: Nữ"},
        {160: "Dân tộc: Hoa", 860: "Quốc tịch: Việt Nam"},
    )  # fmt: skip
    assert (found["child_birth_date"], found["child_gender"]) == ("2008-10-26", "Nữ")
    assert (found["father_ethnicity"], found["mother_ethnicity"]) == ("Kinh", "Tày")
    assert (found["child_ethnicity"], found["child_nationality"]) == ("Hoa", "Việt Nam")


@pytest.mark.parametrize("line", ["số 237B đường Tô Ngọc Vân, phường 2", "Số 85 Đường Man Thiện, phường 3"])
def test_the_number_of_a_house_is_no_register_number(line: str) -> None:
    found = values("parent_child", "trich_luc_nhan_cha_me_con", {160: "Nơi thường trú"}, {160: line})
    assert found == {"parent_residence_place": line}


def test_a_figure_alone_under_its_label_is_its_value() -> None:
    rows: tuple[Cells, ...] = ({160: "4. Tờ bản đồ"}, {160: "41"}, {160: "5. Diện tích"}, {160: "141 m2"})
    found = values("planning_information", None, *rows)
    assert (found["map_sheet"], found["area_m2"]) == ("41", "141")


def test_a_heading_in_capitals_ends_a_value() -> None:
    found = values(
        "violation_record", None,
        {160: "Quy định tại: khoản 5 Điều 15 Nghị định số 139/2017/NĐ-CP"}, {900: "NGƯỜI LẬP BIÊN BẢN"},
    )  # fmt: skip
    assert found["violated_rule"] == "khoản 5 Điều 15 Nghị định số 139/2017/NĐ-CP"


def test_the_rest_of_a_remark_in_a_label_is_no_value() -> None:
    found = values(
        "adoption", None,
        {300: "CHA NUÔI", 1000: "MẸ NUÔI"},
        {160: "Dân tộc: Kinh", 860: "Dân tộc: Tày"},
        {160: "Giấy tờ tùy thân (CCCD/CMND/Hộ", 860: "Giấy tờ tùy thân (CCCD/CMND/Hộ"},
        {160: "chiếu): CMND số 181551783", 860: "chiếu): CMND số 281551784"},
    )  # fmt: skip
    assert (found["father_id_doc"], found["mother_id_doc"]) == ("CMND số 181551783", "CMND số 281551784")


def test_a_label_goes_on_below_the_number_of_its_item() -> None:
    rows: tuple[Cells, ...] = ({160: "2. Được phép xây dựng công", 680: "Nhà ở riêng lẻ"}, {160: "trình:"})
    assert values("construction_permit", None, *rows)["work_name"] == "Nhà ở riêng lẻ"


def test_a_long_label_below_a_value_in_cells_is_cut_by_no_cell() -> None:
    found = values(
        "construction_permit", None,
        {160: "3. Giấy tờ về đất đai:", 680: "Giấy chứng nhận số ĐD"}, {680: "272698 cấp ngày 05/11/2011"},
        {160: "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp"},
    )  # fmt: skip
    assert found["land_papers"] == "Giấy chứng nhận số ĐD 272698 cấp ngày 05/11/2011"
    assert found["start_deadline_months"] == "12"


def test_a_listed_word_is_whole_and_takes_no_line_below() -> None:
    rows: tuple[Cells, ...] = ({160: "Quốc tịch", 400: "Việt Nam"}, {160: "Tôn giáo", 400: "Không"})
    assert values("death", None, *rows)["deceased_nationality"] == "Việt Nam"


def test_what_follows_the_colon_of_a_label_is_no_other_label() -> None:
    found = values("birth", "giay_khai_sinh_old", {160: "Họ và tên: Nguyễn Xuân Uyên"})
    assert found == {"child_full_name": "Nguyễn Xuân Uyên"}


def test_a_label_of_one_line_is_not_broken() -> None:
    words = vocabulary(record_types()["birth"])
    rows = [_row(0, "Nơi cư trú hiện nay 44/17A đường Ngô Chí Quốc, quận"), _row(1, "2, TP. Hồ Chí Minh")]
    assert wrapped_label(rows, 0, 0, words) is None
    rows = [_row(0, "Họ, chữ đệm, tên"), _row(1, "người mẹ: LÊ THỊ UYÊN")]
    broken = wrapped_label(rows, 0, 0, words)
    assert broken is not None
    assert broken.below == ((0, 2),)


def _row(number: int, text: str) -> Row:
    x, top, tokens = 160, 300 + number * PITCH, []
    for word in text.split():
        box = Box(x, top, x + len(word) * LETTER, top + TALL)
        tokens.append(Token(word, box.x0, box.y0, box.x1, box.y1, 0.97, box, 0))
        x = box.x1 + 9
    return Row(tuple(tokens), TALL)


def test_two_specks_at_one_place_make_a_page_no_fault() -> None:
    words = [Word("a", Box(100, 100, 103, 124), 0.9), Word("b", Box(100, 104, 103, 128), 0.9)]
    speckled = PageText(1654, 2339, 0, tuple(Line((word,)) for word in words), "typeset")
    assert extract([speckled], record_types()["birth"]) == ()
