"""What lies in a file for judging it without asking anybody, and how old that is. Judges nothing: ades.py does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.revinfo.archival import process_legacy_crl_input, process_legacy_ocsp_input

from signing.trust import with_knowledge


def stored_knowledge(reader: PdfFileReader) -> LocalKnowledge:
    """Certificates and revocation information in the document security store of the newest revision."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    return LocalKnowledge(
        known_ocsps=list(process_legacy_ocsp_input([ref.get_object().data for ref in store.ocsps])),
        known_crls=list(process_legacy_crl_input([ref.get_object().data for ref in store.crls])),
        known_certs=list(store.load_certs()),
    )


def self_contained(spec: SignatureValidationSpec, knowledge: LocalKnowledge) -> SignatureValidationSpec:
    """`spec` that may use what the file itself carries, and nothing else."""
    offline = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    anchors = LocalKnowledge(known_certs=spec.local_knowledge.known_certs)
    return with_knowledge(replace(spec, local_knowledge=anchors, revinfo_gathering_policy=offline), knowledge)


def completed_at(signature: EmbeddedPdfSignature, knowledge: LocalKnowledge) -> datetime:
    """When the newest piece of proof in the file was made: a level is a property of the file, not of today."""
    tokens = [*extract_tst_data_iter(signature.signer_info, signed=False)]
    tokens += [stamp.signed_data for stamp in signature.reader.embedded_timestamp_signatures]
    made = [stated_time(token) for token in tokens]
    issued = [held.issuance_date for held in (*knowledge.known_crls, *knowledge.known_ocsps)]
    return max(*made, *(time.astimezone(UTC) for time in issued if time is not None))


def stated_time(token: Any) -> datetime:
    """The time that a timestamp token states, UTC."""
    stated: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return stated.astimezone(UTC)
