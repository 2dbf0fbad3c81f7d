from django.urls import path

from huiyin.web.officer.views import (
    acts,
    capture,
    cases,
    groups,
    inbox,
    me,
    members,
    notices,
    posts,
    talk,
    words,
)

app_name = "officer"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<int:group_id>/", talk.talk, name="group"),
    path("groups/<int:group_id>/lines/", talk.lines, name="lines"),
    path("groups/<int:group_id>/read/", talk.read, name="read"),
    path("groups/<int:group_id>/sort/", words.sort, name="sort"),
    path("groups/<int:group_id>/words/<slug:do>/", words.words, name="words"),
    path("groups/<int:group_id>/about/", groups.about, name="about"),
    path("groups/<int:group_id>/members/", members.members, name="members"),
    path("groups/<int:group_id>/members/<int:member_id>/", members.member, name="member"),
    path("talk/", groups.talks, name="talks"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/<slug:act>/", acts.act, name="act"),
    path("capture/", capture.capture, name="capture"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:case_id>/", notices.follow, name="notice"),
    path("me/", me.me, name="me"),
    path("posts/<int:post_id>/", posts.post, name="post"),
]
