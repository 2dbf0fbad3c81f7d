from django.db import migrations, models

TOPICS = ["phone", "publish", "join", "child"]


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0003_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="guardian",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="consent", name="consent_topic_known"),
        migrations.RemoveConstraint(model_name="consentnotice", name="notice_topic_known"),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic__in", TOPICS)), name="consent_topic_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="consentnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic__in", TOPICS)), name="notice_topic_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("topic", "child"), _negated=True),
                        ("guardian", ""),
                    ),
                    models.Q(
                        ("topic", "child"),
                        models.Q(("guardian", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_guardian_of_a_child",
            ),
        ),
    ]
