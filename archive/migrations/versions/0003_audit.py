"""The chain over the audit trail, its segments, and triggers that keep the trail as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = ("audit_outbox", "audit_chain", "audit_segments")

POSTGRES = """CREATE OR REPLACE FUNCTION audit_kept() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'rows of the audit trail are never changed or removed'; END; $$ LANGUAGE plpgsql"""


def upgrade() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("event"),
    )
    op.create_table(
        "audit_segments",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("anchor_sha256", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(POSTGRES)
    for table in KEPT:
        if postgres:
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_kept()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_kept_{act.lower()} BEFORE {act} ON {table} BEGIN "
                "SELECT RAISE(ABORT, 'rows of the audit trail are never changed or removed'); END"
            )


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in KEPT:
        for name in (f"{table}_kept",) if postgres else (f"{table}_kept_update", f"{table}_kept_delete"):
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
    if postgres:
        op.execute("DROP FUNCTION audit_kept()")
    op.drop_table("audit_segments")
    op.drop_table("audit_chain")
