import pytest

from huiyin.ground.papers import Part, pdf
from huiyin.lib.refusal import Refused

PARTS = [Part("我是谁", [("姓名", "欧阳雨桐"), ("手机号", "14000007788")]), Part("我说的话", [])]


def test_a_document_carries_its_own_letters() -> None:
    made = pdf("我的信息", PARTS, foot="2026-09-14")
    assert made.startswith(b"%PDF-")
    assert b"FontFile" in made
    assert len(made) < 200_000


def test_many_facts_go_over_many_pages() -> None:
    long = [Part("我说的话", [(f"第 {n} 句", "水管漏了" * 60) for n in range(40)])]
    assert pdf("我的信息", long, foot="").count(b"/Type /Page\n") > 2


def test_a_site_without_chinese_letters_says_what_to_install() -> None:
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        pdf("我的信息", PARTS, foot="", fonts=[("/nowhere/at/all.ttc", 0)])
