"""Taking a person out of cases. A case stays as a number with a kind, times and a result; their words, places and files go."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.cases.models import (
    Answer,
    Application,
    Case,
    CaseFile,
    Check,
    Example,
    Notice,
    Party,
    Told,
)
from huiyin.ground.files.queries import files_of
from huiyin.trust.actions.erasing import Erasing
from huiyin.trust.rules.erasing import GONE_TITLE, GONE_WORDS, KEPT_MATTERS, Part

# what staff wrote about a case, by model
WRITTEN: dict[type[Model], tuple[str, ...]] = {
    Answer: ("text", "measures"),
    Told: ("proof",),
    Check: ("reason",),
    Application: ("reason", "answer_text", "right_place"),
}


def obstacle(person_id: int, _now: datetime) -> str:
    """A matter that is still open needs somebody to be told."""
    waiting = Party.objects.filter(person_id=person_id, case__is_ended=False).count()
    if not waiting:
        return ""
    return _("您还有 %(count)d 件事没有办完。办结或者撤回以后，再要求删除。") % {"count": waiting}


def traces(person_id: int) -> list[str]:
    """The titles and texts of what they raised: notes and notices say them again."""
    own = Case.objects.filter(reporter_id=person_id).values_list("title", "text")
    return [words for pair in own for words in pair]


def erase(erasing: Erasing) -> list[Part]:
    """Empty what the person raised, and take them out of what others wrote about it."""
    person_id = erasing.subject.person_id
    case_ids = list(Party.objects.filter(person_id=person_id).values_list("case_id", flat=True))
    own = Case.objects.filter(reporter_id=person_id)
    emptied = own.update(title=GONE_TITLE, text=GONE_WORDS, place="", lat=None, lng=None)
    of_others = Case.objects.filter(pk__in=case_ids).exclude(reporter_id=person_id)
    _take_out(of_others, ("title", "text", "place"), erasing)
    written = sum(
        _take_out(model._base_manager.filter(case_id__in=case_ids), names, erasing)  # noqa: SLF001 - Django's own word
        for model, names in WRITTEN.items()
    )
    told, _rows = Notice.objects.filter(Q(case_id__in=case_ids) | Q(person_id=person_id)).delete()
    uploaded = [each.pk for each in files_of(person_id)]
    files, _rows = CaseFile.objects.filter(
        Q(by_person_id=person_id) | Q(file_id__in=uploaded)
    ).delete()
    shown, _rows = Example.objects.filter(case_id__in=case_ids).delete()
    words = erasing.redact("case", case_ids)
    return [
        Part("反映的内容", emptied),
        Part("答复和办理记录里的姓名、电话", written + words),
        Part("通知", told),
        Part("事项的附件", files),
        Part("公开的案例", shown),
        Part("事项", len(case_ids), KEPT_MATTERS),
    ]


def _take_out(rows: "QuerySet[Model]", names: Iterable[str], erasing: Erasing) -> int:
    """Rewrite these columns without the person. Returns how many rows had them in."""
    columns, changed = list(names), 0
    for row in rows.only("pk", *columns):
        before = [getattr(row, name) for name in columns]
        after = [erasing.subject.without(words) for words in before]
        if before != after:
            rows.filter(pk=row.pk).update(**dict(zip(columns, after, strict=True)))
            changed += 1
    return changed
