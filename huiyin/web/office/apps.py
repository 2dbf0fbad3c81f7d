from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "huiyin.web.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"
