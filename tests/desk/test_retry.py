"""A second try: what was set aside comes back, and every page that is read belongs to a record."""

from __future__ import annotations

from pathlib import Path

from counter import BIRTH, Desk, take_in
from sqlalchemy import create_engine, delete

from pipeline.actors import Act, person
from pipeline.ledger_tables import records, regions
from pipeline.retry import retry
from pipeline.settings import load
from pipeline.wiring import open_services


def scan_of(folder: Path) -> Path:
    path = folder / "birth.png"
    path.write_text("\n".join(BIRTH), encoding="utf-8")
    return path


def test_a_page_read_at_the_second_try_has_its_record(desk: Desk, tmp_path: Path) -> None:
    scan = scan_of(tmp_path)
    batch = take_in(desk, scan, jammed=True)
    shown = desk("batch", "show", batch, "--json").document
    assert (shown["records"], shown["quarantined"][0]["code"]) == ([], "PAGE_TIMEOUT")

    services = open_services(load({"SOHOA_HOME": str(desk.home)}))
    act = Act(person("lan", "UBND phường Thử Nghiệm"), services.clock())
    assert retry(services.ledger, services.workspace, batch, act) == 1
    assert take_in(desk, scan) == batch
    shown = desk("batch", "show", batch, "--json").document
    assert (shown["pages_read"], len(shown["records"]), shown["quarantined"]) == (1, 1, [])


def test_a_read_page_without_a_record_is_cried_out(desk: Desk, tmp_path: Path) -> None:
    batch = take_in(desk, scan_of(tmp_path))
    assert "belong to no record" not in desk("batch", "show", batch).out
    with create_engine(f"sqlite:///{desk.home / 'ledger.sqlite'}").begin() as connection:
        connection.execute(delete(regions))
        connection.execute(delete(records))
    assert "1 pages were read but belong to no record" in desk("batch", "show", batch).out
