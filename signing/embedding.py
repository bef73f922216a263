"""Appending one PAdES signature to the bytes of a PDF. Asks nobody whether it may: that is pades.py."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import general
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTBSDocument

from signing import hex_strings
from signing.appearance import Appearance, dressed
from signing.cms_signer import DIGEST, IdentitySigner
from signing.errors import ConfigurationRefused, DocumentRefused, SigningError
from signing.evidence import Proof, enclose
from signing.identity import SigningIdentity
from signing.timestamp import Timestamper
from signing.trust import der_of
from signing.verdict import Level

hex_strings.install()

# DER octets of a signature beside the certificates: attributes, names, headers.
_CMS_ROOM = 3072


@dataclass(frozen=True)
class SignOptions:
    """What the signature says of itself; empty texts are left out.

    `field_name` names the signature field, unique in the document. `location` is usually the unit. `level` is what
    must be reached; None means B-T with a timestamp server and B-B without. Without `appearance` it is invisible.
    `room` is how many octets a B-B signature keeps free for a timestamp that comes later (late_timestamp.py).
    """

    field_name: str = "Signature1"
    reason: str = ""
    location: str = ""
    contact: str = ""
    level: Level | None = None
    appearance: Appearance | None = None
    room: int = 0


@dataclass(frozen=True)
class Preparation:
    """A signer ready for one document, and the octets of DER to keep free for its signature."""

    signer: PdfSigner
    octets: int
    appearance: Appearance | None = None


class UntouchedMetadataWriter(IncrementalPdfFileWriter):
    """Appends a revision and leaves the document's metadata alone.

    The library would write its own name and the current time into the information dictionary and the XMP
    packet, in two different spellings; ISO 19005-2, clause 6.6.3 wants them to agree.
    """

    def _update_meta(self) -> None:
        return


def prepare(identity: SigningIdentity, options: SignOptions, timestamper: Timestamper | None) -> Preparation:
    """What `embed` needs to sign as `identity`."""
    metadata = PdfSignatureMetadata(
        field_name=options.field_name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=identity.name,
        reason=options.reason or None,
        location=options.location or None,
        contact_info=options.contact or None,
    )
    # Print and Locked, not Hidden: ISO 19005-2, clause 6.3.2.
    flags = InvisSigSettings(set_print_flag=True, set_hidden_flag=False)
    signer = PdfSigner(
        metadata,
        signer=IdentitySigner(identity),
        timestamper=timestamper.client() if timestamper else None,
        new_field_spec=SigFieldSpec(options.field_name, invis_sig_settings=flags),
    )
    certificates = sum(len(der_of(c)) for c in (identity.certificate, *identity.chain))
    token = timestamper.room if timestamper else options.room
    octets = _CMS_ROOM + identity.signature_size + certificates + token
    return Preparation(signer, octets, options.appearance)


def _dressed(prepared: Preparation, writer: IncrementalPdfFileWriter, at: datetime) -> PdfSigner:
    """The signer with the field and the stamp that the appearance asks for."""
    plain = prepared.signer
    if prepared.appearance is None:
        return plain
    field, style = dressed(prepared.appearance, str(plain.signature_meta.field_name), writer, at)
    return PdfSigner(
        plain.signature_meta,
        signer=plain.signer,
        timestamper=plain.default_timestamper,
        stamp_style=style,
        new_field_spec=field,
    )


async def embed(
    document: bytes, stream: BinaryIO, prepared: Preparation, at: datetime, proofs: Iterable[Proof] = ()
) -> None:
    """Write `document` and its signature to `stream`; `at` is the time that the signature claims.

    `proofs` go into the same revision, so that the signature covers them too.

    Raises DocumentRefused when the PDF cannot be taken apart, TimestampUnavailable without a token, and
    ConfigurationRefused when certificates and token do not fit into the space kept free.
    """
    tbs, digest = placeholder(document, stream, prepared, at, proofs)
    attributes = PdfCMSSignedAttributes(signing_time=at.astimezone(UTC))
    try:
        await tbs.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    except general.SigningError as cause:
        raise _too_large(prepared.octets) from cause


def placeholder(
    document: bytes, stream: BinaryIO, prepared: Preparation, at: datetime, proofs: Iterable[Proof] = ()
) -> tuple[PdfTBSDocument, PreparedByteRangeDigest]:
    """Write `document` with an empty signature to `stream`; returns what fills it, and the digest to be signed.

    Raises DocumentRefused when the PDF cannot be taken apart, ConfigurationRefused for an appearance that lacks facts.
    """
    try:
        writer = UntouchedMetadataWriter(io.BytesIO(document), strict=True)
        enclose(writer, proofs)
        session = _dressed(prepared, writer, at).init_signing_session(writer)
        session.system_time = at.astimezone(UTC)
        # The reserved space is counted in hexadecimal digits.
        tbs = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * prepared.octets)
        digest, _ = tbs.digest_tbs_document(output=stream)
    except SigningError:
        raise
    except Exception as cause:  # hostile files make the parser fail in ways nobody has listed
        raise _unreadable(cause) from cause
    return tbs, digest


def _unreadable(cause: Exception) -> DocumentRefused:
    return DocumentRefused(
        f"Không đọc được cấu trúc PDF để ký ({type(cause).__name__}). Tạo lại tệp PDF rồi ký.",
        f"The PDF's structure cannot be read for signing ({type(cause).__name__}). "
        "Make the PDF again, then sign it.",
    )


def _too_large(octets: int) -> ConfigurationRefused:
    return ConfigurationRefused(
        f"Chữ ký kèm chứng thư và dấu thời gian lớn hơn {octets} byte dành sẵn. "
        "Bỏ bớt chứng thư thừa trong chuỗi hoặc dùng máy chủ dấu thời gian khác.",
        f"Signature, certificates and timestamp are larger than the {octets} bytes kept free. "
        "Remove needless certificates from the chain, or use another timestamp server.",
    )
