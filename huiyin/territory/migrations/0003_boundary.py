import django.db.models.deletion
import huiyin.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territory', '0002_boundaries_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigIntegerField(default=huiyin.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('geometry', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by_person_id', models.BigIntegerField(blank=True, null=True)),
                ('by_post_id', models.BigIntegerField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('node', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='territory.node')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('node', 'number'), name='boundary_number')],
            },
        ),
    ]
