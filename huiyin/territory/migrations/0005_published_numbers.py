from django.db import migrations, models

import huiyin.ground.bare


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0004_a_boundary_may_be_taken_back"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="node",
            index=models.Index(
                huiyin.ground.bare.Bare("phone"),
                condition=models.Q(("phone", ""), _negated=True),
                name="node_published",
            ),
        ),
        migrations.AddIndex(
            model_name="node",
            index=models.Index(
                huiyin.ground.bare.Bare("supervision_phone"),
                condition=models.Q(("supervision_phone", ""), _negated=True),
                name="node_supervision",
            ),
        ),
    ]
