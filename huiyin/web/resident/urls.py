"""Addresses of the residents' pages."""

from django.urls import path

from huiyin.web.resident.views import (
    home,
    join,
    matters,
    me,
    mine,
    notices,
    private,
    public,
    report,
    talk,
    words,
)

app_name = "resident"
urlpatterns = [
    path("", home.home, name="home"),
    path("join/", join.start, name="join_start"),
    path("join/<str:code>/", join.join, name="join"),
    path("join/<str:code>/qr.svg", public.qr, name="qr"),
    path("groups/<int:group_id>/", talk.talk, name="group"),
    path("groups/<int:group_id>/lines/", talk.lines, name="lines"),
    path("groups/<int:group_id>/read/", talk.read, name="read"),
    path("groups/<int:group_id>/about/", talk.about, name="about"),
    path("groups/<int:group_id>/leave/", talk.leave, name="leave"),
    path("groups/<int:group_id>/words/<int:message_id>/", words.words, name="words"),
    path("talk/", private.talks, name="talks"),
    path("talk/<int:group_id>/", talk.talk, name="talk"),
    path("report/", report.report, name="report"),
    path("matters/", matters.matters, name="matters"),
    path("matters/<int:case_id>/", matters.matter, name="matter"),
    path("matters/<int:case_id>/<slug:act>/", matters.act, name="matter_act"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:case_id>/", notices.follow, name="notice"),
    path("me/", me.me, name="me"),
    path("me/looks/", mine.looks, name="looks"),
    path("me/data/", mine.mine, name="mine"),
    path("me/data/copy/", mine.copy, name="copy"),
    path("me/data/requests/<int:request_id>/withdraw/", mine.take_back, name="take_back"),
    path("me/data/<slug:kind>/", mine.ask_for, name="ask_for"),
    path("me/consent/", mine.consent, name="consent"),
    path("grid/<str:code>/", public.grid, name="grid"),
    path("privacy/", public.privacy, name="privacy"),
    path("privacy/data/", public.data, name="data"),
]
