"""Every address of the site, surface by surface."""

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

from huiyin.config.health import healthz

# address, module; a surface that is not there yet has no addresses
SURFACES = (
    ("api/v1/", "huiyin.web.api.urls"),
    ("officer/", "huiyin.web.officer.urls"),
    ("command/", "huiyin.web.command.urls"),
    ("", "huiyin.web.kit.urls"),
    ("", "huiyin.web.resident.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    *(
        path(address, include(module))
        for address, module in SURFACES
        if importlib.util.find_spec(module)
    ),
]

handler400 = "huiyin.web.kit.views.errors.bad_request"
handler403 = "huiyin.web.kit.views.errors.permission_denied"
handler404 = "huiyin.web.kit.views.errors.not_found"
handler500 = "huiyin.web.kit.views.errors.server_error"
