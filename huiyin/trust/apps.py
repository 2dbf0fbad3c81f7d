from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "huiyin.trust"
    label = "trust"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.ground.packs.sections import section
        from huiyin.trust import importing, tending

        jobs.register(tending.end_what_is_due, cron="50 3 * * *")
        section("consent", importing.SCHEMA, importing.import_notices)
