"""Requests to correct, restrict or delete: taken down at the counter, answered by the archivist, closed at once."""

from __future__ import annotations

import re

from counter_desk import STRANGER, DeskHouse
from reviewed import archived

from pipeline.persons.requests import every
from pipeline.review.sight import is_closed


def test_a_request_is_taken_down_answered_and_a_restriction_closes_the_record(house: DeskHouse) -> None:
    record, clerk = archived(house, "HẠNH", 991), house.client("motcua")
    assert f"/requests?record={record}" in clerk.page(f"/records/{record}")
    clerk.page(f"/requests?record={record}")
    form = {"kind": "restrict", "applicant": "Bà <b>Hỏi</b>", "text": "Xin hạn chế", "days": "10"}
    for wrong in ({"applicant": " "}, {"kind": "burn"}, {"days": "x"}, {"days": "400"}):
        answer = clerk.submit(f"/records/{record}/requests", **(form | wrong))
        assert (answer.status_code, "Xin hạn chế" in answer.text) == (409, True), wrong
    for _ in range(2):
        assert clerk.submit(f"/records/{record}/requests", **form).status_code == 303
    with house.services.ledger.reading() as connection:
        (asked,) = every(connection, record=record)
    page = clerk.page("/requests")
    assert "LÊ NHƯ HẠNH" in page
    assert "<b>Hỏi" not in page
    assert "Chấp nhận</button>" not in page
    assert clerk.submit(f"/requests/{asked.id}/answer", outcome="granted", text="x").status_code == 403
    archivist = house.client("luutru")
    assert f"/requests/{asked.id}/answer" in archivist.page("/requests")
    for outcome, text in (("granted", " "), ("open", "x"), ("maybe", "x")):
        refused = archivist.submit(f"/requests/{asked.id}/answer", outcome=outcome, text=text)
        assert refused.status_code == 409, outcome
    done = archivist.submit(f"/requests/{asked.id}/answer", outcome="granted", text="Đúng luật, đã đóng")
    assert done.status_code == 303
    with house.services.ledger.reading() as connection:
        assert is_closed(connection, record)
    assert "Đúng luật, đã đóng" in archivist.page("/requests?all=1")
    assert "Xin hạn chế" not in archivist.page("/requests")
    # The record is closed now: whoever had no part in the request reads neither name nor words.
    assert clerk.get(f"/requests?record={record}").status_code == 404
    assert not re.search("HẠNH", clerk.page("/requests?all=1"))
    again = archivist.submit(f"/requests/{asked.id}/answer", outcome="refused", text="x")
    assert again.status_code == 404


def test_another_unit_learns_nothing_of_a_request(house: DeskHouse) -> None:
    record, clerk, other = archived(house, "YẾN", 992), house.client("motcua"), house.client(STRANGER)
    clerk.page(f"/requests?record={record}")
    form = {"kind": "correct", "applicant": "Ông Sửa", "text": "Sai ngày sinh", "days": "5"}
    assert clerk.submit(f"/records/{record}/requests", **form).status_code == 303
    assert other.submit(f"/records/{record}/requests", **form).status_code == 404
    assert "Ông Sửa" not in other.page("/requests?all=1")
