import getpass
import sys
from argparse import ArgumentParser, Namespace

from django.utils import timezone

from huiyin.config.site import say
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people import queries
from huiyin.people.actions.accounts import create_account, set_password

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


def run(options: Namespace) -> int:
    try:
        person_id = queries.person_by_key(options.person).pk
        password, now = _password(), timezone.now()
        if options.reset:
            account = queries.account_of(person_id)
            set_password(account_id=account.pk, password=password, now=now)
        else:
            account = create_account(
                username=options.username or options.person,
                person_id=person_id,
                password=password,
                now=now,
            )
    except Conflict as refused:
        say(f"{refused.sentence} 要换密码请加 --reset。 / --reset gives a new password.")
        return 1
    except Refused as refused:
        say(refused.sentence)
        return 1
    say(f"{account.username}:已保存 / saved")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("密码 / password: ")
    if getpass.getpass("再输一次 / again: ") != first:
        raise Refused("两次输入的密码不同,请重来。")
    return first
