from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "huiyin.web.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from huiyin.web.kit import entering

        user_logged_in.connect(entering.stamp, dispatch_uid="huiyin.web.kit.entering.stamp")
