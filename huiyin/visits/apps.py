from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "huiyin.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground.packs import section
        from huiyin.posts.actions import register as take_part
        from huiyin.trust.actions.erasing import register
        from huiyin.visits.actions import erasing, passing
        from huiyin.visits.pack import ORGANISATIONS_SCHEMA, import_organisations

        register("visits", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
        take_part("visits", told=passing.told, moved=passing.moved, left=passing.left)
        section("organisations", ORGANISATIONS_SCHEMA, import_organisations)
