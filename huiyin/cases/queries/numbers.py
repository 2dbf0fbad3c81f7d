"""Numbers of cases, by which people and records speak of them. A number says nothing of what a case is about."""

from collections.abc import Iterable

from huiyin.cases.models import Case


def numbers_of(case_ids: Iterable[int]) -> dict[int, str]:
    """By id, in one query; unknown ids are missing."""
    return dict(Case.objects.filter(pk__in=set(case_ids)).values_list("id", "number"))


def own_numbers(person_id: int, case_ids: Iterable[int]) -> dict[int, str]:
    """The same, of those alone that the person raised or follows."""
    of_theirs = Case.objects.filter(pk__in=set(case_ids), parties__person_id=person_id)
    return dict(of_theirs.values_list("id", "number"))


def id_of(number: str) -> int | None:
    """The case with this number; None when there is none."""
    return Case.objects.filter(number=number).values_list("id", flat=True).first()
