"""Signing where the key is elsewhere, in three steps that share nothing but files: prepare, answer, finish.

`prepare` and `finish` run on the server and see no key; `answer` runs beside the key and trusts neither the server's
digest nor its attributes: it recomputes and inspects both before the key is used. Not a transport: who carries the
files from one to the other is not decided here.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument

from signing.atomic import beside, write_beside
from signing.blocking import run
from signing.cms_signer import DIGEST, IdentitySigner
from signing.eligibility import check
from signing.embedding import SignOptions, placeholder
from signing.embedding import prepare as prepare_signer
from signing.errors import ConfigurationRefused, IdentityRefused, JobRefused
from signing.evidence import Evidence, Proof
from signing.identity import SigningIdentity, common_name, is_development, parse_der, signature_octets
from signing.job import VERSION, Job, altered, bytes64, in_time, read_job, sha256, text64, write_job
from signing.pades import admit, wanted_level
from signing.sealing import proofs_for, seal, server_proofs
from signing.timestamp import Timestamper
from signing.trust import der_of
from signing.verdict import FileVerdict, Level, Verdict
from signing.verify import judge

LIFETIME = timedelta(minutes=15)
_ALLOWED = {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"}


@dataclass(frozen=True)
class Absentee:
    """A certificate whose key is elsewhere; its `sign` is never called."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Whom people read as the signer."""
        return common_name(self.certificate)

    @property
    def development(self) -> bool:
        """True for an identity made for trying out."""
        return is_development(self.certificate)

    @property
    def signature_size(self) -> int:
        """The largest number of bytes that the key may return."""
        return signature_octets(self.certificate)

    def sign(self, data: bytes) -> bytes:
        """Never: the key is not here."""
        raise IdentityRefused(
            f"Khóa của “{self.name}” không ở máy này.", f"The key of “{self.name}” is not here."
        )


@dataclass(frozen=True)
class Server:
    """What the server's two steps share: evidence, timestamp server, and the secret that seals its jobs."""

    evidence: Evidence
    timestamper: Timestamper | None
    secret: bytes


@dataclass(frozen=True)
class Request:
    """Who is to sign, and what the signature is to say; `id` is random and used once."""

    id: str
    signer: Absentee
    options: SignOptions


@dataclass(frozen=True)
class Answered:
    """A job and the answer to it, both as JSON; with `received`, the time at which the answer came in (`accept` looked
    at it), it may be finished after the job's own expiry too.
    """

    job: str
    answer: str
    received: datetime | None = None


def prepare(source: Path, prepared: Path, request: Request, server: Server, at: datetime) -> str:
    """Write the file with its empty gap to `prepared`; returns the job as JSON. Refuses whom `sign` would refuse."""
    level = wanted_level(request.options, server.timestamper)
    document = source.read_bytes()
    run(lambda: check(request.signer, server.evidence, at))
    admit(document, request.options, server.evidence.trust, at)
    content, job = run(lambda: _prepared(document, request, server, level, at))
    write_beside(prepared, content, stat.S_IMODE(source.stat().st_mode))
    return write_job(job, server.secret)


async def _prepared(
    document: bytes, request: Request, server: Server, level: Level, at: datetime
) -> tuple[bytes, Job]:
    signer, proofs = request.signer, list[Proof]()
    stamper = server.timestamper if level is not Level.B_B else None
    if level is Level.B_LT and stamper:
        proofs = [await check(signer, server.evidence, at)]
        proofs += await proofs_for(document, server.evidence, at)
        proofs += await server_proofs(stamper, server.evidence, at)
    out = io.BytesIO()
    _, place = placeholder(document, out, prepare_signer(signer, request.options, stamper), at, proofs)
    attributes = await IdentitySigner(signer).signed_attrs(place.document_digest, DIGEST, use_pades=True)
    content = out.getvalue()
    job = Job(
        version=VERSION,
        id=request.id,
        expires=(at + LIFETIME).astimezone(UTC).isoformat(),
        field=request.options.field_name,
        level=level.value,
        certificate=text64(der_of(signer.certificate)),
        chain=tuple(text64(der_of(one)) for one in signer.chain),
        start=place.reserved_region_start,
        end=place.reserved_region_end,
        digest=place.document_digest.hex(),
        attributes=text64(attributes.dump()),
        prepared=sha256(content),
    )
    return content, job


def answer(job_text: str, prepared: bytes, identity: SigningIdentity, at: datetime) -> str:
    """The answer to a job as JSON, signed by `identity` after looking at what it is to sign.

    `prepared` is the file that was shown to the signer. Raises JobRefused before the key is used: expired job, other
    document, other certificate, attributes that say more than PAdES needs.
    """
    job = examine(job_text, prepared, identity.certificate, at)
    return json.dumps({"id": job.id, "signature": text64(identity.sign(bytes64(job.attributes)))})


def examine(job_text: str, prepared: bytes, certificate: x509.Certificate, at: datetime) -> Job:
    """The job, after everything that can be asked of it without the server's secret; raises as `answer`."""
    job = read_job(job_text)
    in_time(job, at)
    _shown(job, prepared)
    _attributes_are_plain(job, der_of(certificate))
    return job


