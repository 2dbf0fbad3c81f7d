from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "huiyin.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.coverage import reactions
        from huiyin.coverage.actions import erasing, sweeping
        from huiyin.ground.ledger.actions import subscribe
        from huiyin.ground.privacy import Keep
        from huiyin.trust.actions import retention
        from huiyin.trust.actions.erasing import register

        subscribe("group.joined", reactions.ask_who_came)
        retention.register(Keep.PASSING, "invitations", sweeping.end_invitations)
        retention.register(Keep.PASSING, "wrong_codes", sweeping.end_wrong_codes)
        register("coverage", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
