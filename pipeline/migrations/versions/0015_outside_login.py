"""Login at an outside provider: links of accounts, spent answers, how a session began"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "ledger_account_links",
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("linked_at", sa.String(length=32), nullable=False),
        sa.Column("linked_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_accounts.actor"], name=op.f("fk_ledger_account_links_actor")
        ),
        sa.ForeignKeyConstraint(
            ["linked_by"], ["ledger_actors.id"], name=op.f("fk_ledger_account_links_linked_by")
        ),
        sa.PrimaryKeyConstraint("actor", name=op.f("pk_ledger_account_links")),
    )
    for column in ("name", "subject"):
        name = op.f(f"ix_ledger_account_links_issuer_{column}")
        op.create_index(name, "ledger_account_links", ["issuer", column], unique=True)
    op.create_table(
        "ledger_account_spent_answers",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ledger_account_spent_answers")),
    )
    op.create_index(op.f("ix_ledger_account_spent_answers_at"), "ledger_account_spent_answers", ["at"])
    with op.batch_alter_table("ledger_account_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", sa.String(length=16), nullable=False, server_default="password"))
        batch_op.add_column(sa.Column("factor", sa.Boolean(), nullable=False, server_default=sa.false()))
