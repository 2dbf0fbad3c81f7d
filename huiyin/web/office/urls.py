"""Addresses of the office."""

from django.urls import path

from huiyin.web.office.views import home, imports

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/<slug:kind>/", imports.new, name="import_new"),
    path("imports/template/<slug:kind>/", imports.template, name="import_template"),
    path("imports/<int:batch_id>/", imports.batch, name="import"),
    path("imports/<int:batch_id>/columns/", imports.columns, name="import_columns"),
    path("imports/<int:batch_id>/refused/", imports.refused, name="import_refused"),
    path("imports/<int:batch_id>/<slug:act>/", imports.act, name="import_act"),
]
