from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "huiyin.ground.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.ground.files import tending

        jobs.register(tending.sweep, cron="20 4 * * *")
