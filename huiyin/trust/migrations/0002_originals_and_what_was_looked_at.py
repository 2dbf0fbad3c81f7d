import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import huiyin.ground.crypto


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_api_keys"),
        ("trust", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Original",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=20)),
                (
                    "secrets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                ("text", huiyin.ground.crypto.EncryptedTextField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="original_at")],
            },
        ),
        migrations.AddField(
            model_name="look",
            name="what",
            field=models.CharField(default="phone", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["phone", "original"])), name="look_what_known"
            ),
        ),
    ]
