"""Evidence for every signature of a file, then an archive timestamp over all of it: PAdES B-LTA, "sealed".

Sealed means that nothing stands after the newest timestamp: it covers the whole file, so that a byte added later
is always seen. The library's own layout leaves an uncovered revision at the end.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, enumerate_sig_fields
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.cms_signer import DIGEST
from signing.embedding import UntouchedMetadataWriter
from signing.enclosed import stated_time
from signing.errors import ConfigurationRefused
from signing.evidence import Evidence, Proof, enclose
from signing.timestamp import Timestamper

# Print, not Hidden: ISO 19005-2, clause 6.3.2.
_FLAGS = InvisSigSettings(set_print_flag=True, set_hidden_flag=False)


async def seal(document: bytes, evidence: Evidence, timestamper: Timestamper, at: datetime) -> bytes:
    """`document` with evidence for all its signatures and an archive timestamp, in one revision.

    Raises TimestampUnavailable, and ConfigurationRefused when some signature cannot be given evidence.
    """
    proofs = await proofs_for(document, evidence, at)
    proofs += await server_proofs(timestamper, evidence, at)
    writer = UntouchedMetadataWriter(io.BytesIO(document), strict=True)
    enclose(writer, proofs)
    out = io.BytesIO()
    stamper = PdfTimeStamper(timestamper.client(), free_name(writer), _FLAGS)
    await stamper.async_timestamp_pdf(writer, DIGEST, bytes_reserved=2 * timestamper.room, output=out)
    return out.getvalue()


async def proofs_for(document: bytes, evidence: Evidence, at: datetime) -> list[Proof]:
    """A proof for each signer, each signature timestamp and each document timestamp in `document`."""
    found = []
    for signature in PdfFileReader(io.BytesIO(document), strict=True).embedded_signatures:
        name, proven = str(signature.field_name), _proven(signature)
        if signature.sig_object_type == "/DocTimeStamp":
            found.append(await _timestamp_proof(signature.signed_data, name, evidence, at))
            continue
        own, others = signature.signer_cert, signature.other_embedded_certs
        found.append(await _either(name, (at, proven), partial(evidence.of_signer, own, others)))
        for token in extract_tst_data_iter(signature.signer_info, signed=False):
            found.append(await _timestamp_proof(token, name, evidence, at))
    return found


async def server_proofs(timestamper: Timestamper, evidence: Evidence, at: datetime) -> list[Proof]:
    """Proofs for every certificate under which this timestamp server answered so far."""
    tokens = await timestamper.tokens()
    return [await _timestamp_proof(token, timestamper.url, evidence, at) for token in tokens]


def free_name(writer: IncrementalPdfFileWriter) -> str:
    """The first of Timestamp1, Timestamp2, ... that no field of the document bears."""
    taken = {str(name) for name, _, _ in enumerate_sig_fields(writer)}
    return next(name for n in range(1, len(taken) + 2) if (name := f"Timestamp{n}") not in taken)


async def _timestamp_proof(token: Any, name: str, evidence: Evidence, at: datetime) -> Proof:
    held = extract_certificate_info(token)
    moments = (at, stated_time(token))
    ask = partial(evidence.of_timestamp_server, held.signer_cert, held.other_certs)
    return await _either(name, moments, ask)


async def _either(
    name: str, moments: tuple[datetime | None, ...], ask: Callable[[datetime], Awaitable[Proof]]
) -> Proof:
    """The proof as of now; for a certificate that has ended since, as of its proven time."""
    last: Exception | None = None
    for at in (one for one in moments if one is not None):
        try:
            return await ask(at)
        except Exception as cause:  # path building fails in many ways; each of them means: no evidence
            last = cause
    raise ConfigurationRefused(
        f"Không thu thập được bằng chứng kiểm chứng lâu dài cho “{name}” ({type(last).__name__}). "
        "Kiểm tra gốc tin cậy, danh sách thu hồi (CRL) và SOHOA_FETCH_ALLOW, rồi làm lại.",
        f"No long-term evidence can be gathered for “{name}” ({type(last).__name__}). "
        "Check trust roots, revocation lists (CRL) and SOHOA_FETCH_ALLOW, then try again.",
    ) from last


def _proven(signature: EmbeddedPdfSignature) -> datetime | None:
    tokens = extract_tst_data_iter(signature.signer_info, signed=False)
    return min((stated_time(token) for token in tokens), default=None)
