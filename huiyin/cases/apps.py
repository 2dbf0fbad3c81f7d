from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huiyin.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import reactions
        from huiyin.ground.ledger import actions as ledger

        ledger.subscribe("calendar.entered", reactions.recount)
