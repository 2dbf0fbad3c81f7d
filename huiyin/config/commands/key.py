from argparse import ArgumentParser, Namespace
from datetime import timedelta

from django.utils import timezone

from huiyin.config.site import say
from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.people import queries
from huiyin.people.actions import create_key, revoke_key
from huiyin.people.rules import Scope
from huiyin.people.rules.keys import PER_MINUTE

HELP = (
    "程序访问接口用的密钥:create 新建(只显示一次),list 列出,revoke 作废。 / Keys of programs: make one (shown "
    "once), list them, revoke one."
)


def configure(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="create|list|revoke")
    create = acts.add_parser("create", help="新建 / make a key")
    create.add_argument(
        "person", metavar="PERSON", help="持有人在配置包中的 key / key of the holder"
    )
    create.add_argument("--name", required=True, help="用途 / what it is for")
    create.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=[scope.value for scope in Scope],
        help="权限范围,可以写多次 / what it opens, may be repeated",
    )
    create.add_argument("--days", type=int, default=90, help="有效天数,默认 90 / days it lives")
    create.add_argument(
        "--per-minute",
        type=int,
        default=PER_MINUTE,
        help=f"每分钟最多请求次数,默认 {PER_MINUTE} / requests a minute",
    )
    listed = acts.add_parser("list", help="列出 / list them")
    listed.add_argument("person", metavar="PERSON", nargs="?", help="只看这个人的 / of one holder")
    revoke = acts.add_parser("revoke", help="作废 / revoke one")
    revoke.add_argument("prefix", metavar="PREFIX", help="密钥开头,如 hy_1a2b3c4d / as in the list")


def run(options: Namespace) -> int:
    try:
        {"create": _create, "list": _list, "revoke": _revoke}[options.act](options)
    except Refused as refused:
        say(refused.sentence)
        return 1
    return 0


def _create(options: Namespace) -> None:
    key, secret = create_key(
        person_id=queries.person_by_key(options.person).pk,
        name=options.name,
        scopes=options.scope,
        lives=timedelta(days=options.days),
        per_minute=options.per_minute,
        now=timezone.now(),
    )
    say(f"{key.prefix}: {local(key.expires_at):%Y-%m-%d} 前有效 / lives until then")
    say("下一行是密钥,只显示这一次 / the key, shown only now:")
    say(secret)


def _list(options: Namespace) -> None:
    person_id = queries.person_by_key(options.person).pk if options.person else None
    now = timezone.now()
    for key in queries.api_keys(person_id):
        end = "已作废/revoked" if key.revoked_at else f"{local(key.expires_at):%Y-%m-%d}"
        if not key.revoked_at and key.expires_at <= now:
            end = "已过期/expired"
        used = f"{local(key.last_used_at):%Y-%m-%d %H:%M}" if key.last_used_at else "-"
        holder = key.person.key or key.person_id
        say("\t".join([key.prefix, str(holder), end, used, ",".join(key.scopes), key.name]))


def _revoke(options: Namespace) -> None:
    key = revoke_key(prefix=options.prefix, now=timezone.now())
    say(f"{key.prefix}: 已作废 / revoked")
