import getpass
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from huiyin.config.site import say
from huiyin.ground.ledger.actions import CLOCK
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people import queries
from huiyin.people.actions.accounts import create_account
from huiyin.sign_in import actions

if TYPE_CHECKING:
    from huiyin.people.models import Account

HELP = (
    "为配置包中的一个人建立登录账号,或重设密码。密码从键盘输入;也可以从标准输入的第一行读取。 / Give a person "
    "of the pack an account, or a new password, typed or read from the first line of the input."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="人员在配置包中的 key / key of the person")
    parser.add_argument("--username", help="用户名,默认与 key 相同 / the name to sign in with")
    parser.add_argument(
        "--reset", action="store_true", help="账号已有,只换密码 / only a new password"
    )
    parser.add_argument(
        "--lost-second-factor",
        action="store_true",
        help="手机丢了:去掉第二验证方式,不换密码 / take the second factors away, for a lost telephone",
    )


def run(options: Namespace) -> int:
    try:
        person_id = queries.person_by_key(options.person).pk
        if options.lost_second_factor:
            return _without_factors(person_id)
        account = _with_password(options, person_id, _password())
    except Conflict as refused:
        say(f"{refused.sentence} 要换密码请加 --reset。 / --reset gives a new password.")
        return 1
    except Refused as refused:
        say(refused.sentence)
        return 1
    say(
        f"{account.username}:已保存,首次登录时要换成自己的密码 / saved; to be changed at the first sign-in"
    )
    return 0


@transaction.atomic
def _with_password(options: Namespace, person_id: int, password: str) -> "Account":
    """The account and its password, or neither."""
    now = timezone.now()
    account = (
        queries.account_of(person_id)
        if options.reset
        else create_account(
            username=options.username or options.person, person_id=person_id, now=now
        )
    )
    return actions.give_password(account_id=account.pk, password=password, now=now, by=CLOCK)


def _without_factors(person_id: int) -> int:
    """For the one security administrator there is, whom nobody in the office can help."""
    account = queries.account_of(person_id)
    actions.lose_factors(account_id=account.pk, now=timezone.now())
    say(f"{account.username}:第二验证方式已去掉 / the second factors are gone")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("密码 / password: ")
    if getpass.getpass("再输一次 / again: ") != first:
        raise Refused("两次输入的密码不同,请重来。")
    return first
