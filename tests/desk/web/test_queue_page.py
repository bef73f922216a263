"""The queue of review in words: what is wrong is named, its code stands behind the words."""

from __future__ import annotations

import re

from counter_desk import DeskHouse
from reviewed import waiting

from pipeline.findings import Finding
from pipeline.ledger import add_findings
from pipeline.lookup import view


def test_findings_are_named_in_words_and_their_codes_stand_behind(house: DeskHouse) -> None:
    record = waiting(house, "KIM", 733)
    with house.services.ledger.writing(house.act()) as connection:
        batch = view(connection, record).row.batch
        found = [Finding(code, facts={"record": "x"}) for code in ("R050", "NOTHING_READ", "RESCAN_OF")]
        add_findings(connection, batch, found, record=record)
    client = house.client("kiem")
    page = client.page(f"/review?batch={batch}")
    (row,) = re.findall(rf'<tr>(?:(?!</tr>).)*/review/{record}".*?</tr>', page, re.DOTALL)
    assert '<span class="tag refused" title="NOTHING_READ">không đọc được chữ nào</span>' in row
    assert '<span class="tag refused" title="R050">trùng số với tài liệu khác</span>' in row
    assert 'title="bản quét bù">+1</span>' in row
    assert not re.search(r">[^<]*R050", row), "a code is no word"
    choices = re.findall(r'<option value="(R050)"[^>]*>([^<]*)', client.page("/review"))
    assert choices == [("R050", "trùng số với tài liệu khác (1)")]
    client.get("/language/en")
    assert "number used by another record" in client.page("/review")
