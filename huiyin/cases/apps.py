from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huiyin.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import reactions
        from huiyin.cases.actions import erasing
        from huiyin.ground.ledger import actions as ledger
        from huiyin.trust.actions.erasing import register

        ledger.subscribe("calendar.entered", reactions.recount)
        ledger.subscribe("consent.refused", reactions.take_down)
        register("cases", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
