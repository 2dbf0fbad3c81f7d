"""Lock-out and recovery: too many wrong passwords, a second factor that is lost, and the way back in."""

import re

from playwright.sync_api import Page, expect

from journeys import desks, neighbours
from journeys.conftest import DESK, Look, SignIn, Site

FIRST, CHOSEN = "First-of-all-26", "Own-choice-of-26"
KEEPER_FIRST, KEEPER_CHOSEN = "Keeper-first-26", "Keeper-own-2026"


def named(site: Site) -> str:
    """The site by a name: a passkey belongs to a name, never to a number."""
    return site.address.replace("127.0.0.1", "localhost")


def with_device(page: Page) -> None:
    """A telephone that asks for a finger and gets it, as Chromium plays it."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in_as(page: Page, site: Site, username: str, password: str) -> None:
    page.goto(f"{named(site)}/sign-in/")
    form = page.locator("form").filter(has=page.get_by_label("用户名"))
    form.get_by_label("用户名").fill(username)
    form.get_by_label("密码", exact=True).fill(password)
    form.get_by_role("button", name="登录", exact=True).click()


def choose(page: Page, password: str) -> None:
    page.get_by_label("新密码").fill(password)
    page.get_by_label("再输一次").fill(password)
    page.get_by_role("button", name="保存新密码").click()


def make_passkey(page: Page) -> list[str]:
    """Make one on this device, and keep the ten codes that come with the first."""
    page.get_by_role("button", name="在这台设备上设通行密钥").click()
    expect(page.get_by_role("heading", name="请存好这组恢复码")).to_be_visible()
    return page.locator(".codes li").all_inner_texts()


def test_lock_out_and_recovery(sign_in: SignIn, looked_at: Look, site: Site) -> None:
    site.huiyin("user", "auditor_1", "--reset", words=f"{FIRST}\n")
    site.huiyin("user", "security_admin_1", "--reset", words=f"{KEEPER_FIRST}\n")

    # a first password is changed, then a post that needs a second step makes one
    page = sign_in(None, at=DESK)
    with_device(page)
    sign_in_as(page, site, "auditor_1", FIRST)
    looked_at(page, "first-password")
    choose(page, CHOSEN)
    expect(page.get_by_role("heading", name="设置第二验证方式")).to_be_visible()
    looked_at(page, "enrol")
    codes = make_passkey(page)
    looked_at(page, "codes")
    assert len(codes) == 10
    leave(page)

    # the passkey alone opens, without a name
    page.goto(f"{named(site)}/sign-in/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page).to_have_url(re.compile("/office/"))
    page.get_by_role("button", name=re.compile("退出登录")).click()

    keeper = sign_in(None, at=DESK)
    with_device(keeper)
    sign_in_as(keeper, site, "security_admin_1", KEEPER_FIRST)
    choose(keeper, KEEPER_CHOSEN)
    make_passkey(keeper)
    keeper.get_by_role("button", name="我存好了").click()
    expect(keeper).to_have_url(re.compile("/office/"))

    # somebody guesses: the fifth time it is locked, and says until when; the right password does not help
    for _time in range(5):
        sign_in_as(page, site, "auditor_1", "Not-the-right-1")
    sign_in_as(page, site, "auditor_1", CHOSEN)
    expect(page.get_by_role("alert").filter(has_text="之后再试")).to_be_visible()
    looked_at(page, "locked")

    # the security administrator lifts it, with a reason
    keeper.get_by_role("link", name="账号", exact=False).first.click()
    looked_at(keeper, "accounts")
    keeper.get_by_role("link", name=re.compile("骆思远")).first.click()
    treat(keeper, "解除暂停", "本人来电，已核实")
    looked_at(keeper, "account")

    # the telephone with the passkey is lost: a code from paper, once
    lost = sign_in(None)
    sign_in_as(lost, site, "auditor_1", CHOSEN)
    expect(lost.get_by_role("heading", name="还差一步：确认是您本人")).to_be_visible()
    looked_at(lost, "second")
    lost.get_by_label("验证码").fill(codes[0])
    lost.get_by_role("button", name="确认并登录").click()
    expect(lost).to_have_url(re.compile("/office/"))
    expect(lost.get_by_text("本人来电，已核实")).to_be_visible()
    lost.get_by_role("button", name=re.compile("退出登录")).click()

    # the paper is gone too: the security administrator takes the second step away, a new one is made
    treat(keeper, "重置第二验证方式", "手机和恢复码都丢了")
    sign_in_as(lost, site, "auditor_1", CHOSEN)
    expect(lost.get_by_role("heading", name="设置第二验证方式")).to_be_visible()
    with_device(lost)
    make_passkey(lost)
    lost.get_by_role("button", name="我存好了").click()
    expect(lost.get_by_text("手机和恢复码都丢了")).to_be_visible()

    # all of it stands in the list of sign-ins
    lost.goto(f"{named(site)}/account/history/")
    for words in ("管理员重置了第二验证方式", "用掉了一个恢复码", "多次失败，暂停登录", "登录失败"):
        expect(lost.get_by_text(words).first).to_be_visible()
    looked_at(lost, "history")
    lost.goto(f"{named(site)}/account/")
    looked_at(lost, "own-account")


def test_a_resident_with_a_new_phone_comes_back_by_number_and_code(
    sign_in: SignIn, looked_at: Look
) -> None:
    officer, first = sign_in("林小燕"), sign_in(None)
    desks.open_group(officer)
    officer.get_by_role("link", name="群资料").click()
    poster = officer.get_by_role("img", name="入群二维码").get_attribute("src") or ""
    first.goto(poster.removesuffix("qr.svg"))
    first.get_by_label("您的姓名").fill("温晓岚")
    first.get_by_label("住哪栋楼").select_option(label="20号楼")
    first.get_by_label("单元").fill("4")
    first.get_by_label("房号").fill("501")
    first.get_by_role("textbox", name=re.compile("手机号")).fill("140 7777 0001")
    first.get_by_label(re.compile("我看过上面的说明")).check()
    first.get_by_role("button", name="加入").click()
    expect(first.get_by_role("heading", level=1)).to_have_text(neighbours.GROUP)

    second = sign_in(None)
    second.goto("/sign-in/")
    looked_at(second, "door")
    second.get_by_role("textbox", name="手机号").fill("14077770001")
    second.get_by_role("button", name="发送验证码").click()
    shown = second.get_by_text("演示里不发短信").locator("strong").inner_text()
    looked_at(second, "code")
    wrong = "000000" if shown != "000000" else "111111"
    second.get_by_label("6 位验证码").fill(wrong)
    second.get_by_role("button", name="登录", exact=True).click()
    expect(second.get_by_role("alert").filter(has_text="验证码不对")).to_be_visible()
    second.get_by_label("6 位验证码").fill(shown)
    second.get_by_role("button", name="登录", exact=True).click()
    expect(second).to_have_url(re.compile(r"/$|/groups/"))
    second.goto("/account/history/")
    expect(second.get_by_text("手机号和验证码").first).to_be_visible()
    looked_at(second, "history")


def leave(page: Page) -> None:
    page.get_by_role("button", name="我存好了").click()
    expect(page).to_have_url(re.compile("/office/"))
    page.get_by_role("button", name=re.compile("退出登录")).click()


def treat(keeper: Page, what: str, reason: str) -> None:
    """Do something to the account that is open, and say why."""
    keeper.get_by_role("radio", name=re.compile(what)).check()
    keeper.get_by_label("原因").fill(reason)
    keeper.get_by_role("button", name="确定").click()
    expect(keeper.get_by_text("已处理")).to_be_visible()
