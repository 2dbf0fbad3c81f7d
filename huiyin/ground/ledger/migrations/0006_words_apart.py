"""Words stand beside the sealed entries from now on. What older entries hold stays in them: they are sealed."""

from django.db import migrations, models

from huiyin.ground.partitions import CreateMonthly, MakeMonths


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_marks_and_kinds'),
    ]

    operations = [
        CreateMonthly(
            name='Words',
            fields=[
                ('id', models.BigIntegerField(editable=False, primary_key=True, serialize=False)),
                ('words', models.JSONField()),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('redacted_by_id', models.BigIntegerField(null=True)),
            ],
        ),
        MakeMonths('ledger_words'),
    ]
