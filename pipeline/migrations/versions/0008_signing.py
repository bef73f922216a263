"""Signing and issuing"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "ledger_number_series",
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "series", "year", name=op.f("pk_ledger_number_series")),
    )
    op.create_table(
        "ledger_numbers",
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_numbers_actor")),
        sa.PrimaryKeyConstraint("unit", "series", "year", "number", name=op.f("pk_ledger_numbers")),
    )
    with op.batch_alter_table("ledger_numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_numbers_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_numbers_about_state"), ["about", "state"], unique=False)

    op.create_table(
        "ledger_seal_sessions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("list_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("listed_at", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=True),
        sa.Column("until", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.Column("certificate", sa.String(length=64), nullable=True),
        sa.Column("minute_sha256", sa.String(length=64), nullable=True),
        sa.Column("deposited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["ledger_actors.id"], name=op.f("fk_ledger_seal_sessions_holder")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_seal_sessions")),
    )
    op.create_table(
        "ledger_signing_tickets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("chain", sa.JSON(), nullable=True),
        sa.Column("opened_at", sa.String(length=32), nullable=True),
        sa.Column("until", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["holder"], ["ledger_actors.id"], name=op.f("fk_ledger_signing_tickets_holder")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_signing_tickets")),
        sa.UniqueConstraint("digest", name=op.f("uq_ledger_signing_tickets_digest")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_ledger_signing_tickets_key_digest")),
    )
    op.create_table(
        "ledger_certified_copies",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("signature_count", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["ledger_actors.id"], name=op.f("fk_ledger_certified_copies_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["ledger_actors.id"], name=op.f("fk_ledger_certified_copies_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_certified_copies_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_certified_copies")),
    )
    with op.batch_alter_table("ledger_certified_copies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_certified_copies_record"), ["record"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_certified_copies_sha256"), ["sha256"], unique=False)

    op.create_table(
        "ledger_finals",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("signature_count", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("ends", sa.String(length=32), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_finals_actor")),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_finals_record")),
        sa.PrimaryKeyConstraint("record", "ordinal", name=op.f("pk_ledger_finals")),
    )
    with op.batch_alter_table("ledger_finals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_finals_ends"), ["ends"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_finals_sha256"), ["sha256"], unique=False)

    op.create_table(
        "ledger_renewals",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("signature_count", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("ends", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_renewals_record")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_renewals")),
    )
    op.create_table(
        "ledger_seal_items",
        sa.Column("session", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=True),
        sa.Column("fault", sa.String(length=64), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_seal_items_record")),
        sa.ForeignKeyConstraint(
            ["session"], ["ledger_seal_sessions.id"], name=op.f("fk_ledger_seal_items_session")
        ),
        sa.PrimaryKeyConstraint("session", "ordinal", name=op.f("pk_ledger_seal_items")),
    )
    with op.batch_alter_table("ledger_seal_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_seal_items_record"), ["record"], unique=False)

    op.create_table(
        "ledger_signing_cases",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("imprint", sa.JSON(), nullable=True),
        sa.Column("series", sa.String(length=32), nullable=True),
        sa.Column("supersedes", sa.String(length=36), nullable=True),
        sa.Column("initials_at", sa.String(length=32), nullable=True),
        sa.Column("initials_by", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["initials_by"], ["ledger_actors.id"], name=op.f("fk_ledger_signing_cases_initials_by")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["ledger_actors.id"], name=op.f("fk_ledger_signing_cases_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_signing_cases_record")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["ledger_records.id"], name=op.f("fk_ledger_signing_cases_supersedes")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_signing_cases")),
    )
    with op.batch_alter_table("ledger_signing_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_signing_cases_supersedes"), ["supersedes"], unique=False)

    op.create_table(
        "ledger_signing_jobs",
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=True),
        sa.Column("job", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("result_sha256", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_signing_jobs_record")
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["ledger_signing_tickets.id"], name=op.f("fk_ledger_signing_jobs_ticket")
        ),
        sa.PrimaryKeyConstraint("ticket", "number", name=op.f("pk_ledger_signing_jobs")),
    )
    with op.batch_alter_table("ledger_signing_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_signing_jobs_record"), ["record"], unique=False)

    op.create_table(
        "ledger_signing_leases",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["ledger_actors.id"], name=op.f("fk_ledger_signing_leases_holder")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_signing_leases_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_signing_leases")),
    )
    with op.batch_alter_table("ledger_signing_leases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_signing_leases_holder"), ["holder"], unique=False)

    op.create_table(
        "ledger_signing_steps",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capacity", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=False),
        sa.Column("goal", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("signature_count", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=36), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_signing_steps_actor")),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_signing_steps_record")
        ),
        sa.PrimaryKeyConstraint("record", "ordinal", name=op.f("pk_ledger_signing_steps")),
    )
    with op.batch_alter_table("ledger_signing_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_signing_steps_sha256"), ["sha256"], unique=False)

    op.create_table(
        "ledger_stamp_waits",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(length=8), nullable=False),
        sa.Column("since", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_stamp_waits_record")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_stamp_waits")),
    )
    # What was final before there was a register of finals; when its timestamp ends is read from the file when asked.
    op.execute(
        "INSERT INTO ledger_finals (record, ordinal, cause, sha256, bytes, signature_count, level, at)"
        " SELECT id, 1, 'before', final_sha256, COALESCE(final_bytes, 0), COALESCE(signature_count, 0), level,"
        " changed_at FROM ledger_records WHERE final_sha256 IS NOT NULL"
    )
