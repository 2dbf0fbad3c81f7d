from django.db import migrations, models

import huiyin.ground.bare


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_api_keys"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                huiyin.ground.bare.Bare("phone"),
                condition=models.Q(("phone", ""), _negated=True),
                name="post_published",
            ),
        ),
    ]
