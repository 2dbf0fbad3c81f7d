"""Every address of the site: each surface brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.web.kit.urls")),
]

handler400 = "huiyin.web.kit.views.errors.bad_request"
handler403 = "huiyin.web.kit.views.errors.permission_denied"
handler404 = "huiyin.web.kit.views.errors.not_found"
handler500 = "huiyin.web.kit.views.errors.server_error"
