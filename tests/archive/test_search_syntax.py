"""What a clerk can write beside words: keys, quotes, minus; pages of results; and why a hit was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from archive_material import AT, described, indexed
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from archive import dossier, gather
from archive.dossier import Dossier, Member
from archive.matches import Match
from archive.query import Facet, Key, partial_date, understood
from archive.rows import MOST_WORD_BYTES, body
from archive.search import SearchFilters, search
from pipeline import database

HOA, HOA_ELSE, MARRIED, PERMIT, TWO_PARCELS, UNCHECKED, LATE = range(1, 8)
TYPES = {"khai sinh": "birth", "giay phep xay dung": "construction_permit"}
BOX = (0, 120, 340, 610, 388)


@pytest.fixture(params=databases.BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    opened = database.open_engine(databases.new_url(tmp_path, request.param))
    yield opened
    opened.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as opened:
        indexed(
            opened,
            described(
                HOA, "Nguyễn Văn Hòa", born="1987-03-12", issued="1987-03-20", review_state="reviewed",
                numbers=(("register", "45/1987"), ("volume", "01/1987")), dates={"born": "1987-03-12"},
                fields={"child_full_name": "Nguyễn Văn Hòa", "number": "45/1987"}, where={"child_full_name": BOX},
                text="Nơi sinh: bệnh viện Từ Dũ\fNgười khai: Trần Thị Lụa",
            ),
            described(HOA_ELSE, "Nguyễn Văn Hòa", born="1990-01-02", issued="1990-02-01", unit="phuong-khac",
                      numbers=(("register", "45/1990"),)),
            described(MARRIED, "Lê Thị Bé", type="marriage", issued="2010",
                      names=(("wife", "Lê Thị Bé", "1988"), ("husband", "Nguyễn Văn Hòa", "1987")),
                      numbers=(("register", "7/2010"),)),
            described(PERMIT, type="construction_permit", issued="2019-05-20", title="Giấy phép",
                      numbers=(("permit", "0012/GPXD-UBND"), ("parcel", "345"), ("map_sheet", "12"))),
            described(TWO_PARCELS, type="construction_permit", issued="2020-05-20", title="Giấy phép",
                      numbers=(("permit", "99/GPXD"), ("parcel", "344, 345"), ("map_sheet", "12"))),
            described(UNCHECKED, "Phan Thị Mận", issued="2001", review_state="unreviewed"),
            described(LATE, text="một hai ba bốn năm", issued="2022"),
        )  # fmt: skip
        yield opened


def found(connection: Connection, typed: str, **filters: str) -> list[int]:
    asked = SearchFilters(**filters) if filters else None
    result = search(connection, understood(typed, TYPES), asked)
    assert result.complaints == ()
    return [int(hit.record.removeprefix("urn:uuid:")) for hit in result.hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("so:45/1987", [HOA]),
        ("số:045/1987", [HOA]),
        ("so:45", [HOA, HOA_ELSE]),
        ("hoa so:45/1990", [HOA_ELSE]),
        ("sinh:1987-03-12", [HOA]),
        ("sinh:12/3/1987", [HOA]),
        ("sinh:1987", [HOA, MARRIED]),
        ("sinh:1987..1988", [HOA, MARRIED]),
        ("Nguyễn Văn Hòa sinh:2/1/1990", [HOA_ELSE]),
        ("nguyen van hoa loai:khai_sinh", [HOA, HOA_ELSE]),
        ('loai:"Giấy phép xây dựng" ngay:2019', [PERMIT]),
        ("ngay:2019..2020 type:giay_phep_xay_dung", [PERMIT, TWO_PARCELS]),
        ("quyen:1/1987", [HOA]),
        ("to:12 thua:345", [PERMIT, TWO_PARCELS]),
        ("tờ:12 thửa:344", [TWO_PARCELS]),
        ("to:12 thua:34", []),
        ("hoa -lê", [HOA, HOA_ELSE]),
        ('hoa -"le thi be"', [HOA, HOA_ELSE]),
        ('"bệnh viện Từ Dũ"', [HOA]),
        ('"Dũ Từ"', []),
        ('"một hai" -"ba bon"', []),
        ('"mot hai" "bon nam"', [LATE]),
        ("kiem_tra:chua", [UNCHECKED]),
        ("nguyen van hoa kiem_tra:roi", [HOA]),
        ("don_vi:phuong-khac", [HOA_ELSE]),
    ],
)
def test_what_a_clerk_can_write(connection: Connection, typed: str, expected: list[int]) -> None:
    assert sorted(found(connection, typed)) == sorted(expected)


def test_several_keys_are_met_whichever_leads_to_the_fewest(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for few in (gather.FEW, 1, 0):
        monkeypatch.setattr(gather, "FEW", few)
        assert sorted(found(connection, "to:12 thua:345")) == [PERMIT, TWO_PARCELS]
        assert found(connection, "thua:344 to:12") == [TWO_PARCELS]
        assert found(connection, "sinh:1987 so:45") == [HOA]
        assert found(connection, "sinh:1987 to:12") == []


@pytest.mark.parametrize(
    "typed", ["sinh:hôm-qua", "ngay:1987..x", "loai:khong_co", "kiem_tra:xong", "to:mười"]
)
def test_what_a_key_cannot_use_is_said_in_both_languages(connection: Connection, typed: str) -> None:
    result = search(connection, understood(typed, TYPES))
    assert result.hits == ()
    (complaint,) = result.complaints
    value = typed.partition(":")[2]
    assert value in complaint.vi
    assert value in complaint.en


def test_a_name_with_its_birth_date_is_an_answer_by_itself(connection: Connection) -> None:
    result = search(connection, "Nguyễn Văn Hòa 12/03/1987")
    assert [hit.record for hit in result.hits] == [described(HOA).id]
    assert result.more
    # The paper knows the year only: it is found by that, and not taken for another's.
    assert found(connection, "nguyen van hoa 1987") == [HOA, MARRIED]


def test_filters_of_the_desk(connection: Connection) -> None:
    case = Dossier("urn:uuid:case", "HS-2026-000123", "Cấp phép", "1.004", "phuong-an-hoa", AT)
    dossier.open_dossier(connection, case)
    member = Member(described(PERMIT).id, "v1", "0" * 64, "result", AT, "clerk")
    dossier.attach(connection, case.code, member)
    assert found(connection, "giay phep", dossier="HS-2026-000123") == [PERMIT]
    assert found(connection, "ho_so:HS-2026-000123") == [PERMIT]
    assert found(connection, "hoa", volume="01/1987") == [HOA]
    assert found(connection, "", review_state="unreviewed") == [UNCHECKED]
    assert found(connection, "hoa", unit="phuong-khac", type="birth") == [HOA_ELSE]


def test_unreviewed_records_are_found_and_say_so(connection: Connection) -> None:
    (hit,) = search(connection, "phan thi man").hits
    assert hit.review_state == "unreviewed"
    assert hit.as_json()["review_state"] == "unreviewed"


def test_a_hit_says_where_it_matched(connection: Connection) -> None:
    (hit,) = search(connection, "nguyen van hoa so:45/1987").hits
    assert Match("name", "Nguyễn Văn Hòa", "child_full_name", 0, (120, 340, 610, 388)) in hit.matches
    assert Match("number", "45/1987", "number") in hit.matches
    (other,) = search(connection, "trần thị lụa").hits
    assert [(m.kind, m.page) for m in other.matches if m.kind == "text"] == [("text", 1)]
    (born,) = search(connection, "sinh:1987-03-12").hits
    assert "date" in {match.kind for match in born.matches}


def test_pages_follow_each_other_without_gap_or_repeat(connection: Connection) -> None:
    indexed(connection, *(described(100 + n, f"Đỗ Thị Lan {'Anh' if n % 3 else ''}", issued=f"{1950 + n}")
                          for n in range(45)))  # fmt: skip
    whole = [hit.record for hit in search(connection, "đỗ thị lan", limit=60).hits]
    paged = [hit.record for offset in range(0, 60, 7)
             for hit in search(connection, "đỗ thị lan", None, 7, offset).hits]  # fmt: skip
    assert len(whole) == 45
    assert paged == whole


def test_a_page_beyond_the_last_is_empty(connection: Connection) -> None:
    assert search(connection, "hoa", None, 20, 500).hits == ()


def test_a_body_of_any_size_is_taken(connection: Connection) -> None:
    words = [f"{n:x}q" for n in range(150_000)]
    huge = described(9, text=" ".join(["Đầu", *words]))
    assert sum(len(word) for word in set(body(huge).split())) <= MOST_WORD_BYTES
    indexed(connection, huge)
    assert found(connection, "dau 5q") == [9]


# --- both databases give the same


SYLLABLES = st.sampled_from(
    ["Nguyễn", "Văn", "Hòa", "Hoà", "Hoa", "Lê", "Thị", "Đường", "Duong", "An", "12", "1987"]
)
NAMES = st.lists(SYLLABLES, min_size=1, max_size=4).map(" ".join)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    folder = tmp_path_factory.mktemp("both")
    engines = [database.open_engine(databases.new_url(folder, kind)) for kind in databases.BOTH]
    yield engines
    for engine in engines:
        engine.dispose()


@settings(max_examples=30)  # each indexes and asks twice
@given(
    held=st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=12),
    typed=st.lists(NAMES, min_size=1, max_size=4),
)
def test_both_databases_answer_alike(
    both: list[Engine], held: list[tuple[str, str]], typed: list[str]
) -> None:
    told = [described(n, name, born="1987" if "1987" in text else None, text=text,
                      numbers=(("register", f"{n}/1987"),)) for n, (name, text) in enumerate(held)]  # fmt: skip
    answers = []
    for engine in both:
        with engine.connect() as connection:
            indexed(connection, *told)
            answers.append(
                [search(connection, text, None, 5, 0) for text in (*typed, f'"{typed[0]}"', f"-{typed[0]}")]
            )
            connection.rollback()
    assert answers[0] == answers[1]


# --- reading what was typed


@pytest.mark.parametrize(
    ("typed", "date"),
    [("12/3/1987", "1987-03-12"), ("3/1987", "1987-03"), ("1987", "1987"), ("1987-03-12", "1987-03-12"),
     ("1987-13", ""), ("hôm qua", ""), ("32/1/1987", ""), ("", ""), ("19", "")],
)  # fmt: skip
def test_dates_as_people_write_them(typed: str, date: str) -> None:
    assert partial_date(typed) == date


def test_an_unknown_key_is_text() -> None:
    query = understood("bc:12 lúc 10:30")
    assert query.facets == ()
    assert [mark.text for mark in query.marked] == ["bc:12", "10:30"]


def test_keys_may_have_diacritics_and_quotes() -> None:
    query = understood('Số:"45 / 1987" loại:khai_sinh', TYPES)
    assert query.facets == (Facet(Key.NUMBER, "45 / 1987"), Facet(Key.TYPE, "birth"))


@given(st.text(max_size=60))
def test_reading_never_fails(typed: str) -> None:
    assert len(understood(f'{typed}:"{typed}" -{typed} sinh:{typed}', TYPES).phrases) <= 16
