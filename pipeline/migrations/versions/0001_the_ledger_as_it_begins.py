"""The ledger as it begins"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "ledger_actors",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_actors")),
    )
    op.create_table(
        "ledger_batches",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("source_set", sa.String(length=64), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("type", sa.String(length=32), nullable=True),
        sa.Column("docket", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("inventory_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["ledger_actors.id"], name=op.f("fk_ledger_batches_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["ledger_actors.id"], name=op.f("fk_ledger_batches_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_batches")),
    )
    with op.batch_alter_table("ledger_batches") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_batches_source_set"), ["source_set"], unique=False)

    op.create_table(
        "ledger_pages",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reading", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("dpi", sa.Float(), nullable=True),
        sa.Column("rotation", sa.Integer(), nullable=True),
        sa.Column("quality", sa.String(length=16), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("twin", sa.String(length=36), nullable=True),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_pages_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_pages")),
    )
    with op.batch_alter_table("ledger_pages") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_pages_batch_source_number"), ["batch", "source", "number"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_ledger_pages_batch_state"), ["batch", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_pages_sha256"), ["sha256"], unique=False)

    op.create_table(
        "ledger_records",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("first_source", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("margin", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("public_code", sa.String(length=32), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("component", sa.Text(), nullable=True),
        sa.Column("incoming_signature", sa.JSON(), nullable=True),
        sa.Column("flag", sa.String(length=32), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("conformance", sa.JSON(), nullable=True),
        sa.Column("final_sha256", sa.String(length=64), nullable=True),
        sa.Column("final_bytes", sa.Integer(), nullable=True),
        sa.Column("signature_count", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("archive_version", sa.String(length=16), nullable=True),
        sa.Column("inventory_sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_records_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_records")),
        sa.UniqueConstraint("public_code", name=op.f("uq_ledger_records_public_code")),
    )
    with op.batch_alter_table("ledger_records") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_records_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_records_state"), ["state"], unique=False)

    op.create_table(
        "ledger_sources",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("drafted", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_sources_batch")),
        sa.PrimaryKeyConstraint("batch", "ordinal", name=op.f("pk_ledger_sources")),
    )
    with op.batch_alter_table("ledger_sources") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_sources_sha256"), ["sha256"], unique=False)

    op.create_table(
        "ledger_decisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=True),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_decisions_actor")),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_decisions_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_decisions")),
    )
    with op.batch_alter_table("ledger_decisions") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_decisions_record"), ["record"], unique=False)

    op.create_table(
        "ledger_fields",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("box", sa.JSON(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["ledger_actors.id"], name=op.f("fk_ledger_fields_decided_by")
        ),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_fields_record")),
        sa.PrimaryKeyConstraint("record", "key", name=op.f("pk_ledger_fields")),
    )
    op.create_table(
        "ledger_findings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=True),
        sa.Column("page", sa.String(length=36), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_findings_batch")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["ledger_actors.id"], name=op.f("fk_ledger_findings_closed_by")
        ),
        sa.ForeignKeyConstraint(["page"], ["ledger_pages.id"], name=op.f("fk_ledger_findings_page")),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_findings_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_findings")),
    )
    with op.batch_alter_table("ledger_findings") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_findings_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_findings_record"), ["record"], unique=False)

    op.create_table(
        "ledger_regions",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=36), nullable=False),
        sa.Column("polygon", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["ledger_pages.id"], name=op.f("fk_ledger_regions_page")),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_regions_record")),
        sa.PrimaryKeyConstraint("record", "ordinal", name=op.f("pk_ledger_regions")),
    )
    with op.batch_alter_table("ledger_regions") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_regions_page"), ["page"], unique=False)
