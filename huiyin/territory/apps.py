from django.apps import AppConfig

from huiyin.ground import imports, packs


class TerritoryConfig(AppConfig):
    name = "huiyin.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.territory.imports import territory_kinds
        from huiyin.territory.pack import TERRITORY_SCHEMA, import_territory

        packs.section("territory", TERRITORY_SCHEMA, import_territory)
        for kind in territory_kinds():
            imports.kind(kind)
