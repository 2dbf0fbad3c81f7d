from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_jobs_keep_no_diary'),
    ]

    operations = [
        migrations.AddField(
            model_name='seal',
            name='marks',
            field=models.BinaryField(default=b''),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('subject__in', ('case', 'group', 'message')), _negated=True), fields=['kind', 'id'], name='ledger_kind'),
        ),
    ]
