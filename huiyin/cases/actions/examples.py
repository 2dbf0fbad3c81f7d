"""A closed case becomes an example for others (handbook §4.6)."""

from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.desk import Asked, begin, demand_text
from huiyin.cases.models import Case, Example, Party
from huiyin.cases.rules.transitions import Operation
from huiyin.lib.refusal import Conflict, Refused
from huiyin.lib.words import gettext_noop as _


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


def _demand_anonymous(case: Case, words: str) -> None:
    names = [
        party.person.name
        for party in Party.objects.filter(case=case).select_related("person")
        if party.person
    ]
    if any(name and name in words for name in [*names, case.place, case.number]):
        raise Refused(_("案例里不能出现诉求人的姓名、门牌或编号，请改写后再发布。"))
