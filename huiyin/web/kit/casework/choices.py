"""What forms offer: categories with a suggestion, templates to begin an answer with."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext

from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import CategoryFacts, Policy, suggest

BLANK = re.compile(r"【[^【】]{1,12}】")
# when no word of the text points anywhere
FALLBACK = "99"
OTHER = "other_matter"  # the key of the leaf for what fits nowhere


@dataclass(frozen=True)
class Suggested:
    """A category and the words that speak for it."""

    category: CategoryFacts
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """停水（因为说到“停水”“没水”）."""
        if not self.words:
            return gettext("%s（没有找到更合适的）") % self.category.name
        quoted = "".join(f"“{word}”" for word in self.words)
        return gettext("%(name)s（因为说到%(words)s）") % {
            "name": self.category.name,
            "words": quoted,
        }


@dataclass(frozen=True)
class Template:
    """Words to begin with; blanks in 【】."""

    title: str
    text: str


Grouped = list[tuple[str, list[tuple[str, str]]]]


def suggested(text: str, policy: Policy) -> list[Suggested]:
    """The categories a text points to, best first; the one for what fits nowhere when no word does."""
    hits = [
        Suggested(policy.category(hit.code), tuple(hit.words))
        for hit in suggest(text, policy.leaves)
    ]
    return hits or [Suggested(leaf, ()) for leaf in policy.leaves if leaf.key == OTHER]


def categories(policy: Policy) -> Grouped:
    """All leaves under their classes, for a select."""
    by_class = groupby(policy.leaves, key=lambda leaf: leaf.class_code)
    return [
        (policy.category(code).name, [(leaf.code, leaf.name) for leaf in leaves])
        for code, leaves in by_class
    ]


def templates(codes: Sequence[str]) -> list[Template]:
    """The answer templates of several categories, the first one's first; the general ones where there is none."""
    every = escalation.answer_templates()
    wanted = [part for code in codes for part in (code, code[:2])] or [FALLBACK]
    found = [each for code in wanted for each in every if each.category == code]
    chosen = found or [each for each in every if each.category == FALLBACK]
    return [Template(each.title, each.text) for each in dict.fromkeys(chosen)]


def blanks_left(text: str, offered: Iterable[Template]) -> list[str]:
    """The blanks of the templates that still stand in a text, in its order."""
    known = {blank for template in offered for blank in BLANK.findall(template.text)}
    return [blank for blank in dict.fromkeys(BLANK.findall(text)) if blank in known]
