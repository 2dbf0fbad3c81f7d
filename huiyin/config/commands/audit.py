from argparse import ArgumentParser, Namespace

from huiyin.config.site import say
from huiyin.ground.ledger.queries import last_seal, may_be_changed
from huiyin.ground.ledger.queries.sealing import Fault, Verified, Wrong, verify
from huiyin.lib.ids import made_at
from huiyin.lib.times import local

HELP = (
    "操作记录:verify 逐条核对封存,指出第一条被改、被删、被加的记录,有问题以 1 退出;seal 打印最近一次封存的校验值,请另外"
    "保存。 / The record of what was done: verify names the first entry that was altered, removed or added, exit code 1; "
    "seal prints the hash of the last seal, to be kept elsewhere."
)
WORDS = {
    Wrong.ALTERED: "这条记录被改过 / altered",
    Wrong.MISSING: "这条记录不见了 / missing",
    Wrong.ADDED: "这条记录是后来加的 / added",
    Wrong.PERIOD: "这一段与封存不符,旧封存没有逐条的标记 / the period does not fit its seal, which has no marks",
    Wrong.SEAL: "每条记录都对得上,封存本身被改过 / every entry fits, the seal itself was altered",
    Wrong.SEAL_MISSING: "这一段的封存不见了 / the seal of this period is missing",
    Wrong.WORDS: "这条记录的文字被改过或拿走了,不是按规定删除的 / its words were changed, and by no erasure",
}


def configure(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify|seal")
    checked = acts.add_parser("verify", help="核对 / check the whole record")
    checked.add_argument(
        "--expect",
        metavar="HASH",
        default="",
        help="以前另外保存的校验值,应当还在 / a hash kept elsewhere, which must still be there",
    )
    acts.add_parser("seal", help="最近一次封存的校验值 / the hash of the last seal")


def run(options: Namespace) -> int:
    return _seal() if options.act == "seal" else _verify(options.expect)


def _seal() -> int:
    seal = last_seal()
    if seal is None:
        say("还没有封存 / nothing is sealed yet")
        return 0
    say(f"{local(seal.sealed_at):%Y-%m-%d %H:%M}\t{seal.digest}")
    return 0


def _verify(expected: str) -> int:
    found = verify(expected=expected)
    for line in _lines(found):
        say(line)
    if found.fault is None and not found.has_expected:
        say("✗ 给出的校验值不在封存里,记录可能被整体替换 / the hash you kept is not in the chain")
        return 1
    if may_be_changed():
        say(
            "✗ 数据库账号可以修改记录,见 docs/operate/postgresql.md / the site's role may change the record"
        )
        return 1
    return 1 if found.fault else 0


def _lines(found: Verified) -> list[str]:
    read = f"核对了 {found.seals} 段、{found.entries} 条 / {found.seals} seals, {found.entries} entries fit"
    return [read, f"✗ {_said(found.fault)}"] if found.fault else [read]


def _said(fault: Fault) -> str:
    if fault.entry_id is None:
        period = f"{_moment(fault.first_id)} – {_moment(fault.end_id)}"
        return f"{period}: {WORDS[fault.wrong]}"
    what = (
        f" {fault.entry.kind} {fault.entry.subject} {fault.entry.subject_id}" if fault.entry else ""
    )
    return f"{fault.entry_id} ({_moment(fault.entry_id)}){what}: {WORDS[fault.wrong]}"


def _moment(identity: int) -> str:
    return f"{local(made_at(identity)):%Y-%m-%d %H:%M:%S}"
