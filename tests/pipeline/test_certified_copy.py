"""Certified copies: numbers without gaps, the text on the page, the source untouched, refusals, receivers."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from kept import UNIT, Kept
from shelf import BIRTH, Shelf
from sign_office import SignOffice, make_pdfa

from archive.deposit import read_file
from archive.digest import of_bytes
from archive.errors import StoreUnavailable
from archive.store import ObjectStore
from benchmarks.government import now
from pipeline import finalize
from pipeline.actors import Act, service
from pipeline.changes.copies import receivers_of
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.issuing.certified_copy import certify, finish_copies
from pipeline.issuing.claims import claim
from pipeline.issuing.copy_extract import extract
from pipeline.issuing.copy_register import Certified, copies_of_year, pending
from pipeline.issuing.copy_source import CopyOrder
from pipeline.issuing.sign_batch import sign_claimed
from pipeline.ledger import touch_record
from pipeline.record import RecordState, urn
from pipeline.review.sight import mark
from pipeline.signatures import signer, trust
from signing.errors import ConfigurationRefused, IdentityRefused, TimestampUnavailable
from signing.identity import SigningIdentity
from signing.verdict import Level, Verdict
from signing.verify import verify

SOURCE = "record.pdf"


def trial(kept: Kept) -> tuple[Shelf, SigningIdentity]:
    """The kept office with its development identity."""
    shelf = kept.shelf()
    identity = signer(shelf.services.settings)
    assert identity is not None
    return shelf, identity


def lines(shelf: Shelf, kind: str = "sao_y") -> list[Certified]:
    with shelf.services.ledger.reading() as connection:
        return copies_of_year(connection, UNIT, kind, shelf.services.clock().year)


def words_on(content: bytes) -> list[str]:
    """The text of page 1 with what signatures show."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.flatten_annotations(mode="all")
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        out = io.BytesIO()
        pdf.save(out)
    text: str = pypdfium2.PdfDocument(out.getvalue())[0].get_textpage().get_text_range()
    return text.split("\r\n")


def test_a_copy_is_numbered_signed_kept_and_linked_and_its_source_stays(kept: Kept, tmp_path: Path) -> None:
    shelf, identity = trial(kept)
    store, record = shelf.services.store, kept.records[0]
    before = read_file(store, urn(record), SOURCE)
    order = CopyOrder(record, "sao_y", receiver="Nguyễn Thị Bịa")
    made = certify(shelf.services, shelf.act, order, identity)
    assert (made.number, made.state, made.source_sha256) == ("01/SY-UBND", "kept", of_bytes(before))
    content = read_file(store, urn(made.id), "copy.pdf")
    assert read_file(store, urn(record), SOURCE) == before
    # The earlier signature stays provable: the copy begins with the final file, byte for byte.
    assert content.startswith(before)
    assert of_bytes(content) == made.sha256
    assert {"SAO Y 01/SY-UBND", UNIT} < set(words_on(content))
    assert any(line.endswith("+07:00") for line in words_on(content))
    (tmp_path / "copy.pdf").write_bytes(content)
    verdict = verify(tmp_path / "copy.pdf", trust(shelf.services.settings), at=kept.at)
    assert (verdict.verdict, verdict.signature_count) == (Verdict.PASSED, 2)
    told = json.loads(read_file(store, urn(made.id), "copy.json"))
    assert told["source"] == {
        "record": urn(record), "version": "v1", "file": SOURCE, "sha256": of_bytes(before),
        "bytes": len(before), "pages": None,
    }  # fmt: skip
    assert (told["number"]["text"], told["copy"]["sha256"]) == ("01/SY-UBND", made.sha256)
    assert "Bịa" not in json.dumps(told, ensure_ascii=False)
    with shelf.services.ledger.reading() as connection:
        held = receivers_of(connection, record)
    assert [(one["way"], one["receiver"], one["reference"]) for one in held] == [
        ("sao_y", "Nguyễn Thị Bịa", "01/SY-UBND")
    ]
    assert not shelf.services.workspace.of_record(made.id).exists()


