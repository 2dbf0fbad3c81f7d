from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "huiyin.sign_in"
    label = "sign_in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.ground.ledger.actions import subscribe
        from huiyin.sign_in import reactions, tending
        from huiyin.sign_in.actions import codes, erasing, history
        from huiyin.trust.actions.erasing import register

        jobs.register(codes.deliver)
        jobs.register(history.write_failure)
        jobs.register(tending.sweep, cron="40 3 * * *")
        subscribe("post.taken", reactions.begin_anew)
        register("sign_in", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
