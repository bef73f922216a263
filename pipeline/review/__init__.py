"""Review: what people do with a record between its reading and its approval. Each subject has its module."""

from pipeline.review.decisions import (
    OPEN,
    Correction,
    approve,
    auto_approve,
    close_finding,
    correct,
    decide,
    reject,
    retype,
    send_back,
)

__all__ = [
    "OPEN",
    "Correction",
    "approve",
    "auto_approve",
    "close_finding",
    "correct",
    "decide",
    "reject",
    "retype",
    "send_back",
]
