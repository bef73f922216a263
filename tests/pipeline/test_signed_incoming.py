"""A PDF that came in signed: its verdict stands on its record, and a broken signature stops it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import insert, update
from typeset import BIRTH, reading, typeset

from pipeline.actors import Act
from pipeline.batch import page_id, sources_of
from pipeline.drafting import Drafting, draft
from pipeline.intake import Request, receive
from pipeline.ledger import Ledger
from pipeline.ledger_tables import pages, sources
from pipeline.lookup import record_ids, view
from pipeline.record import PageState
from pipeline.workspace import Workspace, write_json
from signing.verdict import FileVerdict, Verdict


@pytest.mark.parametrize(
    ("verdict", "codes"),
    [
        (Verdict.PASSED, {"SIGNED_INCOMING"}),
        (Verdict.INDETERMINATE, {"SIGNED_INCOMING"}),
        (Verdict.FAILED, {"SIGNED_INCOMING", "SIGNATURE_BROKEN"}),
    ],
)
def test_the_verdict_stands_on_the_record(
    ledger: Ledger, workspace: Workspace, act: Act, tmp_path: Path, verdict: Verdict, codes: set[str]
) -> None:
    (tmp_path / "signed.pdf").write_bytes(b"%PDF-1.7 signed elsewhere")
    batch = receive(ledger, workspace, [tmp_path / "signed.pdf"], Request(), act, str(uuid4())).batch
    _already_read(ledger, workspace, act, batch)
    judged = FileVerdict(verdict, None, True, 1, (), ())
    tools = Drafting(ledger, workspace, lambda _path: judged, lambda: uuid4().hex)
    assert draft(tools, batch, act, type=None, dossier=None) == 1
    with ledger.reading() as connection:
        found = view(connection, record_ids(connection, batch=batch)[0])
    assert {kept.finding.code for kept in found.findings} == codes
    assert {kept.finding.code for kept in found.blocking} == codes - {"SIGNED_INCOMING"}
    assert found.row.incoming_signature["verdict"] == verdict.value


def _already_read(ledger: Ledger, workspace: Workspace, act: Act, batch: str) -> None:
    """The one source is signed, and its one page has a reading."""
    write_json(workspace.reading("a" * 64), reading(typeset(*BIRTH)).as_json())
    with ledger.writing(act) as connection:
        (source,) = sources_of(connection, batch)
        where = (sources.c.batch == batch) & (sources.c.ordinal == source.ordinal)
        connection.execute(update(sources).where(where).values(signed=True, pages=1))
        connection.execute(
            insert(pages).values(
                id=page_id(batch, source.ordinal, 1), batch=batch, source=source.ordinal, number=1, sha256="0" * 64,
                state=PageState.READ.value, reading="a" * 64, facts={}, changed_at=act.time,
            )
        )  # fmt: skip
