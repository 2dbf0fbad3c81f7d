"""The style guide: every part of the kit on one page, in demo mode alone."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from huiyin.lib.refusal import NotThere
from huiyin.web.kit import samples
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import Asked

THEMES = ("resident", "staff")


class SampleForm(Form):
    text = forms.CharField(
        label="想说什么",
        widget=forms.Textarea,
        help_text="几个字也可以。您的网格员会看到。",
        error_messages={"required": "请写几个字，或者发一段语音、一张照片。"},
    )
    place = forms.CharField(label="在哪里", required=False)
    kind = forms.ChoiceField(
        label="结果怎样",
        widget=forms.RadioSelect,
        choices=[("solved", "解决了"), ("open", "没解决")],
    )
    picture = forms.FileField(label="照片", required=False)
    anonymous = forms.BooleanField(label="不向邻居显示我的名字", required=False)


@edge
def guide(request: Asked) -> HttpResponse:
    if not settings.HUIYIN_DEMO:
        raise NotThere("没有找到这个页面。")
    surface = "staff" if request.GET.get("for") == "staff" else "resident"
    context = {
        "form": SampleForm(),
        "wrong": SampleForm({"place": "3 号楼"}, auto_id="wrong_%s"),
        "rungs": samples.rungs(request.now),
        "said": samples.bubbles(request.now),
        "dues": samples.dues(request.now),
        "states": samples.STATES,
        "base": f"kit/{surface}.html",
        "soon": request.now + timedelta(hours=2),
    }
    return render(request, "kit/guide.html", context)
