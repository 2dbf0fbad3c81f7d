import django.db.models.deletion
from django.db import migrations, models

import huiyin.ground.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_published_numbers"),
        ("trust", "0002_originals_and_what_was_looked_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("serial", models.PositiveIntegerField(unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("asked", models.JSONField()),
                ("purpose", models.CharField(max_length=200)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=200)),
                ("taken_at", models.DateTimeField(null=True)),
                *(
                    (
                        name,
                        models.ForeignKey(
                            null=name.startswith("decided"),
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=to,
                        ),
                    )
                    for name, to in (
                        ("by_person", "people.person"),
                        ("by_post", "people.post"),
                        ("decided_by_person", "people.person"),
                        ("decided_by_post", "people.post"),
                    )
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["id"],
                        name="export_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["audit"])), name="export_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_person", None),
                            models.Q(("decided_by_person", models.F("by_person")), _negated=True),
                            _connector="OR",
                        ),
                        name="export_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by_person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="export_decided_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at", None), ("state", "approved"), _connector="OR"
                        ),
                        name="export_taken_after_approval",
                    ),
                ],
            },
        ),
    ]
