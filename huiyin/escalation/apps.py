from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "huiyin.escalation"
    label = "escalation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.escalation import importing, schemas
        from huiyin.ground.packs.sections import section

        section("policy", schemas.POLICY, importing.import_policy)
        section("calendar", schemas.CALENDAR, importing.import_calendar)
        section("answers", schemas.ANSWERS, importing.import_answers)
