"""Addresses of the office."""

from django.urls import path

from huiyin.web.office.views import accounts, home

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/addresses/", accounts.unlock_address, name="unlock_address"),
]
