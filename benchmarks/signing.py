"""What a signature costs: `python -m benchmarks.signing [--times N] [--batch N]`; `make bench-signing` runs it.

CPU milliseconds for each level, 1-page and 50-page files, with the key in a file and in a SoftHSM token, beside the
bare library call with the same cached key in the same run. With the token, the process that holds it counts too.
Wall time is printed too, but other programs and the servers share the machine. "embed" is what adds the signature;
"sign" also checks certificate and document before, and verifies the result after.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from cryptography.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.functions import async_sign_pdf
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks import softhsm
from benchmarks.government import Government, now, running
from benchmarks.sign_samples import write_pdfa
from signing.embedding import SignOptions, embed, prepare
from signing.evidence import Evidence
from signing.identity import SigningIdentity, read_certificates
from signing.pades import sign
from signing.timestamp import Timestamper
from signing.token import TokenIdentity, opened
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


def measure(times: int, call: Callable[[], object], key: psutil.Process | None = None) -> tuple[float, float]:
    """Median CPU and wall milliseconds, with the process that holds the `key`; the first call is left out."""
    call()
    spent = []
    for _ in range(times):
        cpu, wall = cpu_seconds(key), time.perf_counter()
        call()
        spent.append((cpu_seconds(key) - cpu, time.perf_counter() - wall))
    return 1000 * median(c for c, _ in spent), 1000 * median(w for _, w in spent)


def cpu_seconds(key: psutil.Process | None) -> float:
    """Of this process and of the one that holds the key (that one in steps of 10 ms, hence many calls)."""
    if key is None:
        return time.process_time()
    times = key.cpu_times()
    return time.process_time() + float(times.user + times.system)


@contextmanager
def in_token(government: Government, folder: Path) -> Iterator[TokenIdentity | None]:
    """The official's key in an open SoftHSM token; None where SoftHSM is not installed."""
    program = shutil.which("softhsm2-util")
    if program is None:
        yield None
        return
    token = softhsm.make(folder, Path(program))
    softhsm.fill(token, government.key("official"), government.certificate("official"))
    os.environ.update(token.environment)
    certificate = read_certificates(government.certificate("official"))[0]
    chain = read_certificates(government.certificate("interm"))
    with opened(token.module, certificate, chain, softhsm.PIN) as identity:
        yield identity


def table(government: Government, folder: Path, times: int) -> None:
    """Print every case."""
    print(f"{'case':34} {'CPU ms':>8} {'wall ms':>8}")
    file_key = government.identity("official")
    with in_token(government, folder / "token") as token:
        holder = psutil.Process(token.process.pid) if token else None
        for pages in (1, 50):
            source = write_pdfa(folder / f"{pages}.pdf", pages)
            document = source.read_bytes()
            for name, call in (("bare library B-B", bare), ("embed B-B", ours)):
                show(f"{name}, {pages} p", measure(times, lambda call=call, d=document: call(d, file_key)))  # type: ignore[misc]
            for level in Level:
                one = signer(government, source, folder / "signed.pdf", file_key, level)
                show(f"sign {level}, {pages} p", measure(times, one))
                if token:
                    one = signer(government, source, folder / "signed.pdf", token, level)
                    show(f"sign {level}, {pages} p, SoftHSM", measure(times, one, holder))
    if token is None:
        print("softhsm2-util is missing (apt-get install softhsm2): no figures of a token")


def signer(
    government: Government, source: Path, target: Path, identity: SigningIdentity, level: Level
) -> Callable[[], object]:
    """One whole signature, with evidence and timestamp servers on loopback."""
    options, stamper = SignOptions(level=level), Timestamper(government.tsa())
    evidence, trust = Evidence(government.trust()), government.trust()

    def once() -> object:
        return sign(
            source,
            target,
            identity,
            at=now(),
            trust=trust,
            options=options,
            timestamper=stamper,
            evidence=evidence,
        )

    return once


def batch(government: Government, folder: Path, count: int) -> None:
    """Memory over a batch at B-LTA: the peak after a tenth of it, and at its end."""
    source = write_pdfa(folder / "batch.pdf")
    once = signer(government, source, folder / "signed.pdf", government.identity("official"), Level.B_LTA)
    began, peaks = time.process_time(), []
    for _ in range(count):
        once()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    each = 1000 * (time.process_time() - began) / count
    early = peaks[max(0, count // 10 - 1)]
    print(
        f"batch of {count} at B-LTA: {each:.0f} ms CPU each, peak {early:.0f} MiB early, {peaks[-1]:.0f} MiB at the end"
    )


def show(name: str, spent: tuple[float, float]) -> None:
    """One line."""
    print(f"{name:34} {spent[0]:8.0f} {spent[1]:8.0f}", flush=True)


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
