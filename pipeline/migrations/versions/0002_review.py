"""Review: leases, parts, blind entries, stages, samples, rescans, and who may see a record"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "ledger_review_batches",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(length=32), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_review_batches_actor")),
        sa.ForeignKeyConstraint(
            ["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_review_batches_batch")
        ),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_ledger_review_batches")),
    )
    op.create_table(
        "ledger_review_samples",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.String(length=32), nullable=False),
        sa.Column("drawn_by", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("signed_at", sa.String(length=32), nullable=True),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_review_samples_batch")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["ledger_actors.id"], name=op.f("fk_ledger_review_samples_drawn_by")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["ledger_actors.id"], name=op.f("fk_ledger_review_samples_signed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_review_samples")),
    )
    with op.batch_alter_table("ledger_review_samples", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_review_samples_batch"), ["batch"], unique=False)

    op.create_table(
        "ledger_review_acts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_review_acts_actor")),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_acts_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_review_acts")),
    )
    with op.batch_alter_table("ledger_review_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_review_acts_record"), ["record"], unique=False)

    op.create_table(
        "ledger_review_entries",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_review_entries_actor")),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_entries_record")
        ),
        sa.PrimaryKeyConstraint(
            "record", "round", "stage", "actor", "field", name=op.f("pk_ledger_review_entries")
        ),
    )
    op.create_table(
        "ledger_review_items",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("preset", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("keyed", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_items_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_review_items")),
    )
    op.create_table(
        "ledger_review_leases",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["holder"], ["ledger_actors.id"], name=op.f("fk_ledger_review_leases_holder")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_leases_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_review_leases")),
    )
    with op.batch_alter_table("ledger_review_leases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_review_leases_holder"), ["holder"], unique=False)

    op.create_table(
        "ledger_review_parts",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.String(length=32), nullable=False),
        sa.Column("acted_at", sa.String(length=32), nullable=True),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_review_parts_actor")),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_parts_record")
        ),
        sa.PrimaryKeyConstraint("record", "round", "stage", "actor", name=op.f("pk_ledger_review_parts")),
    )
    op.create_table(
        "ledger_review_rescans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("page", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("replacement", sa.String(length=36), nullable=True),
        sa.Column("done_at", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["ledger_actors.id"], name=op.f("fk_ledger_review_rescans_asked_by")
        ),
        sa.ForeignKeyConstraint(["page"], ["ledger_pages.id"], name=op.f("fk_ledger_review_rescans_page")),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_rescans_record")
        ),
        sa.ForeignKeyConstraint(
            ["replacement"], ["ledger_pages.id"], name=op.f("fk_ledger_review_rescans_replacement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_review_rescans")),
    )
    with op.batch_alter_table("ledger_review_rescans", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_review_rescans_record_page"), ["record", "page"], unique=False
        )

    op.create_table(
        "ledger_review_sampled",
        sa.Column("sample", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("keyed", sa.JSON(), nullable=True),
        sa.Column("checked_by", sa.String(length=64), nullable=True),
        sa.Column("checked_at", sa.String(length=32), nullable=True),
        sa.Column("wrong", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["ledger_actors.id"], name=op.f("fk_ledger_review_sampled_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_sampled_record")
        ),
        sa.ForeignKeyConstraint(
            ["sample"], ["ledger_review_samples.id"], name=op.f("fk_ledger_review_sampled_sample")
        ),
        sa.PrimaryKeyConstraint("sample", "record", "field", name=op.f("pk_ledger_review_sampled")),
    )
    op.create_table(
        "ledger_review_snapshots",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_review_snapshots_actor")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_review_snapshots_record")
        ),
        sa.PrimaryKeyConstraint("record", "round", "ordinal", name=op.f("pk_ledger_review_snapshots")),
    )
    op.create_table(
        "ledger_sight_marks",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("lifted_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_sight_marks_actor")),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_sight_marks_record")),
        sa.PrimaryKeyConstraint("record", "mark", name=op.f("pk_ledger_sight_marks")),
    )
    op.create_table(
        "ledger_sight_people",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_sight_people_actor")),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_sight_people_record")
        ),
        sa.PrimaryKeyConstraint("record", "person", name=op.f("pk_ledger_sight_people")),
    )
