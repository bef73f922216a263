"""Accounts of the desk: credentials, units and custody, roles, sessions, tokens, answers to repeated requests"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "ledger_units",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=True),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ledger_units")),
        sa.UniqueConstraint("name", name=op.f("uq_ledger_units_name")),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("password_at", sa.String(length=32), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("off_at", sa.String(length=32), nullable=True),
        sa.Column("off_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_accounts_actor")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["ledger_actors.id"], name=op.f("fk_ledger_accounts_created_by")
        ),
        sa.ForeignKeyConstraint(["off_by"], ["ledger_actors.id"], name=op.f("fk_ledger_accounts_off_by")),
        sa.ForeignKeyConstraint(["unit"], ["ledger_units.code"], name=op.f("fk_ledger_accounts_unit")),
        sa.PrimaryKeyConstraint("actor", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_ledger_accounts_login")),
    )
    op.create_table(
        "ledger_unit_custody",
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["ledger_units.code"], name=op.f("fk_ledger_unit_custody_holder")
        ),
        sa.ForeignKeyConstraint(["unit"], ["ledger_units.code"], name=op.f("fk_ledger_unit_custody_unit")),
        sa.PrimaryKeyConstraint("unit", "holder", name=op.f("pk_ledger_unit_custody")),
    )
    op.create_table(
        "ledger_account_answers",
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_accounts.actor"], name=op.f("fk_ledger_account_answers_actor")
        ),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_ledger_account_answers")),
    )
    op.create_index(op.f("ix_ledger_account_answers_at"), "ledger_account_answers", ["at"], unique=False)
    op.create_table(
        "ledger_account_roles",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("types", sa.String(length=32), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("stands_for", sa.String(length=64), nullable=True),
        sa.Column("given_at", sa.String(length=32), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_accounts.actor"], name=op.f("fk_ledger_account_roles_actor")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["ledger_actors.id"], name=op.f("fk_ledger_account_roles_given_by")
        ),
        sa.ForeignKeyConstraint(
            ["stands_for"], ["ledger_accounts.actor"], name=op.f("fk_ledger_account_roles_stands_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account_roles")),
    )
    op.create_index(op.f("ix_ledger_account_roles_actor"), "ledger_account_roles", ["actor"], unique=False)
    op.create_table(
        "ledger_account_sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_accounts.actor"], name=op.f("fk_ledger_account_sessions_actor")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ledger_account_sessions")),
    )
    op.create_index(
        op.f("ix_ledger_account_sessions_actor"), "ledger_account_sessions", ["actor"], unique=False
    )
    op.create_table(
        "ledger_account_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("until", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_accounts.actor"], name=op.f("fk_ledger_account_tokens_actor")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ledger_account_tokens")),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_account_tokens_id")),
    )
    op.create_index(op.f("ix_ledger_account_tokens_actor"), "ledger_account_tokens", ["actor"], unique=False)
