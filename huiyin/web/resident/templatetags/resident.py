"""Words of a matter as its reporter reads them. `{% load resident %}`."""

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from huiyin.cases.models import Case

register = template.Library()


@register.filter
def heading(case: "Case") -> str:
    """The title; one that was cut off the words it begins says so."""
    title = case.title.rstrip("，。、；,.; ")
    is_cut = case.text.startswith(case.title) and case.text.strip() != case.title
    is_sentence = case.text[len(case.title) : len(case.title) + 1] in ("", "\n")
    return f"{title}…" if is_cut and not is_sentence else case.title
