"""The application's role gives up changing and deleting entries: history is written once (invariant I4).

The owner of a table may give up its own rights, which a superuser's role could not: the embedded server and the
operating guide use an ordinary role. A later change of heart would itself be a visible act of an administrator.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON ledger_entry FROM CURRENT_USER",
            "GRANT UPDATE, DELETE ON ledger_entry TO CURRENT_USER",
        )
    ]
