"""What keeps a matter waiting, and who decides: a question, an extension, a refusal with the right place."""

import re

from playwright.sync_api import Page, expect

from journeys import desks, neighbours
from journeys.conftest import DESK, Look, SignIn


def decide_at_the_desk(page: Page, case: str, act: str, words: str) -> None:
    """The application, with the case beside it."""
    page.goto("/command/decisions/")
    page.locator(f"main a[href$='/decisions/{case}/']").first.click()
    expect(page.get_by_role("heading", name=act)).to_be_visible()
    desks.choose(page, "同意")
    page.get_by_label(re.compile("意见")).fill(words)
    page.get_by_role("button", name="确定").click()


def test_a_question_to_the_reporter_stops_the_time_until_the_reply(
    sign_in: SignIn, looked_at: Look
) -> None:
    said, asked, replied = (
        "电动车充电桩扫码付了钱不给充电，钱也不退",
        "是几号桩？付款记录方便的话发一张",
        "东棚3号桩，昨晚七点付的两块钱",
    )
    resident, officer = sign_in("唐小磊"), sign_in("林小燕")
    case = neighbours.report(resident, said)
    desks.take_up(officer, case)
    desks.accept(officer)
    desks.begin(officer, "请诉求人补充")
    officer.get_by_label("想问什么").fill(asked)
    desks.finish(officer, "请诉求人补充")
    expect(officer.get_by_text("时限已暂停").first).to_be_visible()

    expect(resident.get_by_text(asked).first).to_be_visible()
    looked_at(resident, "asked")
    resident.get_by_label("您的回答").fill(replied)
    resident.get_by_role("button", name="回答", exact=True).click()
    expect(resident.get_by_text("正在办").first).to_be_visible()
    expect(officer.get_by_text(replied).first).to_be_visible()
    expect(officer.get_by_text("时限已暂停")).to_have_count(0)

    answer = "厂家查到了扣款，两块钱已原路退回，3号桩今天换了模块。"
    desks.submit(officer, answer)
    desks.tell(officer, "私下答复")
    expect(neighbours.answer_of(resident)).to_contain_text(answer)
    looked_at(resident, "told")


def test_an_extension_is_asked_and_granted_and_the_resident_reads_why(
    sign_in: SignIn, looked_at: Look
) -> None:
    said, reason = "24号楼东边那排树枝伸到窗户上了，想请人修剪", "修剪队明天上午才能到，要登高车。"
    resident, officer = sign_in("曹立军"), sign_in("林小燕")
    case = neighbours.report(resident, said, place="24号楼东")
    desks.take_up(officer, case)
    desks.accept(officer)
    desks.begin(officer, "申请延期")
    officer.get_by_label("原因").fill(reason)
    desks.finish(officer, "申请延期")
    expect(officer.get_by_text("延期申请等待审批")).to_be_visible()

    cadre = sign_in("丁海波")
    desks.take_up(cadre, case)
    desks.begin(cadre, "审批延期")
    desks.choose(cadre, "同意")
    cadre.get_by_label(re.compile("意见")).fill("同意，明天务必修完")
    looked_at(cadre, "decide")
    desks.finish(cadre, "审批延期")
    expect(officer.get_by_text("延期申请等待审批")).to_have_count(0)
    expect(resident.get_by_text(re.compile("修剪队明天上午才能到")).first).to_be_visible()
    step = resident.locator("[aria-current=step]")
    expect(step.get_by_role("time").last).to_contain_text("18:00")
    looked_at(resident, "new-date")

    answer = "树枝已经修剪清运，窗前亮堂了。"
    desks.submit(officer, answer)
    desks.tell(officer, "私下答复")
    expect(neighbours.answer_of(resident)).to_contain_text(answer)


def test_what_belongs_before_a_court_is_declined_by_the_secretary_with_the_right_place(
    sign_in: SignIn, looked_at: Look
) -> None:
    said = "法院判了包工头还我工程款，判决书下来半年了不给钱，社区能不能让他还"
    place = "博兴县人民法院执行局，带判决书和身份证"
    resident, officer = sign_in("任志刚"), sign_in("林小燕")
    case = neighbours.report(resident, said)
    desks.take_up(officer, case)
    desks.begin(officer, "申请不予受理")
    officer.get_by_label("为什么不归我们管").fill("判决已经生效，执行由法院负责。")
    officer.get_by_label("应当去哪里办").fill(place)
    desks.finish(officer, "申请不予受理")

    secretary = sign_in("周庆华", at=DESK)
    secretary.goto("/command/decisions/")
    looked_at(secretary, "decisions")
    decide_at_the_desk(secretary, case, "审批不予受理", "同意，请网格员陪同去一趟")
    expect(officer.get_by_text("待告知").first).to_be_visible()
    desks.tell(officer, "私下答复")
    expect(resident.get_by_text(re.compile(place)).first).to_be_visible()
    expect(resident.get_by_text("已说明不能受理").first).to_be_visible()
    looked_at(resident, "right-place")
