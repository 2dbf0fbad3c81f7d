from huiyin.lib.refusal import Conflict, Refused, TooMany


def test_a_refusal_is_said_with_its_values_in_either_language() -> None:
    refusal = Conflict("已经延期 %(count)d 次，状态是“%(state)s”。", count=2, state="办结")
    english = {
        "已经延期 %(count)d 次，状态是“%(state)s”。": "Extended %(count)d times; it is %(state)s.",
        "办结": "closed",
    }
    assert refusal.sentence == str(refusal) == "已经延期 2 次，状态是“办结”。"
    assert refusal.said(english.__getitem__) == "Extended 2 times; it is closed."


def test_a_sentence_with_a_percent_sign_and_no_values_stays_as_it_is() -> None:
    assert Refused("已完成 75%。").sentence == "已完成 75%。"


def test_asked_too_often_says_when_to_come_back() -> None:
    refusal = TooMany("请稍后再试。", retry_after_s=60)
    assert (refusal.status, refusal.retry_after_s) == (429, 60)
