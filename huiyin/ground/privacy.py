"""What personal data a site holds, why, on what basis and for how long: said by each model beside its fields.

A field is held or plain, and nothing else: `architecture/test_privacy.py` finds the one that nobody declared. The list for
residents and the one for the auditor are made of these declarations, so they cannot fall behind the code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps

from huiyin.lib.words import gettext_noop as _

if TYPE_CHECKING:
    from django.db.models import Model


class Basis(StrEnum):
    """By what the law allows it (个人信息保护法, Art. 13)."""

    DUTY = "duty"
    CONSENT = "consent"

    @property
    def sentence(self) -> str:
        return BASES[self]


class Keep(StrEnum):
    """How long something is kept, as a class that one rule speaks of."""

    PERSON = "person"
    TALK = "talk"
    MATTER = "matter"
    WORK = "work"
    TRACE = "trace"
    PASSING = "passing"
    ORIGINAL = "original"
    LOOK = "look"

    @property
    def sentence(self) -> str:
        return PERIODS[self]

    @property
    def days(self) -> int | None:
        """After how many days it goes by itself; None for what goes with its person, or by the rules of archives.

        What is cited by a matter is of the matter, and stays with it.
        """
        return DAYS.get(self)


# `trust.actions.retention` does what stands here, by what the apps registered; config/tests/test_retention.py walks it
DAYS = {Keep.TALK: 730, Keep.PASSING: 30, Keep.ORIGINAL: 90, Keep.LOOK: 1095}
BASES = {
    Basis.DUTY: _("履行法定职责所必需（个人信息保护法第十三条第三项、第三十四条）"),
    Basis.CONSENT: _("您的同意（个人信息保护法第十三条第一项），可以随时撤回"),
}
PERIODS = {
    Keep.PERSON: _("使用服务期间保存；您要求删除的，核实后删除。"),
    Keep.TALK: _("保存两年后自动删除；您可以在时限内撤回，也可以要求删除。"),
    Keep.MATTER: _("办结后作为办理档案，按档案管理的规定保存，不用于别的目的。"),
    Keep.WORK: _("作为工作记录，与所经办的事项一同保存。"),
    Keep.TRACE: _("不能修改，至少保存三年，供核查是谁在什么时候做了什么。"),
    Keep.PASSING: _("只为当时的操作暂存，30 天后自动删除。"),
    Keep.ORIGINAL: _("加密单独保存，90 天后自动删除；您撤回原话时马上删除。"),
    Keep.LOOK: _("保存三年后自动删除。"),
}


@dataclass(frozen=True)
class Terms:
    """What is held, for which purpose, on which basis, how long. label and purpose: whole words for people."""

    label: str
    purpose: str
    basis: Basis
    keep: Keep


class Data(StrEnum):
    """The kinds of personal data that a field may hold."""

    NAME = "name"
    PHONE = "phone"
    BIRTH = "birth"
    HOME = "home"
    READING = "reading"
    SIGN_IN = "sign_in"
    MEMBERSHIP = "membership"
    WORDS = "words"
    MEDIA = "media"
    MATTER = "matter"
    PLACE = "place"
    ANSWER = "answer"
    NOTICE = "notice"
    STORY = "story"
    POST = "post"
    WORK = "work"
    KEY = "key"
    TRACE = "trace"
    REPEAT = "repeat"
    LOOK = "look"
    CONSENT = "consent"
    REQUEST = "request"
    IMPORT = "import"
    ORIGINAL = "original"
    VISIT = "visit"
    JOINING = "joining"

    @property
    def terms(self) -> Terms:
        return TERMS[self]


TERMS = {
    Data.NAME: Terms(
        _("姓名"), _("知道您是谁，由哪位网格员为您服务"), Basis.DUTY, Keep.PERSON
    ),
    Data.PHONE: Terms(
        _("手机号（加密保存）"), _("联系您，把结果告诉您"), Basis.CONSENT, Keep.PERSON
    ),
    Data.BIRTH: Terms(
        _("出生日期"), _("为老年人、未成年人提供相应的照顾和保护"), Basis.DUTY, Keep.PERSON
    ),
    Data.HOME: Terms(
        _("住址、所在的户"), _("知道由哪个网格负责，上门为您服务"), Basis.DUTY, Keep.PERSON
    ),
    Data.READING: Terms(
        _("语言和字的大小"), _("按您习惯的方式显示页面"), Basis.CONSENT, Keep.PERSON
    ),
    Data.SIGN_IN: Terms(
        _("登录名、密码（只存摘要）、登录时间"), _("确认是您本人在使用"), Basis.DUTY, Keep.PERSON
    ),
    Data.MEMBERSHIP: Terms(
        _("您在哪些群、读到哪里"), _("把群里的消息送给您"), Basis.CONSENT, Keep.PERSON
    ),
    Data.WORDS: Terms(
        _("您在群里和单独说的话"), _("让邻居和网格员看到，使每句求助都有回音"), Basis.CONSENT, Keep.TALK
    ),
    Data.MEDIA: Terms(
        _("您发的照片、语音、视频"), _("说明情况、证明结果"), Basis.CONSENT, Keep.TALK
    ),
    Data.MATTER: Terms(
        _("您反映的事项和评价"), _("办理您反映的事项"), Basis.DUTY, Keep.MATTER
    ),
    Data.PLACE: Terms(
        _("事项发生的地点"), _("找到现场，分给负责的网格"), Basis.DUTY, Keep.MATTER
    ),
    Data.ANSWER: Terms(
        _("给您的答复和告知记录"), _("证明事事有回音"), Basis.DUTY, Keep.MATTER
    ),
    Data.NOTICE: Terms(
        _("给您的通知"), _("告诉您事情的进展"), Basis.DUTY, Keep.MATTER
    ),
    Data.STORY: Terms(
        _("经您同意公开的案例"), _("让邻居知道这类事怎样解决"), Basis.CONSENT, Keep.MATTER
    ),
    Data.POST: Terms(
        _("工作人员任职和替岗的起止时间"), _("知道谁在什么时候负责"), Basis.DUTY, Keep.WORK
    ),
    Data.WORK: Terms(
        _("工作人员经办的记录"), _("知道事情是谁办的，保证公正"), Basis.DUTY, Keep.WORK
    ),
    Data.KEY: Terms(
        _("程序接口密钥的持有人（密钥只存摘要）"), _("确认是谁的程序在访问"), Basis.DUTY, Keep.WORK
    ),
    Data.TRACE: Terms(
        _("操作记录"), _("查明谁在什么时候看了、改了什么，防止滥用"), Basis.DUTY, Keep.TRACE
    ),
    Data.REPEAT: Terms(
        _("一次提交的编号"), _("网络不好时重复提交也只办一次"), Basis.DUTY, Keep.PASSING
    ),
    Data.LOOK: Terms(
        _("谁看过您的手机号或原话、为了什么"), _("您能查到，防止滥用"), Basis.DUTY, Keep.LOOK
    ),
    Data.CONSENT: Terms(
        _("您同意了什么、没有同意什么"), _("证明经过您的同意，不再重复问您"), Basis.DUTY, Keep.WORK
    ),
    Data.REQUEST: Terms(
        _("您要求更正、删除的记录"), _("按时答复您的要求"), Basis.DUTY, Keep.WORK
    ),
    Data.IMPORT: Terms(
        _("导入的表格内容（加密，导入后清除）"), _("把社区原有的台账录入系统"), Basis.DUTY, Keep.PASSING
    ),
    Data.ORIGINAL: Terms(
        _("您的话里打了星号的号码、门牌（加密保存）"), _("办事需要时，写明用途后查看"), Basis.DUTY, Keep.ORIGINAL
    ),
    Data.VISIT: Terms(
        _("上门走访的记录"), _("知道哪一家去过、需要什么，不重复打扰"), Basis.DUTY, Keep.WORK
    ),
    Data.JOINING: Terms(
        _("邀请码、入群核实、不愿入群的记录"), _("确认是住在这里的人进群，尊重不愿意进群的住户"), Basis.DUTY, Keep.WORK
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Declaration:
    """What one model says of its fields. held: by the name of the field."""

    held: Mapping[str, Data]
    plain: frozenset[str]

    @property
    def fields(self) -> set[str]:
        return {*self.held, *self.plain}


@dataclass(frozen=True)
class Holding:
    """A kind of personal data with the fields that hold it, as `app.model.field`."""

    data: Data
    terms: Terms
    fields: tuple[str, ...]


def holds(plain: str = "", **held: Data) -> Declaration:
    """Declare the fields of a model. held: fields with personal data. plain: names of the others, parted by blanks."""
    return Declaration(held, frozenset(plain.split()))


# models of libraries, which carry no declaration of their own
FOREIGN = {
    "auth.permission": holds("id name content_type codename"),
    "auth.group": holds("id name"),
    "contenttypes.contenttype": holds("id app_label model"),
    "sessions.session": holds(
        session_key=Data.SIGN_IN, session_data=Data.SIGN_IN, expire_date=Data.SIGN_IN
    ),
    # second factors, as allauth keeps them; we keep no e-mail addresses
    "account.emailaddress": holds("id verified primary", user=Data.SIGN_IN, email=Data.SIGN_IN),
    "account.emailconfirmation": holds("id email_address created sent key"),
    "mfa.authenticator": holds(
        "id type created_at last_used_at", user=Data.SIGN_IN, data=Data.SIGN_IN
    ),
    # wrong passwords, as axes counts them
    **{
        f"axes.{model}": holds(
            f"id http_accept path_info attempt_time {plain}",
            user_agent=Data.SIGN_IN,
            ip_address=Data.SIGN_IN,
            username=Data.SIGN_IN,
        )
        for model, plain in (
            ("accessattempt", "get_data post_data failures_since_start"),
            ("accessfailurelog", "locked_out"),
            ("accesslog", "logout_time session_hash"),
        )
    },
    "axes.accessattemptexpiration": holds("access_attempt expires_at"),
    # what waits to be done carries ids of the ledger, never names or words
    "procrastinate.procrastinateworker": holds("id last_heartbeat"),
    "procrastinate.procrastinatejob": holds(
        "id queue_name task_name priority lock args status scheduled_at attempts queueing_lock abort_requested worker"
    ),
    "procrastinate.procrastinateevent": holds("id job type at"),
    "procrastinate.procrastinateperiodicdefer": holds(
        "id task_name defer_timestamp job periodic_id"
    ),
}


def declaration(model: "type[Model]") -> Declaration | None:
    """What a model says of its own fields; None when it says nothing."""
    said = vars(model).get("privacy") or FOREIGN.get(model._meta.label_lower)  # noqa: SLF001 - Django's own word
    return said if isinstance(said, Declaration) else None


def faults(models: "Iterable[type[Model]]") -> list[str]:
    """What is wrong with the declarations of these models: nobody said it, said twice, or the field is not there."""
    found = []
    for model in models:
        fields = {field.name for field in model._meta.concrete_fields}  # noqa: SLF001
        said, label = declaration(model), model._meta.label_lower  # noqa: SLF001
        if said is None:
            found.append(f"{label}: says nothing of its fields")
            continue
        found += [f"{label}.{name}: not declared" for name in sorted(fields - said.fields)]
        found += [f"{label}.{name}: no such field" for name in sorted(said.fields - fields)]
        found += [f"{label}.{name}: held and plain" for name in sorted(said.plain & set(said.held))]
    return found


def holdings() -> list[Holding]:
    """Every kind of personal data that some field of this site holds, in the order of the kinds."""
    places: dict[Data, list[str]] = {}
    for model in apps.get_models():
        said = declaration(model)
        for name, data in said.held.items() if said else ():
            places.setdefault(data, []).append(f"{model._meta.label_lower}.{name}")  # noqa: SLF001
    return [
        Holding(data, data.terms, tuple(sorted(places[data]))) for data in Data if data in places
    ]
