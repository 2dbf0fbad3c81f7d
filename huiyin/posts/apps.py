from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "huiyin.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.posts import tending
        from huiyin.posts.actions import erasing, handing, own
        from huiyin.posts.actions.passing import register as take_part
        from huiyin.trust.actions.erasing import register

        jobs.register(handing.carry_out_planned)
        jobs.register(tending.remind_of_terms, cron="20 5 * * *")
        take_part("posts", told=own.told, moved=own.moved, left=own.left)
        register("posts", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
