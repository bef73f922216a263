"""What the agent looks at before the PIN is asked: the server is believed in nothing that can be computed here."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cryptography import x509

from signing.addition import adds_only_signatures, page_count
from signing.agent.errors import DocumentSwapped
from signing.agent.protocol import Paper
from signing.deferred import examine
from signing.job import Job
from signing.lint import REASONS, lint_bytes


def inspect(paper: Paper, job_text: str, prepared: bytes, certificate: x509.Certificate, at: datetime) -> Job:
    """The job, when `prepared` is the listed document with a place for this certificate's signature and no more.

    Raises JobRefused (digest, certificate, attributes, expiry), DocumentSwapped.
    """
    job = examine(job_text, prepared, certificate, at)
    document = prepared[: paper.size]
    if hashlib.sha256(document).hexdigest() != paper.sha256 or job.start <= paper.size:
        raise _swapped(paper, "mã băm khác", "another digest")
    if page_count(document) != paper.pages:
        raise _swapped(paper, "số trang khác", "another number of pages")
    if not adds_only_signatures(prepared, paper.size):
        raise _swapped(paper, "có thay đổi ngoài chỗ ký", "a change beside the signature's place")
    if b"/ByteRange" not in document:
        for reason in lint_bytes(document):
            raise _swapped(paper, *REASONS[reason.partition(":")[0]])
    return job


def _swapped(paper: Paper, vi: str, en: str) -> DocumentSwapped:
    return DocumentSwapped(
        f"Tệp máy chủ gửi không đúng tài liệu “{paper.title}” trong danh sách ({vi}). Không ký; báo người quản trị.",
        f"What the server sent is not the listed document “{paper.title}” ({en}). Not signed; tell the administrator.",
    )
