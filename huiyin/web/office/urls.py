"""Addresses of the office."""

from django.urls import path

from huiyin.web.office.views import (
    accounts,
    audit,
    boundaries,
    data,
    exports,
    ground,
    home,
    imports,
    posts,
    requests,
)

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
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("exports/", exports.listed, name="exports"),
    path("exports/<int:export_id>/", exports.decide, name="export"),
    path("exports/<int:export_id>/take/", exports.take, name="export_take"),
    path("requests/", requests.queue, name="requests"),
    path("requests/<int:request_id>/", requests.one, name="request"),
    path("data/", data.data, name="data"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/<slug:kind>/", imports.new, name="import_new"),
    path("imports/template/<slug:kind>/", imports.template, name="import_template"),
    path("imports/<int:batch_id>/", imports.batch, name="import"),
    path("imports/<int:batch_id>/columns/", imports.columns, name="import_columns"),
    path("imports/<int:batch_id>/refused/", imports.refused, name="import_refused"),
    path("imports/<int:batch_id>/<slug:act>/", imports.act, name="import_act"),
]
