"""Every address of the site, surface by surface."""

from django.urls import include, path

from huiyin.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("huiyin.web.api.urls")),
    path("officer/", include("huiyin.web.officer.urls")),
    path("command/", include("huiyin.web.command.urls")),
    path("office/", include("huiyin.web.office.urls")),
    path("", include("huiyin.web.kit.urls")),
    path("", include("huiyin.web.resident.urls")),
]

handler400 = "huiyin.web.kit.views.errors.bad_request"
handler403 = "huiyin.web.kit.views.errors.permission_denied"
handler404 = "huiyin.web.kit.views.errors.not_found"
handler500 = "huiyin.web.kit.views.errors.server_error"
