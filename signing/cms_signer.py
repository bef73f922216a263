"""The CMS signature of an identity, built by the library and encoded once. Knows nothing of PDF.

What is built of parts the library encodes anew, with all its parts, whenever anything that holds it is asked for: about
a thousand times in one signature, and twice the time of everything else. So each part is replaced by its own encoding
as soon as it is complete.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import cms
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.identity import SigningIdentity
from signing.trust import der_of, for_pyhanko

DIGEST = "sha256"
_MESSAGE_DIGEST = "message_digest"
# Encoded attributes that say the same for every document, by certificate. A process signs under a few.
_KEPT_MOST = 64
_kept: dict[bytes, tuple[bytes, ...]] = {}


class IdentitySigner(Signer):
    """Hands the bytes to be signed to the identity, which keeps its key parsed."""

    def __init__(self, identity: SigningIdentity) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(for_pyhanko(identity.chain))
        own = for_pyhanko([identity.certificate])[0]
        super().__init__(signing_cert=own, cert_registry=store, embed_roots=False)
        self._identity = identity

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The identity's signature; on a dry run as many zeros as it may take."""
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        return bytes(self._identity.signature_size) if dry_run else self._identity.sign(data)

    async def signed_attrs(self, data_digest: bytes, digest_algorithm: str, *args: Any, **named: Any) -> Any:
        """The library's attributes. In PAdES none but the digest differs between documents of one certificate."""
        if not _plain_pades(digest_algorithm, args, named):
            return _encoded(await super().signed_attrs(data_digest, digest_algorithm, *args, **named))
        key = der_of(self._identity.certificate)
        fixed = _kept.get(key)
        if fixed is None:
            built = await super().signed_attrs(data_digest, digest_algorithm, **named)
            if len(_kept) >= _KEPT_MOST:
                _kept.clear()
            fixed = tuple(one.dump() for one in built if one["type"].native != _MESSAGE_DIGEST)
            _kept[key] = fixed
        own = _encoded(simple_cms_attribute(_MESSAGE_DIGEST, data_digest))  # type: ignore[no-untyped-call]
        return _encoded(cms.CMSAttributes([*(cms.CMSAttribute.load(one) for one in fixed), own]))

    async def unsigned_attrs(self, *args: Any, **named: Any) -> Any:
        """The library's: a timestamp, or nothing."""
        built = await super().unsigned_attrs(*args, **named)
        return built and _encoded(built)

    def signer_info(self, *args: Any, **named: Any) -> Any:
        """The library's."""
        return _encoded(super().signer_info(*args, **named))

    async def async_sign_prescribed_attributes(self, *args: Any, **named: Any) -> Any:
        """The library's."""
        return _encoded(await super().async_sign_prescribed_attributes(*args, **named))


def _plain_pades(digest_algorithm: str, args: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """True for a PDF signature without attributes beyond those of every PAdES signature."""
    settings = named.get("attr_settings")
    extra = settings and (settings.cades_signed_attrs or settings.adobe_revinfo_attr)
    return bool(
        digest_algorithm == DIGEST
        and not args
        and not extra
        and named.get("use_pades")
        and named.get("is_pdf_sig", True)
        and named.get("content_type", "data") == "data"
    )


def _encoded(built: Any) -> Any:
    return type(built).load(built.dump())
