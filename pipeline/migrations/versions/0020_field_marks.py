"""Which fields hold what the machine had read, kept by record; triggers remove what a change has made untrue"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

SOURCES = ("ledger_fields", "ledger_decisions")
ACTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
FUNCTION = """CREATE FUNCTION ledger_marks_outdated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM ledger_field_marks WHERE record = COALESCE(NEW.record, OLD.record); RETURN NULL; END $$"""


def upgrade() -> None:
    op.create_table(
        "ledger_field_marks",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_field_marks")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        for table in SOURCES:
            op.execute(
                f"CREATE TRIGGER {table}_marked AFTER INSERT OR UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION ledger_marks_outdated()"
            )
        return
    for table in SOURCES:
        for act, row in ACTS.items():
            op.execute(
                f"CREATE TRIGGER {table}_marked_{act.lower()} AFTER {act} ON {table} BEGIN"
                f" DELETE FROM ledger_field_marks WHERE record = {row}.record; END"
            )


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in SOURCES:
        for name in (f"{table}_marked",) if postgres else [f"{table}_marked_{act.lower()}" for act in ACTS]:
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
    if postgres:
        op.execute("DROP FUNCTION ledger_marks_outdated()")
    op.drop_table("ledger_field_marks")
