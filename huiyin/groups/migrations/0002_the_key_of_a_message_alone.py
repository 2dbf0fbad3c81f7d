from django.db import migrations, models


class Migration(migrations.Migration):
    """A message is found again by its key alone: an index that begins with the group has rivals, and a plan took one."""

    dependencies = [
        ("groups", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["client_key"], name="message_by_key"),
        ),
        migrations.RemoveIndex(model_name="message", name="message_key"),
    ]
