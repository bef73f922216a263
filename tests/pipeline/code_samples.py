"""A sample for each code of findings.toml: what a document must be like to earn exactly that code, and no other.

A new code needs a line here (or in `ELSEWHERE`, where only a broken machine or another module can earn it); the test
beside fails until it has one. Fields are written as on paper; everybody is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from drafted import Drafted
from typeset import BIRTH, MOTTO, reading, typeset

from ocr.limits import Limits
from ocr.page import Box, Mark
from ocr.reading import PageReading
from ocr.sheet_code import SheetCode
from pipeline.batch import Page
from pipeline.record import Field, FieldState, PageState, RecordState
from pipeline.register.numbers import EntryLine
from pipeline.register.numbers import check as check_numbers
from pipeline.register.volume import Declared, Volume
from pipeline.separators import Sheet, Sheets, announced
from pipeline.sheet_counts import sheet_findings

Changes = Mapping[str, str | None]

# One record by itself: the type, what differs from the sound one, the field that the finding is about.
FIELDS: Mapping[str, tuple[str, Changes, str]] = {
    "R001": ("birth", {"child_full_name": None}, "child_full_name"),
    "R002": ("birth", {"number": "773"}, "number"),
    "R003": ("birth", {"child_birth_date": "31/02/2019"}, "child_birth_date"),
    "R004": ("birth", {"child_birth_date": "16/10/2019"}, "child_birth_date"),
    "R005": ("birth", {"registration_date": "01/02/2019"}, "registration_date"),
    "R006": ("death", {"deceased_birth_date": "1890", "deceased_personal_id": None}, "deceased_death_date"),
    "R007": ("death", {"registration_date": "30/12/2019"}, "registration_date"),
    "R008": ("birth", {"number": "773/2018"}, "number"),
    "R009": ("birth", {"book_number": "02/2020"}, "book_number"),
    "R010": ("construction_permit", {"height_m": "cao"}, "height_m"),
    "R011": ("birth", {"child_personal_id": "07931949832"}, "child_personal_id"),
    "R012": ("birth", {"child_personal_id": "999319498325"}, "child_personal_id"),
    "R013": ("birth", {"child_gender": "Nam"}, "child_personal_id"),
    "R014": ("birth", {"child_personal_id": "079318498325"}, "child_personal_id"),
    "R015": ("death", {"deceased_ethnicity": "Người Sao Hỏa"}, "deceased_ethnicity"),
    "R016": ("birth", {"child_full_name": "LÊ ZWX BLGG"}, "child_full_name"),
    "R017": ("birth", {"father_birth_date": "1910"}, "father_birth_date"),
    "R018": ("birth", {"mother_birth_date": "2020"}, "mother_birth_date"),
    "R019": ("marriage", {"husband_birth_date": "15/09/2003"}, "husband_birth_date"),
    "R020": ("construction_permit", {"storeys": "0", "first_floor_area_m2": None, "building_density": None}, "storeys"),
    "R021": ("construction_permit", {"total_floor_area_m2": "60", "floor_area_ratio": None}, "total_floor_area_m2"),
    "R022": ("construction_permit", {"building_density": "51,5%"}, "building_density"),
    "R023": ("construction_permit", {"floor_area_ratio": "3,79"}, "floor_area_ratio"),
    "R024": ("construction_permit", {"total_floor_area_m2": "634,8", "floor_area_ratio": None}, "storeys"),
    "R025": (
        "birth", {"registration_place": "UBND phường Linh Trung, thành phố Thủ Đức"}, "registration_place",
    ),
    "R026": ("parent_child", {"confirmation_type": "con"}, "confirmation_type"),
    "R027": (
        "death",
        {"registration_date": "20/8/2008", "number": "204/2008", "deceased_death_date": "12/8/2008"},
        "deceased_personal_id",
    ),
    "R029": ("correspondence", {"number": "2095/QĐ-ĐHĐL"}, "number"),
    "R030": ("birth", {"mother_full_name": "NGUYẾN THỊ HOA", "father_full_name": "LÊ VĂN AN"}, "mother_full_name"),
    "R031": ("birth", {"registration_place": "UBND phường Linh Trung", "book_number": "O2/2019"}, "book_number"),
    "R032": ("construction_permit", {"permit_number": "118/2020/GPXD-TD"}, "permit_number"),
    "R033": ("death", {"deceased_birth_date": "năm Giáp Ngọ", "deceased_personal_id": None}, "deceased_birth_date"),
    "R034": ("death", {"deceased_birth_date": "24/4/54", "deceased_personal_id": None}, "deceased_birth_date"),
    "R035": (
        "birth", {"mother_full_name": "TRẦN THỊ HOA", "father_full_name": "PHẠM VĂN AN"}, "child_full_name",
    ),
    "R036": ("marriage", {"wife_full_name": "Bùi Văn Xuân"}, "wife_full_name"),
    "R037": ("marriage", {"wife_id_doc": "Thẻ căn cước số 123456789"}, "wife_id_doc"),
    "R038": ("marriage", {"wife_full_name": "Bùi Như Hoà", "husband_full_name": "BÙI NHƯ HÒA"}, "wife_full_name"),
    "R039": ("birth", {"registration_date": "10/2019"}, "registration_date"),
    "R042": ("construction_permit", {"ground_level": "178 m"}, "ground_level"),
    "R040": (
        "birth",
        {"child_personal_id": "001319498325", "registration_place": "UBND phường Linh Trung, TP. Hồ Chí Minh"},
        "child_personal_id",
    ),
}  # fmt: skip

# A proposal for figures explains why they could not be read, so it stands beside that finding; and the file of a row
# that cannot be used is a file without a row.
BESIDE: Mapping[str, str] = {"R031": "R010", "IMPORT_TYPE_UNKNOWN": "IMPORT_NO_ROW"}


# One kept file and the limits it meets: its survey, or that of its pages, earns the code.
FILES: Mapping[str, tuple[str, Limits]] = {
    "FILE_EMPTY": ("FILE_EMPTY.pdf", Limits()),
    "FILE_TYPE": ("FILE_TYPE_text_renamed.pdf", Limits()),
    "FILE_DAMAGED": ("FILE_DAMAGED_truncated.jpg", Limits()),
    "FILE_ENCRYPTED": ("FILE_ENCRYPTED.pdf", Limits()),
    "FILE_TOO_LARGE": ("FILE_ENCRYPTED.pdf", Limits(max_file_bytes=100)),
    "FILE_TOO_MANY_PAGES": ("PAGE_DAMAGED_3_good_1_broken.pdf", Limits(max_pages=3)),
    "PAGE_TOO_LARGE": ("PAGE_TOO_LARGE_bomb.png", Limits()),
}

PATCH = Mark("patch", "T", Box(0, 0, 9, 9))
SOUND_PAGE = reading(typeset(*BIRTH))
LEAVES = replace(SOUND_PAGE.text, leaves=(Box(0, 0, 600, 1754), Box(640, 0, 1240, 1754)))

# Pages of one record as the reader hands them on.
READINGS: Mapping[str, Sequence[PageReading]] = {
    "TYPE_UNSURE": [reading(typeset(*MOTTO, ">GIẤY TỜ LẠ LÙNG", "Tôi tên là An"))],
    "NOTHING_READ": [reading(typeset())],
    "HANDWRITTEN": [reading(typeset(*BIRTH), 1, "handwritten")],
    "QUALITY_LOW": [reading(typeset(*BIRTH), 1, "low", ["blur"])],
    "SPREAD": [replace(SOUND_PAGE, text=LEAVES)],
    "SHEET_UNCLEAR": [replace(SOUND_PAGE, marks=(PATCH,))],
    "QR_DIFFERS": [replace(SOUND_PAGE, marks=(Mark("qr", "Số: 774/2019|LÊ NHƯ PHƯỢNG", Box(9, 9, 99, 99)),))],
    "SECRET_STAMP": [reading(typeset("TUYỆT MẬT", *BIRTH))],
    "SECRET_SUSPECTED": [reading(typeset("TUYET MAT", *BIRTH))],
    "NOTES_ON_PAPER": [
        reading(typeset(*BIRTH, "PHẦN GHI CHÚ NHỮNG THÔNG TIN THAY ĐỔI SAU NÀY", "Cải chính số 4/QĐ"))
    ],
    "NOTES_BY_HAND": [
        replace(SOUND_PAGE, text=replace(typeset(*BIRTH), handwriting=(Box(20, 400, 120, 700),)))
    ],
    "PAGES_MANY": [SOUND_PAGE, *(reading(typeset("Trang sau không có tiêu đề."), n) for n in (2, 3))],
}


def _component(number: int = 1, of: int = 1, pages: int | None = None) -> SheetCode:
    return SheetCode("D", "H29.22.33-260115-0001", "birth", number, of, pages)


def _sheets(*codes: tuple[int, SheetCode]) -> Sheets:
    return Sheets({(1, number): Sheet(code) for number, code in codes})


def _page(number: int, state: PageState) -> Page:
    return Page(str(number), "b", 1, number, "", state, None, None, None, {}, None)


def _told(sheets: Sheets, dossier: str | None = None) -> list[str]:
    return [finding.code for finding in announced(sheets, (1, 2), dossier).findings]


def _counted(sheets: Sheets) -> list[str]:
    pages = [_page(1, PageState.SEPARATOR), _page(2, PageState.READ)]
    return [finding.code for finding in sheet_findings(pages, sheets, 1)]


def _numbered(written: Sequence[str | None]) -> list[str]:
    volume = Volume("v", "u", Declared(type="birth", book="01/1987"), ())
    lines = [EntryLine(str(at), at, 0, one, False, "in_review") for at, one in enumerate(written, 1)]
    return [finding.code for finding in check_numbers(volume, lines)]


# What lies between the pages, and the numbers of a volume.
SHEETS: Mapping[str, Callable[[], list[str]]] = {
    "RESCAN_OF": lambda: _told(_sheets((1, SheetCode("R", "3d414bd8")))),
    "SHEET_OTHER_DOSSIER": lambda: _told(_sheets((1, _component())), "H29.22.33-260115-0009"),
    "SHEET_COUNT": lambda: _counted(_sheets((1, _component(pages=2)))),
    "VOLUME_UNNUMBERED": lambda: _numbered([None]),
    "SHEETS_MISSING": lambda: _counted(_sheets((1, _component(1, 9)), (3, _component(3, 9)))),
}

# Records in the ledger: the first, and what differs in the second, which earns the code.
_ANOTHER: Changes = {
    "child_full_name": "LÊ NHƯ QUỲNH", "child_birth_date": "16/10/2019", "child_personal_id": "079319498333",
}  # fmt: skip
_LETTER: Changes = {
    "number": "2095/TB-ĐHĐL", "issue_date": "27/8/2091", "issuing_body": "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC",
    "kind": "THÔNG BÁO", "abstract": "Về việc tham dự lễ",
}  # fmt: skip
LEDGER: Mapping[str, Callable[[Drafted], str]] = {
    "R050": lambda drafted: drafted.put() and drafted.put(_ANOTHER),
    "R051": lambda drafted: (
        drafted.put() and drafted.put({"number": "9/2019", "child_full_name": "LÊ NHƯ PHỤNG"})
    ),
    "R052": lambda drafted: drafted.put() and drafted.put({"number": "9/2019"}),
    "R053": lambda drafted: drafted.put(_LETTER, "correspondence"),
}

# A row for the Ministry's sheet: the one field of a good record of birth that differs.
ROWS: Mapping[str, Field] = {
    "EXPORT_UNREADABLE": Field("note", None, None, 0.0, FieldState.UNREADABLE),
    "EXPORT_BLANK": Field("child_full_name", None, None, 1.0, FieldState.CONFIRMED_EMPTY),
    "EXPORT_ID_PAPER": Field(
        "applicant_id_doc", "CMND số 023456789, đã mất góc", None, 1.0, FieldState.CONFIRMED
    ),
}

# A table of earlier work: the file's name, and its rows, the first of them headings.
TABLES: Mapping[str, tuple[str, Sequence[Sequence[str]]]] = {
    "IMPORT_CELL_LONG": ("rows.csv", [["number", "child_full_name"], ["45/1987", "A" * 33_000]]),
    "IMPORT_CELL_ERROR": ("rows.xlsx", [["number", "child_full_name"], ["45/1987", "#REF!"]]),
}

# A row of earlier work beside its scan: what is added behind the good row, and the type that it names.
EARLIER: Mapping[str, tuple[Sequence[str], str]] = {
    "IMPORT_ROW_LONG": (["thừa"], "birth"),
    "IMPORT_TYPE_UNKNOWN": ([], "no_such_type"),
}

# A delivery: the record that is put beside (or stands in place of) the good one, and the state it is in.
DELIVERIES: Mapping[str, tuple[Changes, RecordState]] = {
    "EXPORT_NO_COLUMN": ({"number": "46/1987", "extract_number": "9/TLKS"}, RecordState.APPROVED),
    "EXPORT_NAME_TAKEN": ({"number": "45)/1987"}, RecordState.APPROVED),
    "EXPORT_STATE": ({"number": "47/1987"}, RecordState.IN_REVIEW),
}

# What only a broken machine, a whole batch, or another module can earn: the test that makes it so, and names it.
ELSEWHERE: Mapping[str, str] = {
    "R028": "tests/pipeline/test_interpret.py",
    "R041": "tests/pipeline/test_under_seal.py",
    "PAGE_DAMAGED": "tests/ocr/test_decode_pdf.py",
    "PAGE_TIMEOUT": "tests/pipeline/test_digitize.py",
    "PAGE_MEMORY": "tests/ocr/test_pool.py",
    "PAGE_KILLED_WORKER": "tests/ocr/test_pool.py",
    "DUPLICATE": "tests/pipeline/test_digitize.py",
    "INCOMPLETE": "tests/pipeline/test_digitize.py",
    "SECOND_COPY_MISSING": "tests/pipeline/test_register.py",
    "SIGNED_INCOMING": "tests/pipeline/test_signed_incoming.py",
    "SIGNATURE_BROKEN": "tests/pipeline/test_signed_incoming.py",
    "COUNT_MISMATCH": "tests/pipeline/test_digitize.py",
}
