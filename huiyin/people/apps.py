from django.apps import AppConfig

from huiyin.ground import imports, packs


class PeopleConfig(AppConfig):
    name = "huiyin.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.people.imports import people_kinds
        from huiyin.people.pack import PEOPLE_SCHEMA, import_people

        packs.section("people", PEOPLE_SCHEMA, import_people)
        for kind in people_kinds():
            imports.kind(kind)
