"""The figures over what is open are read from an index alone. Built while the site runs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0005_empty_keys_stand_in_no_index")]

    operations = [
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('is_ended', False)), fields=['area'], include=('id', 'state', 'is_restricted', 'holder', 'checker', 'due_at', 'overdue_since', 'policy_version', 'calendar_version'), name='case_open', opclasses=['text_pattern_ops']),
        ),
    ]
