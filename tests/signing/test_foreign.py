"""Files that other software signed: taken in when they are our document and one right signature, or refused by name."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from government_office import Bureau
from outside_tools import tool
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from signing_pki import make_pdfa
from test_tampering import annotation, page_changed, updated
from time_limits import finished

from benchmarks.government import now
from signing.cms_signer import IdentitySigner
from signing.deferred import Absentee
from signing.embedding import SignOptions, placeholder, prepare
from signing.errors import ConfigurationRefused, DocumentRefused, IdentityRefused
from signing.foreign import Adopted, Wanted, adopt
from signing.identity import read_certificates
from signing.verdict import Level, Verdict
from signing.verify import judge

Change = Callable[[IncrementalPdfFileWriter], None]


def by_pyhanko(
    bureau: Bureau, document: bytes, who: str = "official", change: Change | None = None, *, old: bool = False
) -> bytes:
    """Signed the library's own way: name, time and metadata written, nothing of ours."""
    kind = SigSeedSubFilter.ADOBE_PKCS7_DETACHED if old else SigSeedSubFilter.PADES
    metadata = signers.PdfSignatureMetadata("ChuKySo", "sha256", subfilter=kind)
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    if change:
        change(writer)
    identity = IdentitySigner(bureau.government.identity(who))
    return asyncio.run(signers.PdfSigner(metadata, signer=identity).async_sign_pdf(writer)).getvalue()


def by_openssl(bureau: Bureau, document: bytes, folder: Path) -> bytes:
    """The value made by OpenSSL, put into a gap."""
    government = bureau.government
    (certificate,) = read_certificates(government.certificate("official"))
    out = io.BytesIO()
    absent = Absentee(certificate, read_certificates(government.certificate("interm")))
    _, place = placeholder(document, out, prepare(absent, SignOptions("OpenSSL"), None), now())
    prepared = out.getvalue()
    start, end = place.reserved_region_start, place.reserved_region_end
    (folder / "covered").write_bytes(prepared[:start] + prepared[end:])
    given = {
        "-in": folder / "covered",
        "-signer": government.certificate("official"),
        "-inkey": government.key("official"),
        "-certfile": government.certificate("interm"),
        "-out": folder / "value.der",
        "-outform": "DER",
        "-md": "sha256",
    }
    words = [tool("openssl", "make test"), "cms", "-sign", "-binary", "-cades"]
    finished([*words, *(part for pair in given.items() for part in pair)], check=True)
    value = (folder / "value.der").read_bytes().hex().encode().ljust(end - start - 2, b"0")
    return prepared[: start + 1] + value + prepared[end - 1 :]


def taken_in(
    bureau: Bureau,
    folder: Path,
    content: bytes,
    who: str = "official",
    level: Level | None = None,
    *,
    sealed: bool = True,
) -> Adopted:
    (folder / "returned.pdf").write_bytes(content)
    wanted = Wanted(read_certificates(bureau.government.certificate(who))[0], level)
    return adopt(
        bureau.document,
        folder / "returned.pdf",
        folder / "final.pdf",
        wanted,
        at=now(),
        evidence=bureau.evidence,
        timestamper=bureau.timestamper if sealed else None,
    )


@pytest.mark.parametrize("how", ["pyhanko", "openssl"])
def test_a_foreign_signature_is_lifted_to_b_lta(bureau: Bureau, tmp_path: Path, how: str) -> None:
    document = bureau.document.read_bytes()
    content = by_pyhanko(bureau, document) if how == "pyhanko" else by_openssl(bureau, document, tmp_path)
    adopted = taken_in(bureau, tmp_path, content, level=Level.B_LTA)
    final = (tmp_path / "final.pdf").read_bytes()
    assert final.startswith(content)
    assert (adopted.level, adopted.signer) == (Level.B_LTA, "Nguyễn Văn Thử")
    verdict = judge(final, bureau.offline, at=now())
    assert (verdict.verdict, verdict.level, verdict.covers_whole_file) == (Verdict.PASSED, Level.B_LTA, True)
    assert verdict.signatures[0].signed_at is not None


def test_without_a_timestamp_service_the_bytes_are_kept_as_they_came(bureau: Bureau, tmp_path: Path) -> None:
    content = by_pyhanko(bureau, bureau.document.read_bytes())
    adopted = taken_in(bureau, tmp_path, content, sealed=False)
    assert (adopted.level, (tmp_path / "final.pdf").read_bytes()) == (Level.B_B, content)
    with pytest.raises(ConfigurationRefused, match="B-B instead of B-T"):
        taken_in(bureau, tmp_path, content, level=Level.B_T, sealed=False)


