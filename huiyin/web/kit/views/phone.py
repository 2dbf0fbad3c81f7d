"""Residents come in by telephone: a number, six digits, and who of the family it is."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.ground import sms
from huiyin.lib.refusal import NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import actions as people_actions
from huiyin.people import queries as people
from huiyin.sign_in import actions, queries
from huiyin.sign_in.rules import Way
from huiyin.web.kit import entering
from huiyin.web.kit.door_forms import CodeForm, PhoneForm, SignInForm
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form, form_page, refusals_in
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.views.sign_in import go_on, next_address

if TYPE_CHECKING:
    from huiyin.people.models import Account

CODE, GOING_TO, FAMILY = "phone_code", "phone_next", "phone_family"
WRONG = _("验证码不对，请核对后再试一次。还没有登记手机号的，收不到验证码。")
OVER = _("这个验证码已经不能用了，请重新要一个。")
FOR_STAFF = _("您在网格里有岗位，请用用户名和密码登录。")


@never_cache
@require_POST
@edge
def ask(request: Asked) -> HttpResponse:
    """A number was typed. What follows looks the same whoever has it, and if nobody has."""
    if not sms.is_available():
        raise NotThere("没有找到这个页面。")
    form = PhoneForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            code_id = actions.ask_code(
                phone=form.cleaned_data["phone"],
                address=entering.address_of(request),
                now=request.now,
            )
            _begin(request, code_id)
            return redirect("kit:phone_code")
    context = {"phone_form": form, "next": next_address(request), "form": SignInForm()}
    return render(request, "kit/sign_in.html", context, status=form.status)


def _begin(request: Asked, code_id: int) -> None:
    request.session[CODE] = code_id
    request.session[GOING_TO] = next_address(request)
    if request.viewer is None:
        request.session.set_expiry(entering.DOOR_OPEN)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
def code(request: Asked) -> HttpResponse:
    """Six digits are typed."""
    code_id = request.session.get(CODE)
    if code_id is None:
        return redirect("kit:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        checked = actions.check_code(
            code_id=code_id, typed=form.cleaned_data["typed"], now=request.now
        )
        if checked.person_ids:
            del request.session[CODE]
            return _admit(request, form, checked.person_ids)
        form.add_error(None, gettext(OVER if checked.is_over else WRONG))
    waiting = queries.waiting_code(code_id, at=request.now)
    shown = queries.code_shown(waiting) if waiting else ""
    context = {"shown": shown, "minutes": queries.limits().code_minutes, "is_over": waiting is None}
    return form_page(request, "kit/phone_code.html", form, context)


def _admit(request: Asked, form: Form, person_ids: tuple[int, ...]) -> HttpResponse:
    """Let in who has the number. Staff have another door; where a family shares it, they say who they are."""
    residents = [each for each in person_ids if not _is_staff(each, request)]
    if not residents:
        form.add_error(None, gettext(FOR_STAFF))
        return form_page(request, "kit/phone_code.html", form, {"is_over": True})
    if len(residents) > 1:
        request.session[FAMILY] = residents
        return redirect("kit:phone_family")
    return _enter(request, residents[0])


def _is_staff(person_id: int, request: Asked) -> bool:
    return people.viewer_of(person_id, at=request.now).is_staff


@never_cache
@require_http_methods(["GET", "POST"])
@edge
def family(request: Asked) -> HttpResponse:
    """Several have the number: which of them is it?"""
    ids: list[int] = request.session.get(FAMILY, [])
    if not ids:
        return redirect("kit:sign_in")
    chosen = request.POST.get("person", "")
    if chosen in {str(each) for each in ids}:
        return _enter(request, int(chosen))
    if request.method == "POST":
        raise Refused("请选择您是哪一位。")
    known = people.persons(ids)
    names = [(each, known[each].name) for each in ids if each in known]
    return render(request, "kit/phone_family.html", {"names": names})


def _enter(request: Asked, person_id: int) -> HttpResponse:
    account = _account(person_id, request)
    if not account.is_active:
        raise Refused("这个账号已停用。请联系您的网格员。")
    going_to = request.session.get(GOING_TO, "")
    entering.wait_at_the_door(request, account, Way.PHONE_CODE, going_to=going_to)
    return go_on(request, account)


def _account(person_id: int, request: Asked) -> "Account":
    """The account of a resident; who was registered by an officer gets theirs now."""
    try:
        return people.account_of(person_id)
    except NotThere:
        return people_actions.create_account(
            username=f"r{person_id}", person_id=person_id, now=request.now
        )
