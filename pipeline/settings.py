"""Settings: read once, from `SOHOA_*` in the environment and from `settings.env` in the home.

The environment wins over the file. A name that is not declared here stops the start, because a misspelt
setting that is ignored is a wrong setting. Each field's description is its line in docs/settings.md.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from pipeline.approval_policy import ApprovalPolicy, policies_of
from pipeline.errors import WrongUse

PREFIX = "SOHOA_"
DEFAULT_HOME = "~/.local/share/sohoa"
SETTINGS_FILE = "settings.env"


class Settings(BaseSettings):
    """Every setting, its default and what it does. Later work adds names and never renames one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path = Field(Path(DEFAULT_HOME), description="Folder of database, store, workspace and identity.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: ledger.sqlite in the home.")
    store_url: str = Field(
        "", description="`file:///...` or `s3://bucket?endpoint=...`; empty: store in the home."
    )
    store_keys_file: Path | None = Field(None, description="File with the S3 access key and secret key.")
    lock_days: int = Field(
        0,
        ge=0,
        description="Days of one lock (GOVERNANCE) on what was committed, renewed by upkeep; a class of years is "
        "locked until they are over. 0: no locks.",
    )
    require_worm: bool = Field(False, description="`sohoa doctor` fails unless the store proves to be WORM.")
    lang: Literal["vi", "en"] = Field("vi", description="Language of messages: vi or en.")
    unit: str = Field(
        "Đơn vị chưa khai báo", description="Name of the office; written on batches and records."
    )
    actor: str = Field("", description="Who acts at the terminal; empty: the OS user. Not an authentication.")
    signer: Literal["none", "development", "seal", "token"] = Field(
        "none",
        description="Who signs: none, development, seal (identity files in the home), or token (PKCS#11).",
    )
    allow_file_keys: bool = Field(
        False,
        description="Lets SIGNER=seal use a key that lies in a file; an office's key belongs in a token.",
    )
    token_module: Path | None = Field(None, description="PKCS#11 library of the signing token.")
    token_certificate: str = Field("", description="SHA-256 fingerprint of the certificate in the token.")
    token_chain: str = Field("", description="PEM files of the certificates above it, separated by `:`.")
    tsa_url: str = Field("", description="RFC 3161 timestamp service; empty: signatures stay B-B.")
    tsa_seconds: float = Field(180.0, gt=0, description="How long to wait for one timestamp, in seconds.")
    tsa_attempts: int = Field(
        3, ge=1, le=10, description="How often to ask for one timestamp before giving up."
    )
    tsa_at_once: int = Field(4, ge=1, le=64, description="Most timestamps asked for at the same time.")
    sign_level: Literal["", "B-B", "B-T", "B-LT", "B-LTA"] = Field(
        "",
        description="Lowest PAdES level, above the policy's; of a trial: its level (empty: B-T with a TSA, else B-B).",
    )
    sign_policy: Path | None = Field(
        None, description="The office's own table of who signs what (TOML); empty: the product's."
    )
    sign_mandates: Path | None = Field(
        None, description="Who may sign what, for which unit, in which capacity (TOML); empty: nobody."
    )
    office_symbol: str = Field(
        "UBND",
        min_length=1,
        max_length=20,
        description="The office in the symbols of its registers of copies: `05/SY-UBND`.",
    )
    public_url: str = Field(
        "", description="Address behind the QR code of an issued result, with `{code}`; empty: no QR code."
    )
    trust_roots: str = Field(
        "", description="PEM files of signer roots, separated by `:`; empty: development root."
    )
    tsa_roots: str = Field("", description="PEM files of timestamp roots, separated by `:`.")
    crls: str = Field("", description="CRL files, separated by `:`.")
    fetch_allow: str = Field(
        "", description="Hosts that validation may ask for revocation data, comma separated."
    )
    max_page_pixels: int = Field(
        150_000_000, gt=0, description="Largest page side in pixels; larger is refused."
    )
    max_file_bytes: int = Field(
        500 * 1024 * 1024, gt=0, description="Largest file in bytes; larger is refused."
    )
    max_pages: int = Field(2000, gt=0, description="Most pages in one file; more is refused.")
    page_seconds: float = Field(120.0, gt=0, description="Longest time to read one page, in seconds.")
    workers: int = Field(0, ge=0, description="Reading processes; 0: one per processor.")
    engine: Literal["tesserocr", "pytesseract"] = Field(
        "tesserocr", description="OCR engine behind the seam."
    )
    accept_high: float | Literal["off"] = Field(
        0.975,
        description="Chance of being right (0 to 1) that a field of high risk needs without a person; `off`: never.",
    )
    accept_medium: float | Literal["off"] = Field(0.965, description="The same for fields of medium risk.")
    accept_low: float | Literal["off"] = Field(0.955, description="The same for fields of low risk.")
    auto_approve: str = Field(
        "", description="`type=person, YYYY-MM-DD, document` entries separated by `;`; empty: people approve."
    )
    record_types: Path | None = Field(
        None,
        description="Folder with the office's own record types (TOML), laid over the built-in ones; empty: none.",
    )
    review_presets: str = Field(
        "",
        description="Review preset by record type: `type=preset` separated by `;`, `*` for all others; empty: quick.",
    )
    double_keying: str = Field(
        "high",
        description="Risk classes that two people key blind on handwritten papers and keyed types; empty: none.",
    )
    double_keying_types: str = Field(
        "", description="Record types keyed blind by two people also when printed, comma separated."
    )
    lease_minutes: int = Field(
        15, gt=0, description="How long a record stays taken without a sign of life, in minutes."
    )
    desk_origin: str = Field(
        "", description="Address that people type for the web desk (`https://...`); empty: this machine only."
    )
    desk_idle_minutes: int = Field(
        20, gt=0, description="Minutes without a sign of life until the web desk asks for the password again."
    )
    desk_session_hours: int = Field(12, gt=0, description="Hours until the web desk asks for a new login.")
    bulk_reading: int = Field(
        60, ge=0, description="Records opened within an hour by one account that raise an alarm; 0: no alarm."
    )
    second_factor_roles: str = Field(
        "official,admin",
        description="Roles that work at the web desk only with a second factor, comma separated; empty: none.",
    )
    practice_records: int = Field(
        5, ge=1, le=30, description="How many papers a newcomer's practice at the web desk has."
    )
    practice_pass: int = Field(
        95, ge=1, le=100, description="Percent of a practice's fields that must be right to pass."
    )
    oidc_issuer: str = Field(
        "",
        description="OpenID Connect provider where people log in (`https://...`); empty: passwords here only.",
    )
    oidc_client_id: str = Field("", description="The desk's client id at the provider.")
    oidc_secret_file: Path | None = Field(
        None, description="File with the desk's client secret at the provider; empty: a public client."
    )
    oidc_claim: str = Field(
        "sub",
        description="Claim of the ID token that names the account; must be unique and never given anew.",
    )
    oidc_hosts: str = Field(
        "", description="Hosts beside the issuer's that its discovery may name, comma separated."
    )
    oidc_factor: str = Field(
        "",
        description="What in the ID token is a second factor, `amr:mfa,acr:...`; empty: nothing, codes are asked here.",
    )
    oidc_create: bool = Field(
        False, description="An unknown identity gets an account without any role; otherwise it is refused."
    )
    local_logins: str = Field(
        "*", description="Logins that may use a password at the web desk, comma separated; `*`: all."
    )
    sample_plan: str = Field(
        "normal", description="Acceptance sampling of a batch: normal, tight or all (a product setting)."
    )
    audit_lock_days: int = Field(
        3650,
        ge=0,
        description="Days a sealed audit segment stays locked (COMPLIANCE) where the store can; 0: not.",
    )
    require_tools: bool = Field(False, description="Tests fail instead of skipping when a tool is missing.")
    require_verapdf: bool = Field(False, description="A PDF/A that veraPDF has not passed is refused.")
    tools_dir: Path = Field(
        Path("~/.cache/sohoa/tools"), description="Where `make tools` puts outside tools."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` hands over: it alone knows which file and which environment count."""
        return (init_settings,)

    @field_validator(
        "store_keys_file",
        "record_types",
        "token_module",
        "sign_policy",
        "sign_mandates",
        "oidc_secret_file",
        mode="before",
    )
    @classmethod
    def _unset(cls, given: object) -> object:
        # `SOHOA_X=` in a settings file means "none"; a Path of it would be the folder one happens to stand in.
        return None if given == "" else given

    @field_validator(
        "home",
        "tools_dir",
        "store_keys_file",
        "record_types",
        "token_module",
        "sign_policy",
        "sign_mandates",
        "oidc_secret_file",
    )
    @classmethod
    def _expand(cls, path: Path | None) -> Path | None:
        return None if path is None else path.expanduser().absolute()

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'ledger.sqlite'}"

    @property
    def store(self) -> str:
        """The store URL in force."""
        return self.store_url or (self.home / "store").as_uri()

    @property
    def reading_processes(self) -> int:
        """How many processes read pages at once."""
        return self.workers or os.cpu_count() or 1

    def policies(self) -> dict[str, ApprovalPolicy]:
        """Approval policies by record type. Raises WrongUse when one is not complete."""
        return policies_of(self.auto_approve)


def paths(setting: str) -> tuple[Path, ...]:
    """The files of a `:`-separated setting."""
    return tuple(Path(part).expanduser() for part in setting.split(os.pathsep) if part)


def names(setting: str) -> tuple[str, ...]:
    """The entries of a comma-separated setting."""
    return tuple(part.strip() for part in setting.split(",") if part.strip())


def load(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ` and the home's settings file. Raises WrongUse with the nearest declared name."""
    home = Path(environ.get(f"{PREFIX}HOME") or DEFAULT_HOME).expanduser().absolute()
    in_file = _file_values(home / SETTINGS_FILE)
    given = {**in_file, **{key: value for key, value in environ.items() if key.startswith(PREFIX)}}
    _refuse_unknown(given)
    values = {key.removeprefix(PREFIX).lower(): value for key, value in given.items()}
    try:
        return Settings(**{**values, "home": home})  # type: ignore[arg-type]
    except ValidationError as problem:
        detail = "; ".join(
            f"{PREFIX}{str(e['loc'][0]).upper()}={values.get(str(e['loc'][0]))!r}: {e['msg']}"
            for e in problem.errors()
        )
        raise WrongUse(f"Cấu hình không hợp lệ: {detail}.", f"Invalid settings: {detail}.") from problem


def declared() -> tuple[str, ...]:
    """Every setting's name as it stands in the environment."""
    return tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def _refuse_unknown(given: Iterable[str]) -> None:
    known = declared()
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise WrongUse(
                f"Không có cấu hình {name}. Gần nhất là {near}. Sửa hoặc bỏ biến này rồi chạy lại.",
                f"There is no setting {name}. The nearest is {near}. Mend or remove it, then run again.",
            )


def _file_values(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key.strip(): value.strip().strip('"') for key, _, value in pairs}
