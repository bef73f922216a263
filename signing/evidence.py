"""What must lie in a file so that its signatures can be judged without asking anybody: chains and revocation answers.

Gathered under the trust settings, once for a batch. Decides nothing about signatures: verify.py does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import LocalKnowledge, bootstrap_validation_data_handlers
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.revinfo.archival import process_legacy_crl_input, process_legacy_ocsp_input

from signing.trust import Trust, TrustOptions, load_trust, moment, validation_spec, with_knowledge

# A revocation answer older than this is asked for again: a batch may run for hours, a card be stolen meanwhile.
LIFETIME = timedelta(minutes=10)
TIME_STAMPING = "time_stamping"


@dataclass(frozen=True)
class Proof:
    """One chain, the root first, and what shows that nothing in it was revoked (objects of asn1crypto)."""

    certificates: tuple[Any, ...]
    crls: tuple[Any, ...]
    ocsps: tuple[Any, ...]


class Evidence:
    """Gathers proofs under one trust and hands the same one out again until it is `LIFETIME` old.

    Then the files named in the trust settings are read anew too. Raises as `load_trust`.
    """

    def __init__(self, options: TrustOptions) -> None:
        self.trust = load_trust(options)
        self._options = options
        self._proofs: dict[tuple[bytes, str], Proof] = {}
        self._since: datetime | None = None

    async def of_signer(self, own: Any, others: Iterable[Any], at: datetime) -> Proof:
        """The proof for a signer's certificate as of `at`; raises what the path validation raises."""
        return await self._proof(own, others, at, "")

    async def of_timestamp_server(self, own: Any, others: Iterable[Any], at: datetime) -> Proof:
        """The proof for the certificate under a timestamp; raises what the path validation raises."""
        return await self._proof(own, others, at, TIME_STAMPING)

    def remembered(self) -> Trust:
        """The same trust, offline, with everything gathered: enough to judge what was just signed."""
        known = dict(self._proofs)
        proofs = known.values()
        return replace(
            self.trust,
            hosts=frozenset(),
            crls=(*self.trust.crls, *process_legacy_crl_input(_once(c for p in proofs for c in p.crls))),
            ocsps=tuple(process_legacy_ocsp_input(_once(o for p in proofs for o in p.ocsps))),
            chains={
                der: tuple(one.dump() for one in proof.certificates)
                for (der, purpose), proof in known.items()
                if not purpose
            },
        )

    async def _proof(self, own: Any, others: Iterable[Any], at: datetime, purpose: str) -> Proof:
        if self._since is not None and at < self._since - LIFETIME:
            return await self._gathered(own, list(others), at, purpose)
        if self._since is None or at - self._since > LIFETIME:
            self._proofs.clear()
            self.trust = load_trust(self._options) if self._since else self.trust
            self._since = at
        key = (own.dump(), purpose)
        if key not in self._proofs:
            self._proofs[key] = await self._gathered(own, list(others), at, purpose)
        return self._proofs[key]

    async def _gathered(self, own: Any, others: list[Any], at: datetime, purpose: str) -> Proof:
        timing = moment(at)
        async with validation_spec(self.trust) as plain:
            spec = with_knowledge(plain, LocalKnowledge(known_certs=others))
            anchors = spec.ts_cert_validation_policy if purpose else spec.cert_validation_policy
            assert anchors is not None
            context = anchors.build_validation_context(
                timing, bootstrap_validation_data_handlers(spec, timing)
            )
            validator = CertificateValidator(own, validation_context=context)
            path = await _path(validator, purpose)
            return _relevant(list(path.iter_certs(include_root=True)), context)


async def _path(validator: Any, purpose: str) -> Any:
    if purpose:
        return await validator.async_validate_usage(set(), {purpose})
    return await validator.async_validate_path()


def enclose(writer: IncrementalPdfFileWriter, proofs: Iterable[Proof]) -> None:
    """Put `proofs` into the document security store; what lies there already is not put in twice."""
    proofs = list(proofs)
    if proofs:
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            None,
            certs=[certificate for proof in proofs for certificate in proof.certificates],
            ocsps=[ocsp for proof in proofs for ocsp in proof.ocsps],
            crls=[crl for proof in proofs for crl in proof.crls],
        )


def _relevant(path: list[Any], context: Any) -> Proof:
    """Only what speaks of this chain: a shared list of lists would make every file of a batch grow."""
    names = {certificate.subject.hashable for certificate in path}
    serials = {certificate.serial_number for certificate in path}
    return Proof(
        certificates=tuple(path),
        crls=tuple(_once(crl for crl in context.crls if crl.issuer.hashable in names)),
        ocsps=tuple(_once(ocsp for ocsp in context.ocsps if serials & _asked_for(ocsp))),
    )


def _asked_for(ocsp: Any) -> set[int]:
    """Serial numbers that a response speaks of; empty for a refusal to answer."""
    if ocsp["response_status"].native != "successful":
        return set()
    return {one["cert_id"]["serial_number"].native for one in ocsp.response_data["responses"]}


def _once(objects: Iterable[Any]) -> list[Any]:
    return list({one.dump(): one for one in objects}.values())
