"""House numbers with their streets, found by an index of their own."""

import json

import sqlalchemy as sa
from alembic import op

from archive.addresses import address_key

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    places = op.create_table(
        "archive_places",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["archive_records.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    _fill(places)
    op.create_index(op.f("ix_archive_places_record"), "archive_places", ["record"], unique=False)
    op.create_index(op.f("ix_archive_places_address_key"), "archive_places", ["address_key"], unique=False)


def _fill(places: sa.Table) -> None:
    """From the descriptions that the index holds, a thousand at a time in the order of their ids."""
    last = ""
    page = sa.text("SELECT id, description FROM archive_records WHERE id > :last ORDER BY id LIMIT :many")
    while held := op.get_bind().execute(page, {"last": last, "many": _AT_ONCE}).all():
        last = held[-1].id
        rows = [
            {"record": row.id, "address_key": key}
            for row in held
            for key in dict.fromkeys(
                map(address_key, json.loads(row.description or "{}").get("places") or ())
            )
            if key
        ]
        if rows:
            op.bulk_insert(places, rows)


def downgrade() -> None:
    op.drop_table("archive_places")
