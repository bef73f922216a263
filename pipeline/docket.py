"""The docket (phiếu lô): what is known about the paper of a batch before it is scanned.

A TOML or JSON file. Every key is optional; unknown keys are refused, so that a misspelt one is not lost.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.errors import WrongUse

# Control characters, half surrogate pairs and noncharacters.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class WindowPaper(BaseModel):
    """What a clerk says at the counter of the one paper that a batch holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    component: str
    form: Literal["original", "certified_copy", "photocopy"]
    returned: bool


class Docket(BaseModel):
    """One batch of paper. `sheets` are counted by hand; `sides` says how many sides of each were scanned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    archival_file: str | None = Field(None, description="hồ sơ lưu trữ / archival file code")
    register_name: str | None = Field(None, alias="register", description="sổ / register")
    volume: str | None = Field(None, description="quyển / volume")
    register_type: str | None = Field(None, description="loại sự kiện ghi trong sổ / type of the entries")
    register_year: int | None = Field(None, description="năm của quyển / year of the volume")
    register_place: str | None = Field(None, description="nơi đăng ký / place of registration")
    first_number: int = Field(1, ge=0, description="số đầu / first number")
    last_number: int | None = Field(None, ge=0, description="số cuối / last number")
    entries_per_page: int = Field(1, ge=1, description="số trường hợp mỗi trang / entries on each page")
    entry_shape: Literal["bands", "rows", "leaves"] = Field(
        "bands", description="cách bày trường hợp trên trang / how entries lie on a page"
    )
    entry_pdf: Literal["whole_page", "regions"] = Field(
        "whole_page", description="PDF của mỗi trường hợp / PDF of each entry"
    )
    store: str | None = Field(None, description="kho / store")
    shelf: str | None = Field(None, description="giá / shelf")
    box: str | None = Field(None, description="hộp / box")
    sheets: int | None = Field(None, ge=0, description="số tờ đếm bằng tay / sheets counted by hand")
    sides: Literal[1, 2] = Field(1, description="số mặt quét mỗi tờ / sides scanned per sheet")
    condition: str | None = Field(None, description="tình trạng giấy / condition of the paper")
    handed_over_by: str | None = Field(None, description="người giao / handed over by")
    received_by: str | None = Field(None, description="người nhận / received by")
    operator: str | None = Field(None, description="người quét / scanner operator")
    scanner: str | None = Field(None, description="máy quét / scanner")
    date: str | None = Field(None, description="ngày quét / date of scanning")
    window: WindowPaper | None = Field(None, description="giấy nhận tại quầy / paper taken in at the counter")

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        # A TOML date arrives as a date object; text arrives in any Unicode form.
        if isinstance(value, int | dict | list | WindowPaper | None):
            return value
        text = str(value)
        # No line of a form holds them, XML 1.0 and PostgreSQL take no text with them.
        if _NO_TEXT.search(text):
            raise ValueError("control characters")
        return unicodedata.normalize("NFC", text)

    def as_json(self) -> dict[str, Any]:
        """Only what was filled in."""
        return self.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)

    def expected_pages(self) -> int | None:
        """Page sides that the counted sheets must give, or None when nobody counted."""
        return None if self.sheets is None else self.sheets * self.sides


def load_docket(path: Path) -> Docket:
    """Read a docket file (`.json`, else TOML). Raises WrongUse with what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
        return Docket.model_validate(data)
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        detail = _explain(problem)
        raise WrongUse(
            f"Phiếu lô {path} không dùng được: {detail}. Sửa tệp rồi chạy lại.",
            f"Docket {path} cannot be used: {detail}. Mend the file and run again.",
        ) from problem


def _explain(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors())
    return str(problem)
