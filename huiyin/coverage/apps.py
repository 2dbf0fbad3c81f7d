from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "huiyin.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.coverage import reactions, tending
        from huiyin.coverage.actions import erasing
        from huiyin.ground import jobs
        from huiyin.ground.ledger.actions import subscribe
        from huiyin.trust.actions.erasing import register

        subscribe("group.joined", reactions.ask_who_came)
        jobs.register(tending.sweep, cron="50 3 * * *")
        register("coverage", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