def test_each_kind_has_a_register_of_its_own_with_the_offices_symbol(kept: Kept) -> None:
    shelf, identity = trial(kept)
    shelf = kept.shelf(SOHOA_OFFICE_SYMBOL="VP")
    numbers = [
        certify(shelf.services, shelf.act, CopyOrder(record, kind, pages), identity).number
        for record, kind, pages in (
            (kept.records[0], "sao_y", None),
            (kept.records[0], "sao_luc", None),
            (kept.records[1], "sao_y", None),
            (kept.records[0], "trich_sao", (1, 1)),
        )
    ]
    assert numbers == ["01/SY-VP", "01/SL-VP", "02/SY-VP", "01/TrS-VP"]


@dataclass(frozen=True)
class Interrupted:
    """The identity, with something that happens while its key is at work."""

    of: SigningIdentity
    happens: Callable[[], None]
    development: bool = True

    @property
    def certificate(self) -> x509.Certificate:
        return self.of.certificate

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        return self.of.chain

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def signature_size(self) -> int:
        return self.of.signature_size

    def sign(self, data: bytes) -> bytes:
        self.happens()
        return self.of.sign(data)


def test_a_failed_signature_takes_no_number_and_leaves_no_file(kept: Kept) -> None:
    shelf, identity = trial(kept)
    order = CopyOrder(kept.records[0], "sao_y")
    certify(shelf.services, shelf.act, order, identity)

    def taken_out() -> None:
        raise IdentityRefused("Thiết bị bị rút ra.", "The token was taken out.")

    with pytest.raises(IdentityRefused):
        certify(shelf.services, shelf.act, order, Interrupted(identity, taken_out))
    silent = kept.shelf(SOHOA_TSA_URL="http://127.0.0.1:9/", SOHOA_TSA_SECONDS="1", SOHOA_TSA_ATTEMPTS="1")
    with pytest.raises(TimestampUnavailable):
        certify(silent.services, silent.act, order, identity)
    left = shelf.services.workspace.root.rglob("*.pdf")
    assert [path for path in left if path.name in ("source.pdf", "copy.pdf")] == []
    assert certify(shelf.services, shelf.act, order, identity).number == "02/SY-UBND"
    assert [one.number for one in lines(shelf)] == ["01/SY-UBND", "02/SY-UBND"]


def test_a_number_that_somebody_took_meanwhile_is_not_shown_twice(kept: Kept) -> None:
    shelf, identity = trial(kept)
    order, others = CopyOrder(kept.records[0], "sao_y"), list[Certified]()

    def other_clerk() -> None:
        if not others:
            others.append(certify(shelf.services, kept.act("hoa"), order, identity))

    made = certify(shelf.services, shelf.act, order, Interrupted(identity, other_clerk))
    assert [others[0].number, made.number] == ["01/SY-UBND", "02/SY-UBND"]
    content = read_file(shelf.services.store, urn(made.id), "copy.pdf")
    assert "SAO Y 02/SY-UBND" in words_on(content)
    assert [one.id for one in lines(shelf)] == [others[0].id, made.id]


@dataclass(frozen=True)
class Full:
    """The store, its disk full."""

    of: ObjectStore

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of, name)

    def alone(self, prefix: str) -> Any:
        return self

    def put_once(self, key: str, source: object, sha256: str) -> None:
        raise StoreUnavailable("Đĩa đầy.", "The disk is full.")


def test_a_copy_that_was_written_down_reaches_the_store_later_and_is_not_made_twice(kept: Kept) -> None:
    shelf, identity = trial(kept)
    order = CopyOrder(kept.records[0], "sao_y", receiver="Lê Văn Hư Cấu")
    full: Any = Full(shelf.services.store)
    with pytest.raises(StoreUnavailable):
        certify(replace(shelf.services, store=full), shelf.act, order, identity)
    (made,) = lines(shelf)
    assert (made.number, made.state) == ("01/SY-UBND", "made")
    again = certify(shelf.services, shelf.act, order, identity)
    assert (again.id, again.state, len(lines(shelf))) == (made.id, "kept", 1)
    assert of_bytes(read_file(shelf.services.store, urn(made.id), "copy.pdf")) == made.sha256
    assert certify(shelf.services, shelf.act, order, identity).number == "02/SY-UBND"
    with pytest.raises(StoreUnavailable):
        certify(replace(shelf.services, store=full), shelf.act, order, identity)
    with shelf.services.ledger.reading() as connection:
        (waiting,) = pending(connection)
    (shelf.services.workspace.of_record(waiting) / "copy.pdf").write_bytes(b"%PDF- another")
    with pytest.raises(MoveRefused, match="in the register, yet"):
        finish_copies(shelf.services, shelf.act)


