"""Everything about one piece of land, under the old and new names of its ward."""

from __future__ import annotations

from pathlib import Path

import databases
import pytest
from reviewing import AT
from sqlalchemy import Engine

from archive.deposit import Deposited
from archive.index import put_record
from archive.layout import object_root
from archive.package import Description
from pipeline import database
from pipeline.errors import WrongUse
from pipeline.find import asked, type_names
from pipeline.parcel import Land, land_of, papers_of
from pipeline.ward_aliases import aliases, wards_named


def put(engine: Engine, number: int, ward: str, day: str, **parts: object) -> None:
    """A permit for sheet 12, parcel 345 (or as told) in `ward` as it was named on `day`."""
    keys = [unit.key for unit in wards_named(ward, day)] if ward else []
    given = {"numbers": (("map_sheet", "12"), ("parcel", "345")), "issued": day, **parts}
    given["numbers"] = (*given["numbers"], *(("ward", key) for key in keys))  # type: ignore[misc]
    told = Description(f"urn:uuid:{number:08d}", "construction_permit", "u", "Giấy phép", **given)  # type: ignore[arg-type]
    proof = Deposited(told.id, "v1", "0" * 64, object_root(told.id), created_new=True)
    with engine.begin() as connection:
        put_record(connection, proof, told, (), AT)


@pytest.fixture(params=databases.BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    opened = database.open_engine(databases.new_url(tmp_path, request.param))
    put(opened, 1, "phường Linh Trung, thành phố Thủ Đức", "2022-05-01")
    put(opened, 2, "phường Linh Xuân", "2025-09-01")
    put(opened, 3, "phường Tân Định, Quận 1", "2019-05-01")
    put(opened, 4, "", "2000-01-01")
    put(opened, 5, "phường Linh Xuân", "2025-09-02", numbers=(("map_sheet", "12"), ("parcel", "34")))
    put(opened, 6, "phường Linh Xuân", "2025-10-02", numbers=(),
        places=("Số 15/3 đường Trần Hưng Đạo, phường Linh Xuân",))  # fmt: skip
    return opened


def ids(hits: object) -> list[int]:
    return [int(hit.record[-8:]) for hit in hits]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("tờ 12 thửa 345", Land("12", "345")),
        ("Thửa đất số 345, tờ bản đồ số 12", Land("12", "345")),
        ("thua: 345-1; to: 12", Land("12", "345-1")),
        ("15/3 Trần Hưng Đạo, phường 5", Land(house="15/3", street="tran hung dao")),
        ("Số nhà 15A đường Số 7", Land(house="15a", street="so 7")),
    ],
)
def test_land_as_people_write_it(text: str, land: Land) -> None:
    assert land_of(text) == land


@pytest.mark.parametrize("text", ["", "Trần Hưng Đạo", "tờ thửa"])
def test_what_is_no_land_is_refused_with_the_right_way(text: str) -> None:
    with pytest.raises(WrongUse, match="tờ 12 thửa 345"):
        land_of(text)


@pytest.mark.parametrize("ward", ["Linh Xuân", "phường Linh Trung, thành phố Thủ Đức"])
def test_old_and_new_names_of_a_ward_find_the_same_papers(engine: Engine, ward: str) -> None:
    with database.reading(engine) as connection:
        papers = papers_of(connection, land_of("tờ 12 thửa 345", ward))
    assert ids(papers.found) == [2, 1]
    assert ids(papers.possible) == [4]


def test_without_a_ward_all_of_them_are_meant(engine: Engine) -> None:
    with database.reading(engine) as connection:
        assert ids(papers_of(connection, land_of("tờ 12 thửa 345")).found) == [2, 1, 3, 4]
        with pytest.raises(WrongUse, match="Không Có"):
            papers_of(connection, land_of("tờ 12 thửa 345", "phường Không Có"))


def test_an_address_is_found_by_house_and_street(engine: Engine) -> None:
    with database.reading(engine) as connection:
        assert ids(papers_of(connection, land_of("15/3 Trần Hưng Đạo", "Linh Xuân")).found) == [6]
        assert ids(papers_of(connection, land_of("15/4 Trần Hưng Đạo", "Linh Xuân")).found) == []


def test_a_ward_that_was_split_shows_every_part() -> None:
    """26818 went to two wards of July 2025, a part to each."""
    old = next(a.unit for a in aliases(wards_named("Linh Xuân", "2025-09-01")) if a.unit.code == "26818")
    parts = {a.unit.code: a.part for a in aliases((old,)) if not a.unit.valid_to}
    assert parts == {"26800": True, "26824": True}
    assert {a.unit.code for a in aliases(wards_named("Linh Xuân", "2025-09-01")) if a.part} == {"26818"}


def test_a_ward_asked_for_comes_first_and_once() -> None:
    found = aliases(wards_named("Linh Xuân", "2025-09-01"))
    assert (found[0].unit.code, found[0].part) == ("26800", False)
    assert len({a.unit.key for a in found}) == len(found)


def test_types_are_known_by_their_names() -> None:
    assert type_names()["khai sinh"] == "birth"
    assert [f.value for f in asked("loai:giay_phep_xay_dung type:birth").facets] == [
        "construction_permit",
        "birth",
    ]
