"""The same way from scan to archive, with the store on an S3 server."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from office import PAGES, open_office
from s3_server import ACCESS_KEY, SECRET_KEY, endpoint, require_server

from archive.deposit import head, read_file
from archive.fixity import check
from pipeline import assemble, finalize
from pipeline.reader import Pool
from pipeline.record import RecordState, urn

pytestmark = pytest.mark.s3


def test_a_record_ends_signed_in_a_bucket_and_every_byte_reads_back(tmp_path: Path, pool: Pool) -> None:
    require_server()
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}), "utf-8")
    keys.chmod(0o600)
    office = open_office(
        tmp_path / "home",
        pool,
        datetime.now(UTC),
        SOHOA_STORE_URL=f"s3://office?endpoint=http://{endpoint()}",
        SOHOA_STORE_KEYS_FILE=str(keys),
        SOHOA_SIGNER="development",
    )
    batch = office.feed([PAGES / "report_01.pdf"]).batch
    assert office.run(batch)
    (record,) = office.records(batch)
    office.approve(record.id)
    assert assemble.assemble(office.services, [record.id], office.act) == {}
    assert finalize.finalize(office.services, record.id, office.act).state is RecordState.ARCHIVED
    newest = head(office.services.store, urn(record.id))
    assert newest is not None
    assert newest.version == "v2"
    assert (
        read_file(office.services.store, urn(record.id), "master/000001.pdf")
        == (PAGES / "report_01.pdf").read_bytes()
    )
    assert list(check(office.services.store, None)) == []