def test_what_must_not_be_copied_is_refused_with_its_reason(kept: Kept) -> None:
    shelf, identity = trial(kept)
    services, record = shelf.services, kept.records[0]

    def refused(order: CopyOrder, error: type[Exception], match: str) -> None:
        with pytest.raises(error, match=match):
            certify(services, shelf.act, order, identity)

    approved = shelf.put("birth", BIRTH)
    refused(CopyOrder(approved.id, "sao_y"), MoveRefused, "not archived")
    refused(CopyOrder(record, "sao"), WrongUse, "no kind of copy")
    refused(CopyOrder(record, "sao_y", (1, 1)), WrongUse, "copy of the whole")
    refused(CopyOrder(record, "trich_sao"), WrongUse, "needs its pages")
    refused(CopyOrder(record, "trich_sao", (1, 10**9)), WrongUse, "has 1 pages")
    refused(CopyOrder("0" * 36, "sao_y"), NotFound, "no record")
    machine = Act(service("flows", UNIT), kept.at)
    with pytest.raises(MoveRefused, match="by a person"):
        certify(services, machine, CopyOrder(record, "sao_y"), identity)
    with services.ledger.writing(shelf.act) as connection:
        mark(connection, shelf.act, record, "secret")
        touch_record(connection, shelf.act, kept.records[1], {"type": "adoption"})
    for closed in kept.records:
        refused(CopyOrder(closed, "sao_y"), MoveRefused, "No copy is made")
    assert lines(shelf) == lines(shelf, "trich_sao") == []


def test_the_commands_certify_list_and_hand_out(kept: Kept, tmp_path: Path) -> None:
    record, out = kept.records[0], tmp_path / "copy.pdf"
    order = ("copy", "certify", record[:8], "--kind", "trich_sao", "--pages", "1")
    made = kept(*order, "--receiver", "Bà Đặt", "--out", out)
    assert (made.code, "01/TrS-UBND" in made.out) == (0, True), made.err
    assert "TRÍCH SAO 01/TrS-UBND" in words_on(out.read_bytes())
    assert kept(*order, "--out", out).code == 1
    assert kept("copy", "certify", record, "--kind", "trich_sao", "--pages", "2-1").code == 1
    unsigned = kept(*order, SOHOA_SIGNER="none")
    assert (unsigned.code, "holds no mandate" in unsigned.err) == (4, True)
    (line,) = kept("copy", "register", "--json").document["copies"]
    assert (line["number"], line["receiver"], line["pages"]) == ("01/TrS-UBND", "Bà Đặt", [1])
    assert "01/TrS-UBND" in kept("copy", "register", "--kind", "trich_sao").out
    assert "no number yet" in kept("copy", "register", "--year", "2001").out
    assert kept("copy", "get", line["id"][:8], "--out", tmp_path / "again.pdf").code == 0
    assert (tmp_path / "again.pdf").read_bytes() == out.read_bytes()
    # An object of its own: read by fixity, asked for by name, and no stranger to a rebuild.
    assert kept("archive", "fixity", "--json").document == {"checked": 3, "findings": []}
    assert kept("archive", "rebuild", "--json").document["unreadable"] == []
    shutil.rmtree(next((kept.home / "store").rglob(f"*{line['id']}*")))
    assert kept("archive", "fixity", "--json").code == 4


@pytest.fixture
def copiers(signers: SignOffice) -> SignOffice:
    """The product's own table: dung applies the archive's mark, holders of the seal certify copies."""
    return signers.with_settings(SOHOA_SIGN_POLICY="")


