"""Search on PostgreSQL, the words of names for forgiving slips, and names in the order they came."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Lexemes: the folded word; the exact word behind "="; the part of the table (65,536 rows) behind "~".
NAME_WORDS = """name_folded || ' =' || replace(name_exact, ' ', ' =') || ' ~' || (id >> 16)::text"""
BODY_WORDS = """body_folded || ' ~' || (id >> 16)::text"""
LEXEMES = "array_to_tsvector(array_remove(array_remove(string_to_array({words}, ' '), ''), '='))"
ADDED = "ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({lexemes}) STORED"

POSTGRESQL = (
    ADDED.format(table="archive_names", lexemes=LEXEMES.format(words=NAME_WORDS)),
    ADDED.format(table="archive_bodies", lexemes=LEXEMES.format(words=BODY_WORDS)),
    "CREATE INDEX archive_names_words ON archive_names USING gin (words)",
    "CREATE INDEX archive_bodies_words ON archive_bodies USING gin (words)",
    """CREATE FUNCTION archive_rows_are_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '% rows are replaced, not updated', TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER archive_names_fixed BEFORE UPDATE ON archive_names
       FOR EACH ROW EXECUTE FUNCTION archive_rows_are_replaced()""",
    """CREATE TRIGGER archive_bodies_fixed BEFORE UPDATE ON archive_bodies
       FOR EACH ROW EXECUTE FUNCTION archive_rows_are_replaced()""",
)


def upgrade() -> None:
    op.create_table(
        "archive_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    op.create_index("archive_names_folded_id", "archive_names", ["name_folded", "id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL:
            op.execute(statement)
    else:
        op.execute("DROP TABLE archive_names_fts_terms")
    _write_anew()


def _write_anew() -> None:
    """Names and bodies stand there as words with one space between them; rows are replaced, never changed."""
    bind = op.get_bind()
    words: set[str] = set()
    for row in bind.execute(sa.text("SELECT * FROM archive_names")).mappings().all():
        plain = {**row, "name_exact": _words(row["name_exact"]), "name_folded": _words(row["name_folded"])}
        words.update(plain["name_folded"].split())
        _replace("archive_names", plain)
    for key in bind.execute(sa.text("SELECT id FROM archive_bodies")).scalars().all():
        found = (
            bind.execute(sa.text("SELECT * FROM archive_bodies WHERE id = :id"), {"id": key}).mappings().one()
        )
        _replace("archive_bodies", {**found, "body_folded": _words(found["body_folded"])})
    for word in sorted(words):
        bind.execute(sa.text("INSERT INTO archive_words (word) VALUES (:word)"), {"word": word})


def _words(text: str) -> str:
    return " ".join(word[:64] for word in re.findall(r"[^\W_]+", text))


def _replace(table: str, row: dict[str, object]) -> None:
    plain = {key: value for key, value in row.items() if key != "words"}
    bind = op.get_bind()
    bind.execute(sa.text(f"DELETE FROM {table} WHERE id = :id"), {"id": plain["id"]})
    names, values = ", ".join(plain), ", ".join(f":{key}" for key in plain)
    bind.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), plain)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("archive_names", "archive_bodies"):
            op.execute(f"DROP TRIGGER {table}_fixed ON {table}")
            op.execute(f"ALTER TABLE {table} DROP COLUMN words")
        op.execute("DROP FUNCTION archive_rows_are_replaced")
    else:
        op.execute("CREATE VIRTUAL TABLE archive_names_fts_terms USING fts5vocab('archive_names_fts', 'col')")
    op.drop_index("archive_names_folded_id", "archive_names")
    op.drop_table("archive_words")
