"""Invariant I1 for each reporter and follower, held by the database without a trigger.

A party's row refers to its case by (id, is_ended), and follows an update. When a case ends, the change comes down to
the party, whose check `party_told_before_end` refuses it as long as nobody has told that person.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE cases_case ADD CONSTRAINT case_id_and_end UNIQUE (id, is_ended)",
                "ALTER TABLE cases_party ADD CONSTRAINT party_follows_end"
                " FOREIGN KEY (case_id, case_is_ended) REFERENCES cases_case (id, is_ended) ON UPDATE CASCADE",
            ],
            [
                "ALTER TABLE cases_party DROP CONSTRAINT party_follows_end",
                "ALTER TABLE cases_case DROP CONSTRAINT case_id_and_end",
            ],
        )
    ]
