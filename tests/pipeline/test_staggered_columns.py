"""Two people in two columns whose rows do not meet, since one column has a head or a longer address."""

from __future__ import annotations

from typeset import typeset

from pipeline.extract import extract, extract_layouts
from pipeline.extract.layout import lay_out_leaves
from pipeline.record import Field
from pipeline.record_type import record_types

CHILD = ("Họ, chữ đệm, tên con nuôi: HUỲNH THỊ NHUNG", "Sinh ngày: 24/05/2008", "Giới tính: Nữ")


def found(*lines: str) -> dict[str, str | None]:
    return {field.key: field.value for field in extract([typeset(*lines)], record_types()["adoption"])}


def test_a_head_over_one_column_and_a_label_in_the_other() -> None:
    told = found(
        "CHA NUÔI|Họ, chữ đệm, tên mẹ nuôi: NGUYỄN NHƯ HOA",
        "Họ và tên: NGUYỄN VĂN TRÍ|Sinh ngày: 14/10/1972",
        "Sinh ngày: 03/01/1976|Dân tộc: Tày",
        "Dân tộc: Kinh|Quốc tịch: Việt Nam",
        "Quốc tịch: Việt Nam",
        *CHILD,
    )
    assert (told["father_full_name"], told["father_birth_date"]) == ("NGUYỄN VĂN TRÍ", "1976-01-03")
    assert (told["mother_full_name"], told["mother_birth_date"]) == ("NGUYỄN NHƯ HOA", "1972-10-14")
    assert (told["father_ethnicity"], told["mother_ethnicity"]) == ("Kinh", "Tày")
    assert (told["child_full_name"], told["child_birth_date"]) == ("HUỲNH THỊ NHUNG", "2008-05-24")


def test_the_same_labels_some_rows_off_are_two_columns() -> None:
    told = found(
        "Họ và tên cha nuôi: NGUYỄN VĂN TRÍ|phường Linh Chiểu",
        "Sinh ngày: 03/01/1976|Họ và tên mẹ nuôi: NGUYỄN NHƯ HOA",
        "Dân tộc: Kinh|Sinh ngày: 14/10/1972",
        "Quốc tịch: Việt Nam|Dân tộc: Tày",
        "|Quốc tịch: Việt Nam",
        *CHILD,
    )
    assert (told["father_birth_date"], told["mother_birth_date"]) == ("1976-01-03", "1972-10-14")
    assert (told["father_ethnicity"], told["mother_ethnicity"]) == ("Kinh", "Tày")


def test_what_stands_beside_in_one_row_again_and_again_is_no_column() -> None:
    told = found(
        "Họ và tên cha nuôi: NGUYỄN VĂN TRÍ|Sinh ngày: 03/01/1976",
        "Dân tộc: Kinh|Quốc tịch: Việt Nam",
        "Họ và tên mẹ nuôi: NGUYỄN NHƯ HOA|Sinh ngày: 14/10/1972",
        "Dân tộc: Tày|Quốc tịch: Việt Nam",
        *CHILD,
    )
    assert (told["father_birth_date"], told["mother_birth_date"]) == ("1976-01-03", "1972-10-14")
    assert (told["father_ethnicity"], told["mother_ethnicity"]) == ("Kinh", "Tày")


def test_a_name_that_its_own_label_contests_is_nobodys_for_sure() -> None:
    mother = "Họ, chữ đệm, tên mẹ nuôi: NGUYỄN NHƯ HOA"
    page = typeset("Cha nuôi", mother, "Họ và tên: NGUYỄN VĂN TRÍ", *CHILD)
    told = extract_layouts(list(lay_out_leaves(page, 0)), record_types()["adoption"], None)
    assert "child_full_name" in told.unsure_owner


def test_a_family_name_like_a_head_parts_no_columns() -> None:
    page = typeset(
        "Họ, chữ đệm, tên chồng: Võ Đình Phúc", "Ngày, tháng, năm sinh: 06/07/1961",
        "Dân tộc: Kinh|Quốc tịch: Việt Nam", "Họ, chữ đệm, tên vợ: Thái Bích Liên",
        "Ngày, tháng, năm sinh: 07/09/1982", "Dân tộc: Kinh|Quốc tịch: Việt Nam",
    )  # fmt: skip
    told = {field.key: field.value for field in extract([page], record_types()["marriage"])}
    assert (told["husband_full_name"], told["husband_birth_date"]) == ("Võ Đình Phúc", "1961-07-06")
    assert (told["wife_full_name"], told["wife_birth_date"]) == ("Thái Bích Liên", "1982-09-07")


def test_a_value_whose_line_goes_on_in_the_other_column_is_sure_of_nothing() -> None:
    """Where the columns part is a guess; it was made in the middle of a hospital's name once."""

    def place_of(line: str) -> Field:
        page = typeset(
            "CHA NUÔI|Họ, chữ đệm, tên mẹ nuôi: NGUYỄN NHƯ HOA",
            "Họ và tên: NGUYỄN VĂN TRÍ|Sinh ngày: 14/10/1972",
            "Sinh ngày: 03/01/1976|Dân tộc: Tày",
            line,
            "Dân tộc: Kinh|Quốc tịch: Việt Nam",
            *CHILD,
        )
        told = extract([page], record_types()["adoption"])
        return next(field for field in told if field.key == "father_residence_place")

    assert place_of("Nơi cư trú: phường Linh Tây, quận Hai").confidence > 0.4
    cut = place_of("Nơi cư trú: phường Bình Trưng Tây, quận Hai, Thành phố Hồ Chí Minh, Việt Nam")
    assert (cut.value, cut.confidence) == ("phường Bình Trưng Tây, quận Hai, Thành phố Hồ Chí", 0.4)
