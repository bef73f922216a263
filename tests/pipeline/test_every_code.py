"""Each code of findings.toml has a sample that earns exactly it (tests/pipeline/code_samples.py holds them)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from pathlib import Path

import pytest
from code_samples import (
    BESIDE,
    DELIVERIES,
    EARLIER,
    ELSEWHERE,
    FIELDS,
    FILES,
    LEDGER,
    READINGS,
    ROWS,
    SHEETS,
    TABLES,
)
from drafted import Drafted
from earlier_work import GENERIC, planned, scan, sheet
from office import BROKEN, ROOT
from shelf import BIRTH as IN_BOOK
from shelf import Shelf, open_shelf
from sound import SOUND, fields
from test_moj_rows import GOLDEN

from ocr.survey import survey
from pipeline.actors import Act
from pipeline.checks import check
from pipeline.exchange.file_names import naming
from pipeline.exchange.moj_plan import Wanted, plan
from pipeline.exchange.moj_rows import moj_row
from pipeline.exchange.moj_rules import refusals
from pipeline.exchange.table_files import read_sheets
from pipeline.exchange.withheld import withheld
from pipeline.findings import Finding, catalogue
from pipeline.interpret import interpret
from pipeline.ledger import Ledger
from pipeline.lookup import record_ids, view
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

HERE = {*FIELDS, *FILES, *READINGS, *SHEETS, *LEDGER, *ROWS, *TABLES, *EARLIER, *DELIVERIES}
DELIVERED = {**IN_BOOK, "number": "45/1987"}


@pytest.mark.parametrize("code", sorted(FIELDS))
def test_fields_that_earn_exactly_it(code: str) -> None:
    kind, changes, about = FIELDS[code]
    assert check(record_types()[kind], fields(kind)) == (), "the record must be sound without the change"
    found = check(record_types()[kind], fields(kind, dict(changes)))
    assert {finding.code for finding in found} == {code, BESIDE.get(code, code)}
    assert about in {finding.field for finding in found if finding.code == code}
    for finding in found:
        assert "{" not in finding.text("vi") + finding.text("en"), finding


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_file_that_earns_exactly_it(code: str) -> None:
    name, limits = FILES[code]
    found = survey(BROKEN / name, limits)
    faults = [found.fault, *(page.fault for page in found.pages)]
    assert {fault.code for fault in faults if fault} == {code}


@pytest.mark.parametrize("code", sorted(READINGS))
def test_pages_that_earn_exactly_it(code: str) -> None:
    (record,) = interpret(READINGS[code])
    about_pages = {finding.code for finding in record.findings if not re.fullmatch(r"R\d{3}", finding.code)}
    assert about_pages == {code}


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_sheets_that_earn_exactly_it(code: str) -> None:
    assert set(SHEETS[code]()) == {code}


@pytest.mark.parametrize("code", sorted(LEDGER))
def test_records_in_the_ledger_that_earn_exactly_it(code: str, ledger: Ledger, act: Act) -> None:
    drafted = Drafted(ledger, act)
    record = LEDGER[code](drafted)
    with ledger.reading() as connection:
        found = [kept.finding for kept in view(connection, record).findings]
    assert {finding.code for finding in found} == {code}
    for finding in found:
        assert "{" not in finding.text("vi") + finding.text("en"), finding


@pytest.mark.parametrize("code", sorted(ROWS))
def test_a_row_that_earns_exactly_it(code: str) -> None:
    good = {
        key: Field(key, value, value, 1.0, FieldState.CONFIRMED) for key, value in GOLDEN["KS"][0].items()
    }
    assert _of_row(good) == set()
    assert _of_row({**good, ROWS[code].key: ROWS[code]}) == {code}


def _of_row(made: Mapping[str, Field]) -> set[str]:
    row = moj_row("KS", tuple(made.values()), frozenset())
    return {finding.code for finding in (*row.findings, *refusals(row))} - {"EXPORT_TO_KEY"}


@pytest.mark.parametrize("code", sorted(TABLES))
def test_a_table_that_earns_exactly_it(code: str, tmp_path: Path) -> None:
    name, rows = TABLES[code]
    sheets, found = read_sheets(_table(tmp_path / name, rows))
    lines = [finding for one in sheets for line in one.lines for finding in line.findings]
    assert {finding.code for finding in (*found, *lines)} == {code}


def _table(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    if path.suffix == ".xlsx":
        return sheet(path, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("code", sorted(EARLIER))
def test_earlier_work_that_earns_exactly_it(code: str, tmp_path: Path) -> None:
    shelf, folder = open_shelf(tmp_path / "home"), tmp_path / "earlier"
    scan(folder, "a.png")
    added, kind = EARLIER[code]
    _table(folder / "rows.csv", [[*GENERIC, "type"], [*GENERIC.values(), kind, *added]])
    made = planned(shelf, "generic", folder)
    assert {finding.code for finding in _findings_in(made)} == {code, BESIDE.get(code, code)}


def _findings_in(told: object) -> list[Finding]:
    """Every finding anywhere in a plan."""
    if isinstance(told, Finding):
        return [told]
    if is_dataclass(told):
        return [found for part in dataclass_fields(told) for found in _findings_in(getattr(told, part.name))]
    return [found for one in told for found in _findings_in(one)] if isinstance(told, (list, tuple)) else []


@pytest.mark.parametrize("code", sorted(DELIVERIES))
def test_a_delivery_that_earns_exactly_it(code: str, tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path / "home")
    shelf.put("birth", DELIVERED)
    before = _of_delivery(shelf)
    changes, state = DELIVERIES[code]
    shelf.put("birth", {**DELIVERED, **changes}, state)
    assert _of_delivery(shelf) - before == {code}


def _of_delivery(shelf: Shelf) -> set[str]:
    with shelf.services.ledger.reading() as connection:
        made = plan(connection, Wanted(), naming("observed"))
        held = [withheld(connection, view(connection, key)) for key in record_ids(connection)]
    told = [finding.code for case in made.cases for finding in case.findings]
    return {*told, *(finding.code for finding in held if finding)}


@pytest.mark.parametrize("code", sorted(ELSEWHERE))
def test_the_module_that_earns_it_names_it(code: str) -> None:
    assert _names(code)((ROOT / ELSEWHERE[code]).read_text(encoding="utf-8")), ELSEWHERE[code]


def test_no_code_is_without_a_sample() -> None:
    left = sorted(set(catalogue()) - HERE - set(ELSEWHERE))
    modules = [path.read_text(encoding="utf-8") for path in _test_modules()]
    missing = [code for code in left if not any(_names(code)(text) for text in modules)]
    assert missing == [], (
        "No sample earns these codes. Add one to tests/pipeline/code_samples.py (FIELDS for a check of one record, "
        "FILES, READINGS, SHEETS, LEDGER), or assert the code by name in the test module of what gives it."
    )


def test_no_sample_is_of_a_code_that_is_gone() -> None:
    assert HERE | set(ELSEWHERE) <= set(catalogue())
    assert not HERE & set(ELSEWHERE)


def test_the_sound_records_are_of_every_kind_of_field_check() -> None:
    assert {kind for kind, _, _ in FIELDS.values()} <= set(SOUND)


def _names(code: str) -> Callable[[str], object]:
    """Whether a test names the code: as text of its own, or as a name of ocr/faults.py."""
    return re.compile(rf"[\"\']{code}[\"\']|faults\.{code}\b").search


def _test_modules() -> list[Path]:
    return [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if path.name != Path(__file__).name]
