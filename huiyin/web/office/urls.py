"""Addresses of the office."""

from django.urls import path

from huiyin.web.office.views import accounts, audit, boundaries, data, ground, home, requests

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("boundaries/", boundaries.boundaries, name="boundaries"),
    path("boundaries/<int:node_id>/", boundaries.boundary, name="boundary"),
    path("boundaries/<int:node_id>/draw/", boundaries.draw, name="draw"),
    path("boundaries/<int:node_id>/<int:number>/", boundaries.version, name="boundary_version"),
    path("ground/", ground.check, name="ground"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/addresses/", accounts.unlock_address, name="unlock_address"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("requests/", requests.queue, name="requests"),
    path("requests/<int:request_id>/", requests.one, name="request"),
    path("data/", data.data, name="data"),
]
