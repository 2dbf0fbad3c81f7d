"""Addresses that belong to no surface."""

from django.urls import path

from huiyin.web.kit.views import demo, files, guide, live, looking, sign_in

app_name = "kit"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("preferences/", sign_in.preferences, name="preferences"),
    path("demo/", demo.demo, name="demo"),
    path("phone/<int:case_id>/<int:party_id>/", looking.phone, name="phone"),
    path("files/<int:file_id>", files.file, name="file"),
    path("live/ticket", live.ticket, name="live_ticket"),
    path("kit/", guide.guide, name="guide"),
]