def archived(copiers: SignOffice) -> str:
    record = copiers.paper("birth")
    act, identity = copiers.act("dung"), copiers.identity("clerk")
    assert claim(copiers.services, act, [record])[1] == []
    assert [one.outcome for one in sign_claimed(copiers.services, act.by, [record], identity)] == ["signed"]
    assert finalize.finalize(copiers.services, record, act).state is RecordState.ARCHIVED
    return record


def test_under_the_policy_a_holder_of_the_seal_certifies_at_b_lta_beside_the_archives_mark(
    copiers: SignOffice, tmp_path: Path
) -> None:
    services, record = copiers.services, archived(copiers)
    with pytest.raises(MoveRefused, match="holds no mandate"):
        certify(services, copiers.act("dung"), CopyOrder(record, "sao_y"), copiers.identity("clerk"))
    with pytest.raises(IdentityRefused):
        certify(services, copiers.act("binh"), CopyOrder(record, "sao_y"), copiers.identity("revoked"))
    for kind, pages, count in (("sao_y", None, 2), ("trich_sao", (1, 1), 1)):
        order = CopyOrder(record, kind, pages)
        made = certify(services, copiers.act("binh"), order, copiers.identity("seal"))
        assert (made.number[:2], made.level, made.signature_count) == ("01", "B-LTA", count)
        content = read_file(services.store, urn(made.id), "copy.pdf")
        (tmp_path / "copy.pdf").write_bytes(content)
        verdict = verify(tmp_path / "copy.pdf", trust(services.settings), at=now())
        assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_LTA)
        assert verdict.signature_count == count
        # The archive's mark stands in the same corner; both can be read.
        shown = words_on(content)
        assert [line for line in shown if made.number in line] != []
        assert shown.count(UNIT) == 2
    (first,) = places(read_file(services.store, urn(record), SOURCE))
    (second,) = places(content)
    assert second[3] < first[1]
    # What was cut out of the record leaves nothing of its signatures behind.
    assert content.count(b"DauSoHoa") == 0


def places(content: bytes) -> list[list[float]]:
    """Where visible signatures stand."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edges = [[float(edge) for edge in field.get("/Rect", ())] for field in pdf.Root.AcroForm.Fields]
    return [one for one in edges if one and one[0] < one[2]]


def test_a_table_that_is_silent_or_wants_two_signatures_certifies_nothing(signers: SignOffice) -> None:
    record = signers.paper("death")
    assert finalize.finalize(signers.services, record, signers.act("lan")).state is RecordState.ARCHIVED
    order, act = CopyOrder(record, "sao_y"), signers.act("binh")
    with pytest.raises(ConfigurationRefused, match="says nothing"):
        certify(signers.services, act, order, signers.identity("seal"))
    table = signers.services.settings.home / "two.toml"
    signer_of = '{ capacity = "seal", profile = "copy_sao_y" }'
    table.write_text(
        f'[[rule]]\nclass = "*"\npurpose = "certified_copy"\nsigners = [{signer_of}, {signer_of}]\n'
        'level = "B-T"\nlegal_basis = "thử nghiệm"\nvalid_from = 2025-01-01\n',
        "utf-8",
    )
    two = signers.with_settings(SOHOA_SIGN_POLICY=str(table))
    with pytest.raises(MoveRefused, match="exactly one"):
        certify(two.services, act, order, signers.identity("seal"))


def test_an_extract_holds_the_named_pages_alone(tmp_path: Path) -> None:
    content = make_pdfa(tmp_path / "three.pdf", 3).read_bytes()
    taken, marks = extract(content, [2, 3])
    with pikepdf.open(io.BytesIO(taken)) as pdf:
        drawn = [page.Contents.read_bytes() for page in pdf.pages]
    assert [b"%d 100 200 300 re" % x in drawn[at] for at, x in enumerate((51, 52))] == [True, True]
    assert (len(drawn), marks, b"50 100 200 300 re" in taken) == (2, (), False)
    with pytest.raises(WrongUse, match="has 3 pages"):
        extract(content, [3, 4])
    with pytest.raises(MoveRefused, match="cannot be read"):
        extract(b"%PDF-1.7 broken", [1])
