"""Addresses of the command surface."""

from django.urls import path

from huiyin.web.command.views import (
    cases,
    coverage,
    decisions,
    duty,
    groups,
    notices,
    posts,
    vacancies,
    work,
)

app_name = "command"
urlpatterns = [
    path("", work.work, name="work"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/pane/", cases.pane, name="pane"),
    path("cases/<int:case_id>/<slug:act>/", cases.act, name="act"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:case_id>/", decisions.decision, name="decision"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("groups/", groups.groups, name="groups"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:case_id>/", notices.follow, name="notice"),
    path("posts/", posts.posts, name="posts"),
    path("duty/", duty.duty, name="duty"),
    path("posts/vacant/", vacancies.vacancies, name="vacancies"),
    path("posts/<int:post_id>/", vacancies.post, name="post"),
]
