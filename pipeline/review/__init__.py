"""Review: what people do with a record between its reading and its approval. Each subject has its module."""

from pipeline.review.approval import approve, auto_approve, finish_stage, reject, send_back
from pipeline.review.decisions import OPEN, Correction, carry_down, close_finding, correct, decide, retype

__all__ = [
    "OPEN",
    "Correction",
    "approve",
    "auto_approve",
    "carry_down",
    "close_finding",
    "correct",
    "decide",
    "finish_stage",
    "reject",
    "retype",
    "send_back",
]
