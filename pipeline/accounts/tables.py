"""Tables of accounts, units, roles, sessions and tokens. Part of the ledger.

An account is credentials on an actor of `ledger_actors`: the name outlives the account. Tokens stand here as SHA-256
digests, passwords as argon2 hashes, second factors encrypted with a key that lies in the home alone.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from pipeline.ledger_tables import metadata

units = Table(
    "ledger_units",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("valid_from", String(10)),
    Column("valid_to", String(10)),
)

# Who answers for the records of a unit that is no more; the records keep the name they were made under.
custody = Table(
    "ledger_unit_custody",
    metadata,
    Column("unit", String(64), ForeignKey("ledger_units.code"), primary_key=True),
    Column("holder", String(64), ForeignKey("ledger_units.code"), primary_key=True),
    Column("since", String(10), nullable=False),
    Column("until", String(10)),
    Column("basis", Text, nullable=False),
)

accounts = Table(
    "ledger_accounts",
    metadata,
    Column("actor", String(64), ForeignKey("ledger_actors.id"), primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("unit", String(64), ForeignKey("ledger_units.code"), nullable=False),
    Column("password", Text),
    Column("password_at", String(32)),
    Column("must_change", Boolean, nullable=False),
    Column("totp", Text),
    Column("totp_step", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", String(32)),
    Column("language", String(2), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("off_at", String(32)),
    Column("off_by", String(64), ForeignKey("ledger_actors.id")),
)

# `unit` is a unit's code or `*`; `types` a class of record types or `*`. A deputy's grant names whom it stands for.
grants = Table(
    "ledger_account_roles",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("actor", String(64), ForeignKey("ledger_accounts.actor"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("unit", String(64), nullable=False),
    Column("types", String(32), nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
    Column("stands_for", String(64), ForeignKey("ledger_accounts.actor")),
    Column("given_at", String(32), nullable=False),
    Column("given_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("withdrawn_at", String(32)),
)

sessions = Table(
    "ledger_account_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("actor", String(64), ForeignKey("ledger_accounts.actor"), nullable=False, index=True),
    Column("begun_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("ended_at", String(32)),
    # How the person came in (`password`, `oidc`), and whether the provider vouched for a second factor.
    Column("way", String(16), nullable=False, server_default="password"),
    Column("factor", Boolean, nullable=False, server_default=false()),
    # The practice in which the session works; empty: the office itself.
    Column("practice", String(36)),
)

# Whom an outside login provider (OpenID Connect) may let in. `name` is the value of the claim that names the account,
# written by the administrator; `subject` is remembered at the first login and never changes afterwards.
links = Table(
    "ledger_account_links",
    metadata,
    Column("actor", String(64), ForeignKey("ledger_accounts.actor"), primary_key=True),
    Column("issuer", String(255), nullable=False),
    Column("name", String(255), nullable=False),
    Column("subject", String(255)),
    Column("linked_at", String(32), nullable=False),
    Column("linked_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Index(None, "issuer", "name", unique=True),
    Index(None, "issuer", "subject", unique=True),
)

# Answers of the provider that were used: none opens a second session.
spent_answers = Table(
    "ledger_account_spent_answers",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("at", String(32), nullable=False, index=True),
)

tokens = Table(
    "ledger_account_tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("actor", String(64), ForeignKey("ledger_accounts.actor"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("until", String(32), nullable=False),
    Column("revoked_at", String(32)),
)

# What was answered to a request that carried an idempotency key: a repeated one gets the same answer.
answered = Table(
    "ledger_account_answers",
    metadata,
    Column("actor", String(64), ForeignKey("ledger_accounts.actor"), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Index(None, "at"),
)

# Practice of newcomers: counts alone. The papers and what becomes of them lie in a home of their own.
practice_runs = Table(
    "ledger_practice_runs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("actor", String(64), ForeignKey("ledger_accounts.actor"), nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("batch", String(36), nullable=False),
    Column("begun_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("mark", Integer, nullable=False),
    Column("fields", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("judged", Text),
)

practice_efforts = Table(
    "ledger_practice_efforts",
    metadata,
    Column("run", String(36), ForeignKey("ledger_practice_runs.id"), primary_key=True),
    Column("record", String(36), primary_key=True),
    Column("seconds", Integer, nullable=False),
    Column("keys", Integer, nullable=False),
)
