from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "huiyin.ground.ledger"
    label = "ledger"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.ground.ledger import tending

        jobs.register(jobs.take_up_stalled, cron="* * * * *")
        jobs.register(tending.seal_the_past, cron="*/10 * * * *")
        jobs.register(tending.make_coming_months, cron="30 3 * * *")
