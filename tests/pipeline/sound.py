"""Sound records of every printed type, as the reader would hand them to the checks. Invented people only."""

from __future__ import annotations

from pipeline.normalize.kinds import normalise
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

SOUND = {
    "birth": {
        "number": "773/2019", "book_number": "02/2019", "child_full_name": "LÊ NHƯ PHƯỢNG", "child_gender": "Nữ",
        "child_birth_date": "15/10/2019", "child_personal_id": "079319498325", "registration_date": "18/10/2019",
        "child_birth_date_words": "ngày mười lăm tháng mười năm hai nghìn không trăm mười chín",
        "mother_birth_date": "1984", "father_birth_date": "1975",
        "registration_place": "UBND phường Linh Trung, quận 9",
    },
    "death": {
        "number": "204/2019", "deceased_full_name": "Trương Phúc Cường", "deceased_birth_date": "24/4/1954",
        "deceased_death_date": "ngày 12 tháng 8 năm 2019", "registration_date": "20/8/2019",
        "registration_place": "UBND phường Trường Thạnh", "deceased_ethnicity": "Kinh", "deceased_gender": "Nam",
        "deceased_personal_id": "054054301532",
    },
    "marriage": {
        "number": "348/2020", "wife_full_name": "Bùi Như Xuân", "husband_full_name": "Nguyễn Hoàng Nhân",
        "wife_birth_date": "02/05/1999", "husband_birth_date": "15/09/1998", "registration_date": "25/11/2020",
        "registration_place": "UBND phường Tam Bình", "wife_id_doc": "CCCD số 040199296532",
    },
    "parent_child": {
        "number": "453/2022", "parent_full_name": "Võ Thành Duy", "parent_birth_date": "1993",
        "confirmation_type": "cha",
        "child_full_name": "Võ Thùy Mai", "child_birth_date": "14-01-2022", "registration_date": "14/4/2022",
        "registration_place": "UBND phường Tam Phú",
    },
    "construction_permit": {
        "permit_number": "271/2020/GPXD-UBND", "grantee_name": "Đoàn Hữu Khuê", "work_name": "Nhà ở", "storeys": "02",
        "issue_date": "17/4/2020", "land_area_m2": "75,4", "first_floor_area_m2": "69", "total_floor_area_m2": "134,8",
        "building_density": "91,5%", "floor_area_ratio": "1,79", "height_m": "10,49 m",
    },
    "correspondence": {
        "number": "2095/TB-ĐHĐL", "issue_date": "27/8/2025", "issuing_body": "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC",
        "kind": "THÔNG BÁO", "abstract": "Về việc tham dự lễ",
    },
}  # fmt: skip


def fields(kind: str, changes: dict[str, str | None] | None = None, confidence: float = 0.97) -> list[Field]:
    made = []
    for key, written in {**SOUND[kind], **(changes or {})}.items():
        spec = record_types()[kind].spec(key)
        assert spec is not None
        if written is None:
            continue
        value = normalise(spec.kind, written)
        text = value if isinstance(value, str) else None
        made.append(Field(key, text, written, confidence, FieldState.NEEDS_REVIEW, 0))
    return made
