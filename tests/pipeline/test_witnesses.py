"""What a record says of a value a second time."""

from __future__ import annotations

import pytest

from pipeline.agreement import repeated
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types


@pytest.mark.parametrize(
    ("number", "body", "said"),
    [
        ("2161/QĐ-STP", "SỞ TƯ PHÁP", True),
        ("2161/QĐ-SXD", "SỞ TƯ PHÁP", False),
        # Each committee's symbol is the same: a lost line with its place would go unseen.
        ("2161/QĐ-UBND", "ỦY BAN NHÂN DÂN", False),
        ("2161/QĐ-UBND", "ỦY BAN NHÂN DÂN PHƯỜNG TĂNG NHƠN", False),
        ("2161/NQ-HĐND", "HĐND THÀNH PHỐ THỦ ĐỨC", False),
    ],
)
def test_a_symbol_says_the_body_again_where_it_is_that_bodys_own(number: str, body: str, said: bool) -> None:
    kind = "NGHỊ QUYẾT" if "NQ" in number else "QUYẾT ĐỊNH"
    values = {"number": number, "kind": kind, "issuing_body": body}
    fields = [Field(key, value, value, 0.9, FieldState.NEEDS_REVIEW) for key, value in values.items()]
    assert ("issuing_body" in repeated(record_types()["correspondence"], fields)) == said
