"""The catalogues are complete, say what the source says, and are compiled as they are written."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages import Catalog, Message

from architecture.messages import (
    LOCALE,
    REFUSALS,
    catalogue,
    compiled,
    is_translated,
    po_file,
    says,
    source_messages,
    updated,
)
from architecture.source import PACKAGE
from huiyin.lib.refusal import Refused

LANGUAGES = sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))
PLACE = re.compile(r"%(?:\(\w+\))?[sd]")
CHINESE = re.compile(r"[\u3400-\u9fff，。：；！？（）]")
MARKED = re.compile(
    r"{#.*?#}|{% comment.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}"
    r"|{% translate .*?%}|_\(\"[^\"]*\"\)",
    re.DOTALL,
)
# the guide shows the parts with invented content; a language is named in itself
UNMARKED = {"kit/guide.html"}
OWN_NAMES = {"中文"}


def forms(words: str | Iterable[str] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ())


def faults_of(found: Catalog, said: Catalog) -> list[str]:
    """What is wrong with a translation of `found`: missing, left over, doubtful, or with other values in it."""
    wanted = {message.id for message in found if message.id}
    missing = [f"missing: {each}" for each in wanted if not _is_there(said.get(each))]
    left_over = [f"left over: {m.id}" for m in said if m.id and m.id not in wanted]
    return [*missing, *left_over, *(fault for m in said if m.id for fault in _faults(m))]


def _is_there(message: Message | None) -> bool:
    return message is not None and is_translated(message)


def _faults(message: Message) -> list[str]:
    wanted = sorted(set(PLACE.findall(forms(message.id)[-1])))
    faults = [
        f"other values: {said}"
        for said in forms(message.string)[-1:]
        if is_translated(message) and sorted(set(PLACE.findall(said))) != wanted
    ]
    return [*faults, f"doubtful: {message.id}"] if message.fuzzy else faults


def unmarked_texts(folder: Path) -> list[str]:
    """Words in templates that no catalogue can reach."""
    return [
        f"{path}:{number}: {line.strip()}"
        for path in sorted(folder.rglob("*.html"))
        if "tests" not in path.parts and not any(str(path).endswith(name) for name in UNMARKED)
        for number, line in enumerate(_unmarked(path.read_text(encoding="utf-8")), start=1)
        if CHINESE.search(line)
    ]


def _unmarked(template: str) -> list[str]:
    bare = MARKED.sub(lambda found: "\n" * found[0].count("\n"), template)
    for name in OWN_NAMES:
        bare = bare.replace(name, "")
    return bare.split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_nothing_is_left_over(language: str) -> None:
    assert faults_of(source_messages(), catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_is_what_was_written(language: str) -> None:
    shipped = po_file(language).with_suffix(".mo").read_bytes()
    assert says(shipped) == says(compiled(catalogue(language)))


def test_no_text_of_a_template_is_out_of_reach_of_the_catalogues() -> None:
    assert unmarked_texts(PACKAGE) == []


def test_faults_of_a_catalogue_are_found() -> None:
    found, said = Catalog(locale="zh_Hans"), Catalog(locale="en")
    for words in ("没有翻译", "第 %(n)d 件", ("%(n)s 条", "%(n)s 条"), "没有把握"):
        found.add(words)
    said.add("第 %(n)d 件", "case %(number)d")
    said.add(("%(n)s 条", "%(n)s 条"), ("one message", "%(n)s messages"))
    said.add("没有把握", "not sure", flags=["fuzzy"])
    said.add("早就不说了", "no longer said")
    assert sorted(fault.split(":")[0] for fault in faults_of(found, said)) == [
        "doubtful",
        "left over",
        "missing",
        "other values",
    ]


def test_texts_are_found_wherever_they_are_marked(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(
        'from huiyin.lib.words import gettext_noop as _\nLABEL = _("待" "受理")\n'
        'raise Refused("没有找到。")\nwords = ngettext("%(n)d 条", "%(n)d 条信息", n)\n'
        "gettext(LABEL)\nlog('不说给人听')\n"
    )
    (tmp_path / "page.html").write_text(
        '<div>\n    <p>{% translate "我的事" %}</p>\n  {% act url _("受理") %}\n'
        "{% blocktranslate count n=n %}{{ n }} 件{% plural %}{{ n }} 件事{% endblocktranslate %}"
        '<p>{{ x|default:_("没有") }}写死的</p></div>'
    )
    found = {message.id for message in source_messages(tmp_path) if message.id}
    assert found == {
        "待受理", "没有找到。", ("%(n)d 条", "%(n)d 条信息"),
        "我的事", "受理", ("%(n)s 件", "%(n)s 件事"), "没有",
    }  # fmt: skip
    assert [fault.rpartition("</p>")[0][-3:] for fault in unmarked_texts(tmp_path)] == ["写死的"]


def test_bringing_up_to_date_keeps_what_is_known_and_guesses_nothing() -> None:
    found, known = Catalog(locale="zh_Hans"), Catalog(locale="en")
    found.add("已受理")
    found.add("已受理。")
    known.add("已受理", "Accepted")
    known.add("已撤回", "Withdrawn")
    new = updated(found, known)
    assert {m.id: m.string for m in new if m.id} == {"已受理": "Accepted", "已受理。": ""}


def test_all_refusals_of_the_house_are_read() -> None:
    kinds = {kind for kind in Refused.__subclasses__() if kind.__module__ == Refused.__module__}
    assert {"Refused", *(kind.__name__ for kind in kinds)} == set(REFUSALS)


def test_no_script_joins_the_words_of_every_language_with_chinese_punctuation() -> None:
    joint = re.compile(
        r'`[^`\n]*[\u3000-\u303f\uff00-\uffef][^`\n]*`|join\("[^"]*[\u3000-\u303f\uff00-\uffef]'
    )
    scripts = [path for path in PACKAGE.rglob("static/**/*.js") if "vendor" not in path.parts]
    assert scripts
    assert {path.name: joint.findall(path.read_text("utf-8")) for path in scripts} == {
        path.name: [] for path in scripts
    }
