from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huiyin.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import reactions
        from huiyin.cases.actions import erasing, passing
        from huiyin.ground.ledger import actions as ledger
        from huiyin.posts.actions import register as take_part
        from huiyin.trust.actions.erasing import register

        ledger.subscribe("calendar.entered", reactions.recount)
        ledger.subscribe("consent.refused", reactions.take_down)
        register("cases", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
        take_part("cases", told=passing.told, moved=passing.moved, left=passing.left)
