from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "huiyin.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground.packs import section
        from huiyin.trust.actions.erasing import register
        from huiyin.visits.actions import erasing
        from huiyin.visits.pack import ORGANISATIONS_SCHEMA, import_organisations

        register("visits", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
        section("organisations", ORGANISATIONS_SCHEMA, import_organisations)
