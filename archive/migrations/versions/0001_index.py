"""The index of archived records, dossiers, leases and the outbox of the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FTS = (
    """CREATE VIRTUAL TABLE archive_names_fts USING fts5(name_exact, name_folded,
       content='archive_names', content_rowid='id', tokenize="unicode61 remove_diacritics 0")""",
    """CREATE VIRTUAL TABLE archive_bodies_fts USING fts5(body_folded,
       content='archive_bodies', content_rowid='id', tokenize="unicode61 remove_diacritics 0")""",
    "CREATE VIRTUAL TABLE archive_names_fts_terms USING fts5vocab('archive_names_fts', 'col')",
    """CREATE TRIGGER archive_names_added AFTER INSERT ON archive_names BEGIN
       INSERT INTO archive_names_fts(rowid, name_exact, name_folded)
       VALUES (new.id, new.name_exact, new.name_folded); END""",
    """CREATE TRIGGER archive_names_removed AFTER DELETE ON archive_names BEGIN
       INSERT INTO archive_names_fts(archive_names_fts, rowid, name_exact, name_folded)
       VALUES ('delete', old.id, old.name_exact, old.name_folded); END""",
    """CREATE TRIGGER archive_bodies_added AFTER INSERT ON archive_bodies BEGIN
       INSERT INTO archive_bodies_fts(rowid, body_folded) VALUES (new.id, new.body_folded); END""",
    """CREATE TRIGGER archive_bodies_removed AFTER DELETE ON archive_bodies BEGIN
       INSERT INTO archive_bodies_fts(archive_bodies_fts, rowid, body_folded)
       VALUES ('delete', old.id, old.body_folded); END""",
    # Rows are replaced, never changed in place; the full-text tables rely on it.
    """CREATE TRIGGER archive_names_fixed BEFORE UPDATE ON archive_names BEGIN
       SELECT RAISE(ABORT, 'archive_names rows are replaced, not updated'); END""",
    """CREATE TRIGGER archive_bodies_fixed BEFORE UPDATE ON archive_bodies BEGIN
       SELECT RAISE(ABORT, 'archive_bodies rows are replaced, not updated'); END""",
)


def upgrade() -> None:
    op.create_table(
        "archive_dossiers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_compact", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(
        op.f("ix_archive_dossiers_code_compact"), "archive_dossiers", ["code_compact"], unique=False
    )
    op.create_table(
        "archive_leases",
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("object"),
    )
    op.create_table(
        "archive_records",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("inventory_sha256", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued", sa.String(), nullable=False),
        sa.Column("retention_class", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("review_state", sa.String(), nullable=False),
        sa.Column("public_code", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("indexed_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("archive_records_issued", "archive_records", ["issued"], unique=False)
    op.create_index("archive_records_unit_type", "archive_records", ["unit", "type"], unique=False)
    op.create_index(op.f("ix_archive_records_public_code"), "archive_records", ["public_code"], unique=False)
    op.create_table(
        "audit_outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_outbox_object"), "audit_outbox", ["object"], unique=False)
    op.create_table(
        "archive_bodies",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("body_folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["archive_records.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record"),
    )
    op.create_table(
        "archive_dates",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["archive_records.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_archive_dates_record"), "archive_dates", ["record"], unique=False)
    op.create_index(op.f("ix_archive_dates_value"), "archive_dates", ["value"], unique=False)
    op.create_table(
        "archive_files",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["archive_records.id"],
        ),
        sa.PrimaryKeyConstraint("record", "name"),
    )
    op.create_index(op.f("ix_archive_files_sha256"), "archive_files", ["sha256"], unique=False)
    op.create_table(
        "archive_members",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("inventory_sha256", sa.String(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("attached_at", sa.String(), nullable=False),
        sa.Column("attached_by", sa.String(), nullable=False),
        sa.Column("detached_at", sa.String(), nullable=True),
        sa.Column("detached_by", sa.String(), nullable=True),
        sa.Column("detached_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier"],
            ["archive_dossiers.id"],
        ),
        sa.PrimaryKeyConstraint("dossier", "position"),
    )
    op.create_index(op.f("ix_archive_members_record"), "archive_members", ["record"], unique=False)
    op.create_table(
        "archive_names",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_exact", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record"],
            ["archive_records.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("archive_names_folded_born", "archive_names", ["name_folded", "birth_date"], unique=False)
    op.create_index(op.f("ix_archive_names_record"), "archive_names", ["record"], unique=False)
    op.create_table(
        "archive_numbers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("value_folded", sa.String(), nullable=False),
        sa.Column("value_compact", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["archive_records.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_archive_numbers_record"), "archive_numbers", ["record"], unique=False)
    op.create_index(
        op.f("ix_archive_numbers_value_compact"), "archive_numbers", ["value_compact"], unique=False
    )
    op.create_index(
        op.f("ix_archive_numbers_value_folded"), "archive_numbers", ["value_folded"], unique=False
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for fts in ("archive_names_fts_terms", "archive_names_fts", "archive_bodies_fts"):
            op.execute(f"DROP TABLE {fts}")
    op.drop_table("archive_numbers")
    op.drop_table("archive_names")
    op.drop_table("archive_members")
    op.drop_table("archive_files")
    op.drop_table("archive_dates")
    op.drop_table("archive_bodies")
    op.drop_table("audit_outbox")
    op.drop_table("archive_records")
    op.drop_table("archive_leases")
    op.drop_table("archive_dossiers")
