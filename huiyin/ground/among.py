"""A set of values as one value."""

from collections.abc import Iterable

from django.db.models import BooleanField, F, Func, Value


class Among(Func):
    """`column = ANY(array)`, as a condition. The array is one value to Django, however long; `IN` is as many as it holds."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def among(column: str, values: Iterable[int | str]) -> Among:
    """The condition that a column has one of these values; of no values, none."""
    return Among(F(column), Value(_array(values)))


def _array(values: Iterable[int | str]) -> str:
    """An array as the database writes it. The driver makes one too, value by value: a fifteenth of a clock's time."""
    words = (str(value).replace("\\", r"\\").replace('"', r"\"") for value in values)
    return "{" + ",".join(f'"{word}"' for word in words) + "}"
