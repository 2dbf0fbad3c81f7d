"""Addresses of the office."""

from django.urls import path

from huiyin.web.office.views import home

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
]