def test_an_older_format_is_kept_and_called_no_pades(bureau: Bureau, tmp_path: Path) -> None:
    content = by_pyhanko(bureau, bureau.document.read_bytes(), old=True)
    assert taken_in(bureau, tmp_path, content).level is None
    with pytest.raises(ConfigurationRefused):
        taken_in(bureau, tmp_path, content, level=Level.B_LTA)


def refused(
    bureau: Bureau, folder: Path, content: bytes, words: str, kind: type[Exception] = DocumentRefused
) -> None:
    with pytest.raises(kind, match=words):
        taken_in(bureau, folder, content)
    assert not (folder / "final.pdf").exists()


def test_another_document_and_an_altered_prefix_are_refused(bureau: Bureau, tmp_path: Path) -> None:
    document = bureau.document.read_bytes()
    other = make_pdfa(tmp_path / "other.pdf", 3).read_bytes()
    refused(bureau, tmp_path, by_pyhanko(bureau, other), "does not begin with")
    painted = document.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg")
    refused(bureau, tmp_path, by_pyhanko(bureau, painted), "does not begin with")
    refused(bureau, tmp_path, document, "unsigned")
    refused(bureau, tmp_path, document + b"\n%more\n", "cannot be read|new signatures")


def text_on_top(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    more = writer.add_object(generic.StreamObject(stream_data=b"0 0 600 800 re f"))
    page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.update_container(page)


@pytest.mark.parametrize(
    "change", [page_changed, annotation, text_on_top], ids=lambda change: change.__name__
)
def test_a_change_that_the_signature_itself_covers_is_refused(
    bureau: Bureau, tmp_path: Path, change: Change
) -> None:
    content = by_pyhanko(bureau, bureau.document.read_bytes(), change=change)
    assert judge(content, bureau.evidence.trust, at=now()).verdict is Verdict.PASSED
    refused(bureau, tmp_path, content, "beside the signature")


def test_a_change_after_the_signature_or_trailing_bytes_are_refused(bureau: Bureau, tmp_path: Path) -> None:
    content = by_pyhanko(bureau, bureau.document.read_bytes())
    refused(bureau, tmp_path, updated(content, page_changed), "TOTAL-FAILED|REFUSED")
    refused(bureau, tmp_path, content + b"\n%more\n", "TOTAL-FAILED|REFUSED|cannot be read")


def test_the_wrong_person_a_revoked_one_and_two_signatures_are_refused(
    bureau: Bureau, tmp_path: Path
) -> None:
    document = bureau.document.read_bytes()
    refused(
        bureau, tmp_path, by_pyhanko(bureau, document, "seal"), "not by “Nguyễn Văn Thử”", IdentityRefused
    )
    (tmp_path / "returned.pdf").write_bytes(by_pyhanko(bureau, document, "revoked"))
    with pytest.raises(DocumentRefused, match="revoked"):
        taken_in(bureau, tmp_path, (tmp_path / "returned.pdf").read_bytes(), "revoked")
    (tmp_path / "one.pdf").write_bytes(by_pyhanko(bureau, document))
    bureau.sign(tmp_path / "one.pdf", tmp_path / "two.pdf", Level.B_B, "seal", "Dau")
    refused(bureau, tmp_path, (tmp_path / "two.pdf").read_bytes(), "2 new signatures")


def test_a_second_foreign_signature_joins_a_signed_file(bureau: Bureau, tmp_path: Path) -> None:
    """The official signed here; the seal comes from the middleware."""
    bureau.sign(bureau.document, tmp_path / "one.pdf", Level.B_LT)
    first = (tmp_path / "one.pdf").read_bytes()
    (tmp_path / "two.pdf").write_bytes(by_pyhanko(bureau, first, "seal"))
    wanted = Wanted(read_certificates(bureau.government.certificate("seal"))[0], Level.B_LTA)
    given = {"at": now(), "evidence": bureau.evidence, "timestamper": bureau.timestamper}
    adopt(tmp_path / "one.pdf", tmp_path / "two.pdf", tmp_path / "final.pdf", wanted, **given)  # type: ignore[arg-type]
    verdict = judge((tmp_path / "final.pdf").read_bytes(), bureau.offline, at=now())
    assert (verdict.verdict, verdict.level, verdict.signature_count) == (Verdict.PASSED, Level.B_LTA, 2)
