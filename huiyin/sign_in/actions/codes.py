"""One-time codes: asked for, sent, tried. What is said is the same whether or not anybody has the number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes

from huiyin.ground import jobs, sms
from huiyin.ground.crypto import lookup_hash
from huiyin.ground.ids import new_id
from huiyin.lib.refusal import TooMany
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import normal_phone
from huiyin.sign_in import queries
from huiyin.sign_in.models import PhoneCode
from huiyin.sign_in.rules import code_hash, new_code

HOUR = timedelta(hours=1)
TEXT = "【回音】登录验证码 {code}，{minutes} 分钟内有效。任何人向您要这个号码都不要给，网格员也不会问。"
OFTEN = _("验证码要得太多了，请过 %(minutes)d 分钟再试。")
SOON = _("验证码刚刚发出，请等一会儿再要新的。")


@dataclass(frozen=True)
class Checked:
    """What came of a try. person_ids: everybody with the number, when the code was right. is_over: no try is left."""

    person_ids: tuple[int, ...] = ()
    is_over: bool = False


@transaction.atomic
def ask_code(*, phone: str, address: str, now: datetime) -> int:
    """Make a code and have it sent, if anybody has the number. Returns its id.

    address: of who asks, empty when it is not known. Raises Refused for what is no number, TooMany past the limits of a number or an address; both
    count numbers that nobody has as well.
    """
    number = normal_phone(phone)
    phone_hash, address_hash = lookup_hash(number), lookup_hash(address)
    _one_at_a_time(phone_hash, address_hash)
    _demand_patience(phone_hash, address_hash if address else "", now)
    made, code_id = new_code(), new_id()
    PhoneCode.objects.create(
        id=code_id,
        phone=number,
        phone_hash=phone_hash,
        address_hash=address_hash,
        code=made,
        code_hash=_hash(made, code_id),
        asked_at=now,
        expires_at=now + queries.limits().code_life,
    )
    jobs.defer(deliver, code_id=code_id)
    return code_id


def _one_at_a_time(*hashes: str) -> None:
    """Askings of one number, and from one address, take turns, so that a hundred at once are counted one by one."""
    with connection.cursor() as cursor:
        for each in sorted(hashes):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [each])


def _demand_patience(phone_hash: str, address_hash: str, now: datetime) -> None:
    limits = queries.limits()
    to_number = PhoneCode.objects.filter(phone_hash=phone_hash)
    _demand_fewer(to_number, limits.codes_per_hour, now)
    if address_hash:  # unknown behind a proxy that does not say
        from_address = PhoneCode.objects.filter(address_hash=address_hash)
        _demand_fewer(from_address, limits.codes_per_address, now)
    pause = timedelta(seconds=limits.code_pause_seconds)
    last = to_number.filter(asked_at__gt=now - pause).order_by("-asked_at").first()
    if last is not None:
        left = ceil((last.asked_at + pause - now).total_seconds())
        raise TooMany(SOON, retry_after_s=max(left, 1))


def _demand_fewer(codes: QuerySet[PhoneCode], most: int, now: datetime) -> None:
    """Raises TooMany when there were as many in the last hour, with the time when the first of them is an hour old."""
    recent = list(
        codes.filter(asked_at__gt=now - HOUR).order_by("-asked_at").values_list("asked_at")[:most]
    )
    if len(recent) == most:
        left = (recent[-1][0] + HOUR - now).total_seconds()
        raise TooMany(OFTEN, minutes=max(ceil(left / 60), 1), retry_after_s=max(ceil(left), 1))


def deliver(code_id: int) -> None:
    """Hand a code to the provider, as a job. A number that nobody has gets nothing; nobody sees the difference."""
    code = PhoneCode.objects.select_for_update().filter(id=code_id, used_at=None).first()
    if code is None or not code.code:
        return
    if people.persons_by_phone(code.phone):
        minutes = queries.limits().code_minutes
        sms.carrier().send(code.phone, TEXT.format(code=code.code, minutes=minutes))
    if not settings.HUIYIN_DEMO:  # a demo shows it on the page
        code.code = ""
        code.save(update_fields=["code"])


@transaction.atomic
def check_code(*, code_id: int, typed: str, now: datetime) -> Checked:
    """Try a code. It opens once, within its time, and gives a few tries; what is typed counts as one, right or wrong."""
    most = queries.limits().code_tries
    waiting = PhoneCode.objects.select_for_update().filter(id=code_id, used_at=None)
    code = waiting.filter(expires_at__gt=now, tries__lt=most).first()
    if code is None:
        return Checked(is_over=True)
    code.tries += 1
    is_right = constant_time_compare(_hash(typed, code_id), code.code_hash)
    found = tuple(each.pk for each in people.persons_by_phone(code.phone)) if is_right else ()
    if found:
        code.used_at, code.code = now, ""
    code.save(update_fields=["tries", "used_at", "code"])
    return Checked(found, is_over=not found and code.tries >= most)


def _hash(code: str, code_id: int) -> str:
    return code_hash(code, code_id=code_id, key=force_bytes(settings.SECRET_KEY))
