"""Messages as bubbles: who speaks, what is shown, what is gone."""

from dataclasses import replace

from django.template import Context, Template
from django.test import RequestFactory

from huiyin.conftest import NOON
from huiyin.groups.queries import FileFacts, Line, Quote
from huiyin.groups.rules import MessageKind
from huiyin.people.rules import Viewer
from huiyin.web.kit.shapes import Bubble
from huiyin.web.kit.talks import bubble_of

RESIDENT = Viewer(person_id=7, name="王小明", posts=(), paths=())
WORDS = Line(
    id=1,
    group_id=1,
    seq=3,
    kind=MessageKind.TEXT,
    label="3号楼2单元501",
    person_id=8,
    post_id=None,
    is_mine=False,
    text="路灯坏了<b>",
    file=None,
    reply_to=None,
    mentions=(),
    at=NOON,
    edited_at=None,
    recalled="",
    data={},
    message_class=None,
    case_ids=(),
)
CARD = replace(
    WORDS,
    kind=MessageKind.CARD,
    person_id=None,
    label="回音",
    text="已登记。",
    data={
        "case_id": 5,
        "number": "01-2026-00001",
        "state": "in_progress",
        "holder": "第一网格网格员",
        "due_at": NOON.isoformat(),
    },
)


def made(line: Line) -> Bubble:
    return bubble_of(line, viewer=RESIDENT, now=NOON, case_address=lambda n: f"/matters/{n}/")


def drawn(line: Line) -> str:
    request = RequestFactory().get("/")
    vars(request).update(now=NOON, viewer=RESIDENT)
    context = Context({"request": request, "said": made(line)})
    return Template("{% load kit_talk %}{% bubble said %}").render(context)


def test_everybody_speaks_from_their_own_side() -> None:
    assert made(WORDS).side == "neighbour"
    assert made(replace(WORDS, is_mine=True)).side == "mine"
    assert made(replace(WORDS, person_id=None, post_id=4)).side == "staff"
    assert made(CARD).side == "service"


def test_words_are_escaped_and_can_be_linked_to() -> None:
    page = drawn(WORDS)
    assert "路灯坏了&lt;b&gt;" in page
    assert 'id="m3"' in page


def test_recalled_words_are_gone() -> None:
    page = drawn(replace(WORDS, recalled="recalled"))
    assert "这条消息已撤回" in page
    assert "路灯" not in page


def test_a_reply_shows_what_it_answers() -> None:
    page = drawn(replace(WORDS, reply_to=Quote(2, 2, "网格员", "哪一盏？")))
    assert 'href="#m2"' in page
    assert "网格员：哪一盏？" in page


def test_the_card_leads_to_the_matter_and_says_who_holds_it() -> None:
    page = drawn(CARD)
    assert 'href="/matters/5/"' in page
    assert "现在由第一网格网格员负责" in page
    assert "正在办" in page


def test_the_card_of_a_told_matter_is_green_and_has_no_limit_left() -> None:
    told = made(replace(CARD, data={**CARD.data, "state": "awaiting_rating"})).card
    assert told is not None
    assert (told.tone, told.due_at, told.holder) == ("told", None, "")


def test_a_picture_keeps_its_place_before_it_is_loaded() -> None:
    photo = FileFacts(9, "picture", "image/jpeg", 640, 480, None)
    page = drawn(replace(WORDS, kind=MessageKind.PICTURE, text="", file=photo))
    assert 'width="640" height="480"' in page
    assert 'alt="照片"' in page
    assert 'loading="lazy"' in page


def test_a_voice_says_how_long_it_is() -> None:
    voice = FileFacts(9, "voice", "audio/mp4", None, None, 7.6)
    page = drawn(replace(WORDS, kind=MessageKind.VOICE, text="", file=voice))
    assert "语音 8 秒" in page
    assert "v=thumb" not in page
