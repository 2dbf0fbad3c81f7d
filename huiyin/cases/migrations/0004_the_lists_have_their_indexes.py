"""Each list and count has its index. They are built while the site runs, so that nobody waits for a million rows."""

import datetime

import django.db.models.functions.comparison
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0003_columns_with_two_indexes_keep_one")]

    operations = [
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(models.Case(models.When(state='awaiting_rating', then=models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), output_field=models.DateTimeField())), default=django.db.models.functions.comparison.Coalesce('resume_at', 'due_at', models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), output_field=models.DateTimeField())), output_field=models.DateTimeField()), models.F('id'), condition=models.Q(('is_ended', False)), name='case_turn'),
        ),
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('told_at__isnull', False)), fields=['told_at'], name='case_told'),
        ),
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('supervision', 'none'), _negated=True), fields=['supervision', '-id'], name='case_supervised'),
        ),
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(fields=['category', '-id'], name='case_category', opclasses=['text_pattern_ops', 'int8_ops']),
        ),
        AddIndexConcurrently(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['post'], name='notice_post_unread'),
        ),
        AddIndexConcurrently(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='notice_person_unread'),
        ),
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('is_ended', False), ('must_take', True)), fields=['holder'], name='case_disputed'),
        ),
        # how many cases a place has, as the planner guesses it, decides between its index and a walk over all cases: a
        # hundred steps, the default, do not tell a grid from a street
        migrations.RunSQL(
            "ALTER TABLE cases_case ALTER COLUMN area SET STATISTICS 2000",
            "ALTER TABLE cases_case ALTER COLUMN area SET STATISTICS -1",
        ),
        # `case_turn` takes its place
        RemoveIndexConcurrently(model_name="case", name="case_due"),
    ]
