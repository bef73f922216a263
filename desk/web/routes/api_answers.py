"""What `/api/v1` takes and answers, as its OpenAPI description tells it. Holds no action."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.docket import Docket
from pipeline.procedure import is_dossier_code
from pipeline.record_type import record_types

_TOLD = {
    400: "The request cannot be carried out as it is.",
    401: "No token, or one that is unknown, ended or revoked.",
    403: "The token or its owner may not do this.",
    404: "There is no such thing within reach.",
    409: "Not in this state, or the idempotency key was used for another request.",
    422: "Something is missing or malformed; `errors` says where.",
    429: "Too many requests.",
    500: "A fault of the software; `incident` names it in the log.",
    503: "Something that the server needs is missing.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "status", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["at", "message"],
                "properties": {"at": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "incident": {"type": "string"},
        "asleep": {"type": "string"},
    },
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem+json answers (RFC 9457) of an operation: `statuses` and those that every operation has."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    every = sorted({400, 401, 403, 429, 500, 503, *statuses})
    return {status: {"description": _TOLD[status], "content": content} for status in every}


class Opening(BaseModel):
    """What a program says when files become a batch."""

    model_config = ConfigDict(extra="forbid")

    dossier: str | None = Field(None, max_length=64)
    type: str | None = Field(None, max_length=32)
    docket: Docket = Field(default_factory=lambda: Docket.model_validate({}))

    @field_validator("dossier")
    @classmethod
    def _a_code(cls, value: str | None) -> str | None:
        if value is not None and not is_dossier_code(value):
            raise ValueError("not a dossier code")
        return value

    @field_validator("type")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and value not in record_types():
            raise ValueError("no such record type")
        return value

    @field_validator("docket")
    @classmethod
    def _not_of_the_counter(cls, value: Docket) -> Docket:
        # What a clerk says of a paper at the counter is said in the dossier, by the clerk.
        if value.window is not None:
            raise ValueError("window papers come in through their dossier")
        return value


class Owner(BaseModel):
    """Whose token it is."""

    login: str
    unit: str
    scopes: list[str]


class BatchRow(BaseModel):
    """A batch in a list."""

    batch: str
    state: str
    unit: str
    opened: str
    dossier: str | None
    pages_in: int
    pages_read: int
    pages_blank: int
    pages_separator: int
    pages_duplicate: int


class BatchList(BaseModel):
    """One page of batches; `next` is the cursor of the following one, null at the end."""

    batches: list[BatchRow]
    next: str | None


class SetAside(BaseModel):
    """What lies in quarantine: a whole file (`page` null) or a page."""

    file: str
    page: int | None
    pages: int
    code: str
    message: str


class Task(BaseModel):
    """Work on the batch in the background; its id is the batch's. `fault` says why it broke."""

    state: str
    stage: str
    done: int
    all: int
    fault: str | None


class BatchWhole(BatchRow):
    """A batch with its quarantine and its task; `task` is null when nothing was started since the desk began."""

    pages_open: int
    quarantined: list[SetAside]
    task: Task | None


class UploadBegun(BaseModel):
    """A new upload."""

    upload: str
    piece_bytes: int


class FileHere(BaseModel):
    """A file of an upload; `have` bytes of `size` are on the disk."""

    number: int
    name: str
    size: int
    have: int


class Opened(BaseModel):
    """The batch that an upload became."""

    batch: str
