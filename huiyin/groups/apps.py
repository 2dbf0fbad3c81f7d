from django.apps import AppConfig

# every public step that changes what a card shows
STEPS = (
    "accepted",
    "noted",
    "handed_up",
    "moved_up",
    "transferred",
    "assigned",
    "promised",
    "extension_decided",
    "reporter_asked",
    "reporter_replied",
    "suspended",
    "resumed",
    "rated",
    "called_back",
    "closed",
    "withdrawn",
    "merged",
    "reopened",
)


class GroupsConfig(AppConfig):
    name = "huiyin.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.ground import jobs
        from huiyin.ground.imports import kind
        from huiyin.ground.ledger import actions as ledger
        from huiyin.ground.packs import section
        from huiyin.ground.privacy import Keep
        from huiyin.groups import reactions, tending
        from huiyin.groups.actions import ending, erasing, passing
        from huiyin.groups.imports import GROUPS
        from huiyin.groups.pack import GROUPS_SCHEMA, import_groups
        from huiyin.posts.actions import register as take_part
        from huiyin.trust.actions import retention
        from huiyin.trust.actions.erasing import register

        for step in STEPS:
            ledger.subscribe(f"case.{step}", reactions.show_step)
        for telling in ("case.told", "case.tell_tried"):
            ledger.subscribe(telling, reactions.deliver_answer)
        ledger.subscribe("case.merged", reactions.follow_merge)
        ledger.subscribe("case.split", reactions.follow_split)
        jobs.register(tending.make_coming_months, cron="40 3 * * *")
        section("groups", GROUPS_SCHEMA, import_groups)
        register("groups", obstacle=erasing.obstacle, eraser=erasing.erase, traces=erasing.traces)
        take_part("groups", told=passing.told, moved=passing.moved, left=passing.left)
        retention.register(Keep.TALK, "messages", ending.end_messages)
        retention.register(Keep.TALK, "files", ending.end_files)
        kind(GROUPS)
