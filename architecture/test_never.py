"""What this product has no table, field, menu, import or word of a pack for: lists of police and justice, scores of persons.

Source: domain handbook, section 9: police, justice and health control are off; HIV, petitions, religion and opinions of a
person have no field at all; no face recognition, no score, colour or risk level of a person.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps

from architecture.source import PACKAGE, ROOT

WORDS = (
    "社区矫正", "刑满释放", "刑释", "安置帮教", "精神障碍", "肇事肇祸", "戒毒", "重点青少年", "境外人员",
    "重点人员", "艾滋", "上访史", "信访史", "宗教信仰", "人脸识别", "风险等级", "信用分", "红黄绿码",
)  # fmt: skip
NAMES = re.compile(
    r"correction_(?:list|person)|parole|prison|drug|addict|psychiat|petition|religio|hiv|face_(?:id|print|recog)"
    r"|risk_(?:level|score|colou?r)|(?:person|social|credit)_score|blacklist|opinion_of",
    re.IGNORECASE,
)
# what is said of it is that we do not do it
PROMISES = ("不做人脸识别",)
SHOWN = {".py", ".html", ".js"}


def offered(folder: Path, suffixes: Iterable[str]) -> list[str]:
    """Where pages, code or packs speak of such a list."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in set(suffixes) or {"tests", "vendor", "locale", "days"} & set(
            path.parts
        ):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            bare = line
            for promise in PROMISES:
                bare = bare.replace(promise, "")
            found += [f"{path}:{number}: {word}" for word in WORDS if word in bare]
    return found


def named(names: Iterable[str]) -> list[str]:
    """Names of tables and fields that would hold such a list."""
    return [name for name in names if NAMES.search(name)]


def test_no_table_and_no_field_holds_a_list_of_police_justice_or_scores() -> None:
    names = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
    ]
    assert names
    assert named(names) == []


def test_no_page_menu_or_code_speaks_of_one() -> None:
    assert offered(PACKAGE, SHOWN) == []


def test_no_pack_brings_one() -> None:
    assert offered(ROOT / "packs", {".yaml"}) == []


def test_such_a_list_is_found(tmp_path: Path) -> None:
    (tmp_path / "menu.html").write_text("<a>社区矫正人员</a>\n<p>不做人脸识别，不打分</p>\n")
    (tmp_path / "people.yaml").write_text("tags: [刑满释放]\n")
    assert len(offered(tmp_path, {".html"})) == 1
    assert len(offered(tmp_path, {".yaml"})) == 1
    assert named(["people.person.risk_level", "people.person.name", "x.drug_user.id"]) == [
        "people.person.risk_level",
        "x.drug_user.id",
    ]
