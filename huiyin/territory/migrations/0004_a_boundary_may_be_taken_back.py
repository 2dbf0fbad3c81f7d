from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0003_boundary"),
    ]

    operations = [
        migrations.AlterField(
            model_name="boundary",
            name="geometry",
            field=models.JSONField(null=True),
        ),
    ]
