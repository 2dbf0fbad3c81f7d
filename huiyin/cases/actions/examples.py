"""A closed case becomes an example for others (handbook §4.6)."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.desk import Asked, begin, demand_text
from huiyin.cases.models import Case, Example, Party
from huiyin.cases.rules.transitions import Operation
from huiyin.ground.ledger.actions import CLOCK, record
from huiyin.lib.refusal import Conflict, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.trust.queries import consents
from huiyin.trust.rules.consent import Topic
from huiyin.trust.rules.detecting import masked


@transaction.atomic
def publish_example(*, title: str, text: str, consent: str, **asked: Unpack[Asked]) -> Case:
    """Tell a closed case again, written anew without names and numbers. consent: who agreed, when and how.

    Raises Refused when a reporter's name or the case's place still stands in the words, or the case is restricted.
    """
    act = begin(Operation.PUBLISH_EXAMPLE, **asked)
    if act.is_repeat:
        return act.case
    case = act.case
    if case.is_restricted:
        raise Refused(_("保密的事情不能作为宣传案例。"))
    if Example.objects.filter(case=case).exists():
        raise Conflict(_("这件事已经作为宣传案例发布过。"))
    words = demand_text(text, what=_("案例内容"))
    _demand_nobody_refused(case)
    _demand_anonymous(case, f"{title}{words}")
    if act.by.person_id is None:
        raise Refused(_("宣传案例要由工作人员发布。"))
    Example.objects.create(
        case=case,
        title=demand_text(title, what=_("案例标题"))[:80],
        text=words,
        consent=demand_text(consent, what=_("谁在何时怎样同意")),
        by_person_id=act.by.person_id,
        published_at=act.now,
    )
    return act.finish("example_published", words)


@transaction.atomic
def take_down_examples(*, person_id: int, now: datetime) -> int:
    """Take down what was told of cases that a person raised or follows: they no longer agree. Returns how many."""
    shown = Example.objects.select_for_update().filter(case__parties__person_id=person_id)
    examples = list(shown.select_related("case"))
    for example in examples:
        case = example.case
        example.delete()
        record(
            "case.example_taken_down",
            subject="case",
            subject_id=case.pk,
            by=CLOCK,
            at=now,
            area=case.area,
            data={"number": case.number, "is_public": False},
            topics=[f"case:{case.pk}"],
        )
    return len(examples)


def _demand_nobody_refused(case: Case) -> None:
    """Who said no is not asked again, and nobody else can say yes for them."""
    persons = (
        Party.objects.filter(case=case).exclude(person=None).values_list("person_id", flat=True)
    )
    if consents.refused(persons, topic=Topic.PUBLISH):
        raise Refused(_("诉求人不同意公开，这件事不能作为宣传案例。请不要再征求同意。"))


def _demand_anonymous(case: Case, words: str) -> None:
    names = [
        party.person.name
        for party in Party.objects.filter(case=case).select_related("person")
        if party.person
    ]
    if masked(words) or any(name and name in words for name in [*names, case.place, case.number]):
        raise Refused(_("案例里不能出现姓名、门牌、编号或电话号码等个人信息，请改写后再发布。"))
