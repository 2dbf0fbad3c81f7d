from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "huiyin.trust"
    label = "trust"

    def ready(self) -> None:
        from huiyin.ground.packs.sections import section
        from huiyin.trust import importing

        section("consent", importing.SCHEMA, importing.import_notices)
