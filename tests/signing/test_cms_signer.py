"""What is encoded once is what the library would have built; nothing of one document stays in another's signature."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC
from pathlib import Path

from government_office import Bureau
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer

from benchmarks.government import now
from signing.cms_signer import DIGEST, IdentitySigner
from signing.pades import SignOptions, sign
from signing.trust import for_pyhanko
from signing.verdict import Level, Verdict
from signing.verify import judge


class Plain(Signer):
    """The library's signer with the same certificate, whose key is never used."""


def attributes(signer: Signer, digest: bytes) -> bytes:
    settings = PdfCMSSignedAttributes(signing_time=now().astimezone(UTC))
    made = asyncio.run(signer.signed_attrs(digest, DIGEST, attr_settings=settings, use_pades=True))
    return bytes(made.dump())


def test_the_attributes_are_the_librarys_for_every_digest(bureau: Bureau) -> None:
    identity = bureau.government.identity("official")
    plain = Plain(signing_cert=for_pyhanko([identity.certificate])[0], embed_roots=False)
    for text in (b"first", b"second"):
        digest = hashlib.sha256(text).digest()
        assert attributes(IdentitySigner(identity), digest) == attributes(plain, digest)


def test_each_certificate_has_its_own(bureau: Bureau) -> None:
    digest = hashlib.sha256(b"one").digest()
    one, other = (IdentitySigner(bureau.government.identity(who)) for who in ("official", "seal"))
    assert attributes(one, digest) != attributes(other, digest)


def test_a_general_signature_keeps_its_own_time(bureau: Bureau) -> None:
    """Outside PDF the time is an attribute, and differs each time."""
    identity = bureau.government.identity("official")
    attributes(IdentitySigner(identity), bytes(32))
    settings = PdfCMSSignedAttributes(signing_time=now().astimezone(UTC))
    made = asyncio.run(
        IdentitySigner(identity).signed_attrs(
            bytes(32), DIGEST, attr_settings=settings, use_pades=True, is_pdf_sig=False
        )
    )
    assert "signing_time" in {one["type"].native for one in made}


def test_what_was_judged_as_just_made_passes_in_full_too(bureau: Bureau, tmp_path: Path) -> None:
    """The quick look before release says what the whole validation says, also for a second signature."""
    source, options = bureau.document, SignOptions(level=Level.B_B)
    for number, who in enumerate(("official", "seal", "official")):
        target = tmp_path / f"{number}.pdf"
        options = SignOptions(level=Level.B_B, field_name=f"S{number}")
        identity = bureau.government.identity(who)
        sign(
            source,
            target,
            identity,
            at=now(),
            trust=bureau.government.trust(),
            options=options,
            evidence=bureau.evidence,
        )
        source = target
        file, at = target.read_bytes(), now()
        quick = judge(file, bureau.evidence.remembered(), at=at, fresh=True)
        whole = judge(file, bureau.evidence.trust, at=at)
        assert (whole.verdict, whole.level, whole.signature_count) == (Verdict.PASSED, Level.B_B, number + 1)
        assert quick == whole


def test_the_quick_look_passes_no_changed_byte(bureau: Bureau, tmp_path: Path) -> None:
    """What a signature covers counts before release as it does afterwards."""
    sign(
        bureau.document,
        tmp_path / "s.pdf",
        bureau.government.identity("official"),
        at=now(),
        trust=bureau.government.trust(),
        evidence=bureau.evidence,
        options=SignOptions(level=Level.B_B),
    )
    file = (tmp_path / "s.pdf").read_bytes()
    known = bureau.evidence.remembered()
    assert known.chains
    assert judge(file, known, at=now(), fresh=True).verdict is Verdict.PASSED
    gap = file.index(b"/Contents <") + len(b"/Contents <")
    end = file.index(b">", gap)
    for place in (*range(20, gap - 1, gap // 25), *range(end + 1, len(file), 97)):
        flipped = bytearray(file)
        flipped[place] ^= 0x01
        found = judge(bytes(flipped), known, at=now(), fresh=True)
        assert found.verdict is not Verdict.PASSED, place
