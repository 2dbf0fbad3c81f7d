import django.contrib.postgres.fields
from django.db import migrations, models

import huiyin.ground.ids
from huiyin.ground.partitions import CreateMonthly, MakeMonths


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        CreateMonthly(
            name="Entry",
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
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=30)),
                ("subject_id", models.BigIntegerField()),
                ("by_person_id", models.BigIntegerField(null=True)),
                ("by_post_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("area", models.CharField(max_length=200)),
                ("data", models.JSONField(default=dict)),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "subject_id", "id"], name="ledger_subject")
                ],
            },
        ),
        MakeMonths("ledger_entry"),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first_id", models.BigIntegerField(unique=True)),
                ("end_id", models.BigIntegerField(unique=True)),
                ("entries", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_id__gt", models.F("first_id"))),
                        name="seal_has_length",
                    )
                ],
            },
        ),
    ]
