"""What a signature costs: `python -m benchmarks.signing [--times N] [--batch N]`; `make bench-signing` runs it.

CPU milliseconds of this process for each level, 1-page and 50-page files, beside the bare library call with the same
cached key in the same run. Wall time is printed too, but other programs and the servers share the machine. "embed" is
what adds the signature; "sign" also checks certificate and document before, and verifies the result after.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.functions import async_sign_pdf
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks.government import Government, now, running
from benchmarks.sign_samples import write_pdfa
from signing.embedding import SignOptions, embed, prepare
from signing.evidence import Evidence
from signing.identity import SigningIdentity
from signing.pades import sign
from signing.timestamp import Timestamper
from signing.trust import der_of
from signing.verdict import Level


class CachedKey(Signer):
    """The library's own signer but for the key, which is parsed once."""

    def __init__(self, identity: SigningIdentity) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(CachedKey.parsed(identity.chain))
        super().__init__(
            signing_cert=CachedKey.parsed([identity.certificate])[0], cert_registry=store, embed_roots=False
        )
        self._identity = identity

    @staticmethod
    def parsed(certificates: Iterable[Certificate]) -> list[Any]:
        """In the library's form."""
        return [found for one in certificates for found in load_certs_from_pemder_data(der_of(one))]

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """With the parsed key."""
        return self._identity.sign(data)


def bare(document: bytes, identity: SigningIdentity) -> None:
    """The library's own way, with the key kept parsed and the room stated, to the same PAdES B-B."""
    metadata = PdfSignatureMetadata("Signature1", "sha256", subfilter=SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    asyncio.run(async_sign_pdf(writer, metadata, signer=CachedKey(identity), bytes_reserved=16384))


def ours(document: bytes, identity: SigningIdentity) -> None:
    """Our B-B without the checks around it."""
    asyncio.run(embed(document, io.BytesIO(), prepare(identity, SignOptions(), None), now().astimezone(UTC)))


def measure(times: int, call: Callable[[], object]) -> tuple[float, float]:
    """Median CPU and wall milliseconds; one call beforehand does not count."""
    call()
    spent = []
    for _ in range(times):
        cpu, wall = time.process_time(), time.perf_counter()
        call()
        spent.append((time.process_time() - cpu, time.perf_counter() - wall))
    return 1000 * median(c for c, _ in spent), 1000 * median(w for _, w in spent)


def table(government: Government, folder: Path, times: int) -> None:
    """Print every case."""
    identity, stamper = government.identity("official"), Timestamper(government.tsa())
    evidence = Evidence(government.trust())
    print(f"{'case':28} {'CPU ms':>8} {'wall ms':>8}")
    for pages in (1, 50):
        source = write_pdfa(folder / f"{pages}.pdf", pages)
        document = source.read_bytes()
        for name, call in (("bare library B-B", bare), ("embed B-B", ours)):
            show(f"{name}, {pages} p", measure(times, lambda call=call, d=document: call(d, identity)))  # type: ignore[misc]
        for level in Level:

            def whole(level: Level = level, source: Path = source) -> None:
                sign(
                    source,
                    folder / "signed.pdf",
                    identity,
                    at=now(),
                    trust=government.trust(),
                    options=SignOptions(level=level),
                    timestamper=stamper,
                    evidence=evidence,
                )

            show(f"sign {level}, {pages} p", measure(times, whole))


def batch(government: Government, folder: Path, count: int) -> None:
    """Memory over a batch at B-LTA: the peak after a tenth of it, and at its end."""
    identity, stamper = government.identity("official"), Timestamper(government.tsa())
    evidence, source = Evidence(government.trust()), write_pdfa(folder / "batch.pdf")
    began, peaks = time.process_time(), []
    for _ in range(count):
        sign(
            source,
            folder / "signed.pdf",
            identity,
            at=now(),
            trust=government.trust(),
            options=SignOptions(level=Level.B_LTA),
            timestamper=stamper,
            evidence=evidence,
        )
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    each = 1000 * (time.process_time() - began) / count
    early = peaks[max(0, count // 10 - 1)]
    print(
        f"batch of {count} at B-LTA: {each:.0f} ms CPU each, peak {early:.0f} MiB early, {peaks[-1]:.0f} MiB at the end"
    )


def show(name: str, spent: tuple[float, float]) -> None:
    """One line."""
    print(f"{name:28} {spent[0]:8.0f} {spent[1]:8.0f}", flush=True)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--batch", type=int, default=200)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "servers") as government:
        table(government, Path(name), chosen.times)
        batch(government, Path(name), chosen.batch)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
