from django.apps import AppConfig

from huiyin.ground import packs


class TerritoryConfig(AppConfig):
    name = "huiyin.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.territory.pack import TERRITORY_SCHEMA, import_territory

        packs.section("territory", TERRITORY_SCHEMA, import_territory)
