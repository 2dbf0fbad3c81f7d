"""Addresses of the office."""

from django.urls import path

from huiyin.web.office.views import audit, data, home, requests

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("requests/", requests.queue, name="requests"),
    path("requests/<int:request_id>/", requests.one, name="request"),
    path("data/", data.data, name="data"),
]
