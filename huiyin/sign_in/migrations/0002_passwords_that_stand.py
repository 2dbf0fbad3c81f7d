"""Passwords that stood before they were given an age count from now on: nobody is surprised by the upgrade."""

from django.db import migrations
from django.utils import timezone


def begin(apps, _schema):
    account, state = apps.get_model("people", "Account"), apps.get_model("sign_in", "PasswordState")
    known = account.objects.exclude(password="").exclude(password__startswith="!")
    now = timezone.now()
    state.objects.bulk_create(
        [state(account_id=each, changed_at=now) for each in known.values_list("id", flat=True)],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("sign_in", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
