import time
from argparse import ArgumentParser, Namespace

from django.db import transaction
from django.utils import timezone

from huiyin.config.site import say
from huiyin.ground.keys.actions import BATCH, finish, rotate
from huiyin.ground.keys.queries import State, columns, state

HELP = (
    "加密密钥:换了 HUIYIN_SECRET_KEY 以后,rotate 把加密的内容改用新密钥重写,可以随时中断、再次运行;check 只数还剩多少用"
    "旧密钥。步骤见 docs/operate/privacy.md。 / Keys of what is encrypted: rotate writes everything under the present key, may "
    "be killed and begun again while the site runs; check counts what is still under a former key."
)
# rows that the site was writing are looked at again after a moment
ROUNDS, PAUSE_S = 5, 1.0


def configure(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="rotate|check")
    rotated = acts.add_parser("rotate", help="用新密钥重写 / write everything anew")
    rotated.add_argument(
        "--batch", type=int, default=BATCH, help=f"每批行数,默认 {BATCH} / rows a batch"
    )
    acts.add_parser("check", help="只数 / count only")


def run(options: Namespace) -> int:
    return _rotate(max(1, options.batch)) if options.act == "rotate" else _told(_states())


def _rotate(size: int) -> int:
    renewed = 0
    for _round in range(ROUNDS):
        for batch in rotate(size=size):
            renewed += batch.renewed
            if batch.renewed:
                say(f"{batch.column}: {renewed} 已改用新密钥 / renewed")
        states = _states()
        if not any(each.former for each in states):
            break
        time.sleep(PAUSE_S)
    if renewed:
        with transaction.atomic(durable=True):
            finish(renewed=renewed, now=timezone.now())
    return _told(states)


def _states() -> list[State]:
    return [state(column) for column in columns()]


def _told(states: list[State]) -> int:
    for each in states:
        say(f"{each.column}: {each.texts} 条,{each.former} 条仍用旧密钥 / still under a former key")
        for pk in each.unreadable:
            say(f"✗ {each.column} {pk}: 现有密钥都读不出 / no key of this site reads it")
    if any(each.former for each in states):
        say("还没有换完,请再运行一次 rotate;旧密钥先不要删 / run rotate again, keep the former key")
        return 1
    if any(each.unreadable for each in states):
        return 1
    say("全部用现在的密钥;可以删去旧密钥 / all under the present key, the former ones may go")
    return 0
