"""Suggest categories for a text by the words of the category file. A person decides."""

from collections.abc import Iterable
from typing import NamedTuple

from huiyin.escalation.rules.policy import CategoryFacts

MOST = 3


class Suggestion(NamedTuple):
    """A category and the words of the text that point to it, longest first: shown as the reason."""

    code: str
    words: list[str]


def suggest(text: str, categories: Iterable[CategoryFacts]) -> list[Suggestion]:
    """Return up to three leaves whose words occur in a text, best first; empty if none does.

    A category is known by its name and its keywords. Words are compared without regard to case; a longer word says
    more than a short one, and a word inside another that was found says nothing of its own.
    """
    said = text.casefold()
    found = [
        Suggestion(facts.code, _words_in(said, facts)) for facts in categories if facts.is_leaf
    ]
    hits = [suggestion for suggestion in found if suggestion.words]
    return sorted(hits, key=lambda hit: (-_weight(hit.words), hit.code))[:MOST]


def _words_in(said: str, facts: CategoryFacts) -> list[str]:
    hits = {word for word in (facts.name, *facts.keywords) if word.casefold() in said}
    whole = [word for word in hits if not any(word != other and word in other for other in hits)]
    return sorted(whole, key=lambda word: (-len(word), word))


def _weight(words: Iterable[str]) -> int:
    return sum(len(word) ** 2 for word in words)
