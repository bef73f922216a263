"""A column that holds one of many values, handed to the database as one parameter.

As many parameters as values make a new statement for every count of them, which both sides take apart anew: with the
hundred names that a slip may have meant, that costs more than looking them up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import ARRAY, ColumnElement, Connection, String, any_, func, literal, select


def one_of(connection: Connection, column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """The condition that `column` is one of `values`, for the database of `connection`."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(String)))
    given = func.json_each(json.dumps(list(values), ensure_ascii=False)).table_valued("value")
    return column.in_(select(given.c.value))
