from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "huiyin.ground.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.ground.imports import actions

        jobs.register(actions.advance)
