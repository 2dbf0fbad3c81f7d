"""Taking policies and calendars out of packs. What a rule refuses is reported with its file and line."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from huiyin.escalation import actions, queries
from huiyin.escalation.rules import (
    PolicyFacts,
    read_class,
    read_hours,
    read_limits,
    read_settings,
    read_skips,
    read_year,
)
from huiyin.ground.packs.sections import Import, Row
from huiyin.lib.refusal import Refused

F = TypeVar("F")


def import_policy(under_way: Import) -> None:
    """Import categories and ladder as one policy version: a pack brings both, in one file or in several."""
    categories = _read(under_way.rows("categories"), read_class)
    limits = _read(under_way.rows("limits"), read_limits)
    skips = _read(under_way.rows("skips"), read_skips)
    hours = _read_value(under_way, "hours", read_hours)
    settings = _read_value(under_way, "settings", read_settings)
    if under_way.report.refused:
        return
    try:
        policy = PolicyFacts(tuple(categories), tuple(limits), tuple(skips), hours, settings)
        change = actions.import_policy(policy=policy, source=_files(under_way), now=under_way.now)
    except Refused as refused:
        _refuse_whole(under_way, refused.sentence)
    else:
        under_way.note(**{change: [facts.code for facts in categories]})


def import_calendar(under_way: Import) -> None:
    """Import every year of the pack's calendar, each for itself."""
    for row in under_way.rows("years"):
        try:
            year = read_year(_shaped(row))
            change = actions.enter_calendar_year(year=year, now=under_way.now)
        except Refused as refused:
            row.refuse(refused.sentence)
        else:
            under_way.note(**{change: [str(year.year)]})


def import_answers(under_way: Import) -> None:
    """Import the answer templates in the order of the pack; one without a category of the policy is refused."""
    known = queries.policy().categories
    texts: dict[tuple[str, str], str] = {}
    for row in under_way.rows("answers"):
        name = (row["category"], row["title"])
        if row["category"] not in known:
            row.refuse(_("没有编号为“%s”的事项类别。") % row["category"], "category")
        elif name in texts:
            row.refuse(_("答复模板“%s”写了两次。") % row["title"], "title")
        texts[name] = row["text"]
    if not under_way.report.refused:
        actions.write_answer_templates(texts=texts).tell(under_way, " ".join)


def _read(rows: Iterable[Row], read: Callable[[Any], Iterable[F]]) -> list[F]:
    """What could be read; the rest is reported."""
    found: list[F] = []
    for row in rows:
        try:
            found.extend(read(_shaped(row)))
        except Refused as refused:
            row.refuse(refused.sentence)
    return found


def _read_value(under_way: Import, name: str, read: Callable[[Any], object]) -> dict[str, Any]:
    """A mapping as written, once it is known that it can be read."""
    row = under_way.value(name)
    if row is None:
        _refuse_whole(under_way, _("缺少“%s”。") % name)
        return {}
    try:
        read(_shaped(row))
    except Refused as refused:
        row.refuse(refused.sentence)
    return dict(row.value)


def _shaped(row: Row) -> Any:  # its JSON schema has given it the shape the reader asks for
    return row.value


def _refuse_whole(under_way: Import, sentence: str) -> None:
    under_way.report.refused.append(under_way.documents[0].error((), sentence))


def _files(under_way: Import) -> str:
    return ", ".join(document.file for document in under_way.documents)