def finish(given: Answered, prepared: Path, target: Path, server: Server, at: datetime) -> FileVerdict:
    """Put the answer into the prepared file and bring it to the job's level in `target`; the verdict on it.

    Raises JobRefused for an altered or expired job, another file, another job's answer or a wrong value;
    TimestampUnavailable leaves everything as it was, and the same call may succeed later.
    """
    job = read_job(given.job, server.secret)
    in_time(job, given.received or at)
    content = prepared.read_bytes()
    _shown(job, content)
    value = _value(job, given.answer)
    level = Level(job.level)
    with beside(target, stat.S_IMODE(prepared.stat().st_mode)) as stream:
        signed = run(lambda: _completed(job, content, value, server, at))
        verdict = judge(signed, server.evidence.remembered(), at=at, fresh=True)
        own = next((one for one in verdict.signatures if one.field == job.field), None)
        if own is None or own.verdict is not Verdict.PASSED or own.level is not level:
            reached = own.level if own else None
            raise ConfigurationRefused(
                f"Chữ ký đạt mức {reached} thay vì {level}; không lưu tệp. Kiểm tra dịch vụ dấu thời gian và CRL.",
                f"The signature reached {reached} instead of {level}; no file was kept. Check timestamps and CRLs.",
            )
        stream.write(signed)
    return verdict


def accept(job_text: str, prepared: bytes, given: str, server: Server, at: datetime) -> None:
    """Return when the answer `given` may be kept for `finish`; raises JobRefused as it does, and asks nobody."""
    job = read_job(job_text, server.secret)
    in_time(job, at)
    _shown(job, prepared)
    _value(job, given)


async def _completed(job: Job, content: bytes, value: bytes, server: Server, at: datetime) -> bytes:
    certificate = parse_der(bytes64(job.certificate))
    chain = tuple(parse_der(bytes64(one)) for one in job.chain)
    absentee = Absentee(certificate, chain)
    await check(absentee, server.evidence, at)
    plain = IdentitySigner(absentee)
    signer = ExternalSigner(
        signing_cert=plain.signing_cert,
        cert_registry=plain.cert_registry,
        signature_value=value,
        embed_roots=False,
    )
    stamper = server.timestamper if job.level != Level.B_B else None
    signed = await signer.async_sign_prescribed_attributes(
        DIGEST,
        signed_attrs=cms.CMSAttributes.load(bytes64(job.attributes)),
        timestamper=stamper.client() if stamper else None,
    )
    out = io.BytesIO(content)
    place = PreparedByteRangeDigest(bytes.fromhex(job.digest), job.start, job.end)
    await PdfTBSDocument.async_finish_signing(out, place, signed)
    if job.level == Level.B_LTA and stamper:
        return await seal(out.getvalue(), server.evidence, stamper, at)
    return out.getvalue()


def _shown(job: Job, prepared: bytes) -> None:
    """The file is the prepared one, and its digest is the one in the attributes: nothing is signed blind."""
    gap = prepared[job.start : job.end]
    covered = hashlib.sha256(prepared[: job.start] + prepared[job.end :]).hexdigest()
    if (
        sha256(prepared) != job.prepared
        or gap[:1] != b"<"
        or gap[-1:] != b">"
        or gap[1:-1].strip(b"0")
        or covered != job.digest
    ):
        raise JobRefused(
            "Tệp PDF không phải là tệp của yêu cầu ký này. Lấy lại tệp từ máy chủ rồi ký.",
            "The PDF is not the one of this job. Get the file from the server again, then sign.",
        )


def _attributes_are_plain(job: Job, certificate: bytes) -> None:
    try:
        held = {one["type"].native: one["values"] for one in cms.CMSAttributes.load(bytes64(job.attributes))}
        fine = (
            set(held) <= _ALLOWED
            and held["content_type"][0].native == "data"
            and held["message_digest"][0].native.hex() == job.digest
            and held["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native
            == hashlib.sha256(certificate).digest()
        )
    except (ValueError, KeyError, TypeError, IndexError) as cause:
        raise altered() from cause
    if not fine or bytes64(job.certificate) != certificate:
        raise altered()


def _value(job: Job, given: str) -> bytes:
    """The signature in an answer, checked with the certificate's key."""
    try:
        held = json.loads(given)
        value, named = bytes64(held["signature"]), held["id"]
    except (ValueError, KeyError, TypeError) as cause:
        raise altered() from cause
    _attributes_are_plain(job, bytes64(job.certificate))
    key, data = parse_der(bytes64(job.certificate)).public_key(), bytes64(job.attributes)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, data, ec.ECDSA(hashes.SHA256()))
        fine = named == job.id
    except InvalidSignature:
        fine = False
    if not fine:
        raise JobRefused(
            f"Giá trị chữ ký trả về không thuộc yêu cầu ký {job.id}. Ký lại.",
            f"The signature value does not belong to job {job.id}. Sign again.",
        )
    return value
