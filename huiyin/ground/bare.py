"""Telephone numbers as they are compared: without the spaces and hyphens that people write into them."""

from django.db.models import CharField, Func


class Bare(Func):
    """A column of numbers without spaces and hyphens, written as `groups.hiding` writes it: an index of one serves the other."""

    function = "TRANSLATE"
    arity = 1
    template = "%(function)s(%(expressions)s, ' -', '')"
    output_field = CharField()
