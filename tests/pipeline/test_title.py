"""What a record is called when some of its values are not known: no words are left over."""

from __future__ import annotations

import pytest

from pipeline.describe import title_of
from pipeline.record_type import record_types


@pytest.mark.parametrize(
    ("kind", "values", "title"),
    [
        ("birth", {"child_full_name": "LÊ AN", "child_birth_date": "15/10/2019"}, "Khai sinh LÊ AN, sinh 15/10/2019"),
        ("birth", {"child_full_name": "LÊ AN", "child_birth_date": None}, "Khai sinh LÊ AN"),
        ("birth", {"child_birth_date": "15/10/2019"}, "Khai sinh, sinh 15/10/2019"),
        ("birth", {}, "Khai sinh"),
        ("marriage", {"wife_full_name": "LÊ BÌNH"}, "Kết hôn LÊ BÌNH"),
        ("marriage", {"husband_full_name": "LÊ AN", "wife_full_name": "LÊ BÌNH"}, "Kết hôn LÊ AN và LÊ BÌNH"),
        ("parent_child", {"child_full_name": "LÊ AN"}, "Nhận cha, mẹ, con: LÊ AN"),
        ("correspondence", {"kind": "Công văn", "abstract": "về việc cấp số nhà"}, "Công văn: về việc cấp số nhà"),
        ("correspondence", {}, ""),
    ],
)  # fmt: skip
def test_what_is_not_known_is_left_out_with_its_words(
    kind: str, values: dict[str, str | None], title: str
) -> None:
    assert title_of(record_types()[kind], values) == title
