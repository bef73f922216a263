"""PDFs that come in as PDF/A stay as they are; what we assemble goes no further unless it conforms."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from office import PAGES, Office
from outside_tools import WITH_VERAPDF, tool

from archive.deposit import read_file
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from pipeline import assemble, finalize
from pipeline.issuing.finals import ASSEMBLED_FILE
from pipeline.lookup import RecordView
from pipeline.record import RecordState, urn

META = PdfMetadata("Bản quét", "UBND xã", datetime(2025, 3, 1, tzinfo=UTC), "urn:uuid:2")
PAGE = PAGES / "birth_2016_02.jpg"


def incoming(folder: Path, conformant: bool) -> Path:
    """A scan as PDF/A without a text layer, as office machines make it; or one that only claims to be PDF/A."""
    path = folder / "scan.pdf"
    write_pdfa([PdfPage(PAGE, 1, None, 300.0)], path, META)
    if not conformant:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            del pdf.Root.OutputIntents
            pdf.save(path)
    return path


def approved(office: Office, path: Path) -> RecordView:
    batch = office.feed([path]).batch
    assert office.run(batch)
    (record,) = office.records(batch)
    office.approve(record.id)
    return record


def assembled(office: Office, record: RecordView) -> bytes:
    assert assemble.assemble(office.services, [record.id], office.act) == {}
    return (office.services.workspace.of_record(record.id) / ASSEMBLED_FILE).read_bytes()


def test_a_received_pdfa_stays_byte_for_byte_with_its_text_beside_it(tmp_path: Path, office: Office) -> None:
    path = incoming(tmp_path, conformant=True)
    record = approved(office, path)
    assert assembled(office, record) == path.read_bytes()
    signing = office.with_settings(SOHOA_SIGNER="development")
    assert finalize.finalize(signing.services, record.id, office.act).state is RecordState.ARCHIVED
    final = read_file(office.services.store, urn(record.id), "record.pdf")
    assert final.startswith(path.read_bytes())
    told = json.loads(read_file(office.services.store, urn(record.id), "record.json"))
    assert told["pdf"]["conformance"]["profile"] == "PDF/A-2u"
    with zipfile.ZipFile(io.BytesIO(read_file(office.services.store, urn(record.id), "ocr.zip"))) as bundle:
        assert set(bundle.namelist()) == {
            "text.txt",
            "0001.txt",
            "0001.json",
            "page-0001.hocr.html",
            "page-0001.alto.xml",
        }
        text = bundle.read("text.txt").decode()
        assert "KHAI SINH" in text
        words = json.loads(bundle.read("0001.json"))["text"]["lines"]
        alto = ElementTree.fromstring(bundle.read("page-0001.alto.xml"))
        strings = [
            string.get("CONTENT") for string in alto.iter("{http://www.loc.gov/standards/alto/ns-v4#}String")
        ]
        assert strings == [word[0] for line in words for word in line]
        assert b"<fileName>000001.pdf</fileName>" in bundle.read("page-0001.alto.xml")
        assert b"000001.pdf" in bundle.read("page-0001.hocr.html")


def test_what_only_claims_to_be_pdfa_is_written_anew(tmp_path: Path, office: Office) -> None:
    path = incoming(tmp_path, conformant=False)
    record = approved(office, path)
    ours = assembled(office.with_settings(**WITH_VERAPDF), record)
    assert ours != path.read_bytes()
    with pikepdf.open(io.BytesIO(ours)) as pdf:
        assert "/OutputIntents" in pdf.Root
        assert "/Font" in pdf.pages[0].Resources


def judged_by(office: Office, folder: Path, answer: str) -> Office:
    """The same office whose veraPDF is a program that always answers `answer` (a JSON job without its name)."""
    program = folder / "bin" / "verapdf"
    program.parent.mkdir(parents=True)
    program.write_text(
        "#!/bin/sh\n"
        '[ "$1" = --version ] && echo "veraPDF 1.30.2" && exit\n'
        "for file; do :; done\n"
        f"printf '{answer}' \"$file\"\n"
    )
    program.chmod(0o755)
    return office.with_settings(SOHOA_REQUIRE_VERAPDF="1", SOHOA_TOOLS_DIR=str(folder))


STERN = (
    '{"report":{"jobs":[{"itemDetails":{"name":"%s"},"validationResult":[{"compliant":false,"details":'
    '{"ruleSummaries":[{"specification":"ISO 19005-2:2011","clause":"6.1.3","testNumber":1}]}}]}]}}'
)


def test_what_verapdf_refuses_goes_no_further(tmp_path: Path, office: Office) -> None:
    record = approved(office, PAGE)
    stern = judged_by(office, tmp_path / "stern", STERN)
    refused = assemble.assemble(stern.services, [record.id], office.act)
    assert "6.1.3" in str(refused[record.id])
    assert office.state(record.id) == (RecordState.APPROVED, assemble.NOT_CONFORMANT)


def test_a_judge_without_a_verdict_lets_nothing_pass(tmp_path: Path, office: Office) -> None:
    record = approved(office, PAGE)
    mute = judged_by(office, tmp_path / "mute", "not json %s")
    assert set(assemble.assemble(mute.services, [record.id], office.act)) == {record.id}
    assert office.state(record.id)[0] is RecordState.APPROVED


def test_a_received_pdfa_that_verapdf_refuses_is_not_taken_as_it_is(tmp_path: Path, office: Office) -> None:
    record = approved(office, incoming(tmp_path, conformant=True))
    stern = judged_by(office, tmp_path / "stern", STERN)
    assert set(assemble.assemble(stern.services, [record.id], office.act)) == {record.id}
    assert office.state(record.id)[0] is RecordState.APPROVED


@pytest.mark.verapdf
def test_verapdf_itself_opens_the_gate(office: Office) -> None:
    folder = tool("verapdf").parent.parent
    record = approved(office, PAGE)
    strict = office.with_settings(SOHOA_REQUIRE_VERAPDF="1", SOHOA_TOOLS_DIR=str(folder))
    assembled(strict, record)
    assert office.state(record.id)[0] is RecordState.ASSEMBLED
