"""What is found in words that others read, over labelled sentences, and what must not be taken for it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.trust.rules.detecting import Secret, find, is_luhn, masked, public
from huiyin.trust.tests.sentences import SENTENCES

# precision before recall: a false alarm makes a good message useless
PRECISION, RECALL = 0.98, 0.94


def counts() -> dict[str, Counter[str]]:
    """Per kind: found rightly (hit), found where it is not (alarm), not found (miss)."""
    found: dict[str, Counter[str]] = {secret: Counter() for secret in Secret}
    for said, text in SENTENCES:
        there, seen = set(said.split()), {str(each.secret) for each in find(text)}
        for secret in Secret:
            if secret in there | seen:
                how = "hit" if secret in there & seen else "miss" if secret in there else "alarm"
                found[secret][how] += 1
    return found


def wrong() -> list[str]:
    """The sentences that are read otherwise than they are labelled."""
    return [
        f"{said or '-'} ≠ {seen}: {text}"
        for said, text in SENTENCES
        if (seen := " ".join(sorted({str(each.secret) for each in find(text)})))
        != " ".join(sorted(said.split()))
    ]


def share(hits: int, others: int) -> float:
    return hits / (hits + others) if hits + others else 1.0


def test_precision_and_recall_over_the_labelled_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = counts()
    total = sum(found.values(), Counter())
    precision, recall = share(total["hit"], total["alarm"]), share(total["hit"], total["miss"])
    with capsys.disabled():
        print(f"\n{len(SENTENCES)} sentences: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the figures
        for secret, of_it in found.items():
            print(f"  {secret:6} {dict(of_it)}")  # noqa: T201
    assert len(SENTENCES) >= 200
    assert precision >= PRECISION, wrong()
    assert recall >= RECALL, wrong()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打我电话13812345678吧", "打我电话138****5678吧"),
        ("3号楼2单元501漏水", "3号楼2单元***漏水"),
        ("谁的鲁M12345挡路", "谁的鲁M****5挡路"),
        ("身份证11010519491231002X", "身份证1101**********"),
        ("138 1234 5678和3栋502", "138****5678和3栋***"),
    ],
)
def test_what_others_read_still_says_what_it_is_about(text: str, shown: str) -> None:
    assert public(text) == shown


@pytest.mark.parametrize("text", [text for said, text in SENTENCES if said])
def test_masking_again_changes_nothing(text: str) -> None:
    once = public(text)
    assert public(once) == once


def test_a_number_of_the_wrong_check_digit_is_no_identity_and_no_card() -> None:
    assert masked("编码110105194912310021") is None
    assert is_luhn("4111111111111111")
    assert not is_luhn("4111111111111112")


@given(st.text(alphabet="0123456789一二三楼号单元栋鲁MA- ，.元", max_size=60))
def test_any_text_is_masked_in_pieces_that_do_not_overlap(text: str) -> None:
    ends = 0
    for each in find(text):
        assert ends <= each.start < each.end <= len(text)
        ends = each.end


def test_a_seeded_fault_is_seen_by_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the check digit every long number is a card: the precision falls below what is asked."""
    monkeypatch.setattr("huiyin.trust.rules.detecting.is_luhn", lambda _number: True)
    monkeypatch.setattr("huiyin.trust.rules.detecting._is_identity", lambda _number: True)
    assert counts()[Secret.ID]["alarm"] + counts()[Secret.CARD]["alarm"] >= 1
