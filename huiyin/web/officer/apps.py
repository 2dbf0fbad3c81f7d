from django.apps import AppConfig


class OfficerConfig(AppConfig):
    name = "huiyin.web.officer"
    label = "officer"
    default_auto_field = "django.db.models.BigAutoField"
