"""Questions in SQL about the rows of querysets: what counts and divides is said in SQL, of which rows in the house's scope."""

import re
from typing import Any, LiteralString

from django.db import connection
from django.db.models import QuerySet

_NAME = re.compile(r"\{(\w+)\}")


def ask(question: LiteralString, **parts: object) -> list[tuple[Any, ...]]:
    """The rows that answer a question, whose {names} are values, or querysets: their statement stands in the place.

    A queryset with several columns needs `values`, else all of them are read. A "%" is written twice.
    """
    given: list[Any] = []

    def written(name: re.Match[str]) -> str:
        part = parts[name[1]]
        if not isinstance(part, QuerySet):
            given.append(part)
            return "%s"
        # a condition that nothing meets, such as "in" no posts, is no error here: other parts may have rows
        compiler = part.query.get_compiler(connection=connection, elide_empty=False)
        statement, values = compiler.as_sql()
        given.extend(values)
        return str(statement)

    statement = _NAME.sub(written, question)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
