"""A paper of the counter before it is used: the page says when it may be another dossier's."""

from __future__ import annotations

import pytest
from counter_desk import DeskHouse
from every_page import CODE, at_the_counter
from reviewed import archived

ASKS = "Máy không thấy tên LÊ NHƯ HẠNH trên giấy này"


@pytest.mark.parametrize("name", ["HẠNH", "PHƯỢNG VY"])
def test_a_paper_without_the_dossiers_name_is_asked_about(house: DeskHouse, name: str) -> None:
    record = archived(house, name, 701 + len(name))
    paper = at_the_counter(house, record, name)
    page = house.client("motcua").page(f"/dossiers/{CODE}/papers/{paper}")
    assert (ASKS in page) == (name != "HẠNH")
    assert "Gắn vào hồ sơ" in page
