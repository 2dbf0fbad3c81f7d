"""The queue's own triggers send NOTIFY inside the business transaction, which takes a lock on the whole database at
commit. Workers poll instead.
"""

from django.db import migrations

DROPPED = {
    "procrastinate_jobs_notify_queue_job_inserted_v1": "AFTER INSERT ON procrastinate_jobs FOR EACH ROW"
    " WHEN ((new.status = 'todo'::procrastinate_job_status))"
    " EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1()",
    "procrastinate_jobs_notify_queue_job_aborted_v1": "AFTER UPDATE OF abort_requested ON procrastinate_jobs"
    " FOR EACH ROW WHEN ((old.abort_requested = false AND new.abort_requested = true"
    " AND new.status = 'doing'::procrastinate_job_status))"
    " EXECUTE PROCEDURE procrastinate_notify_queue_abort_job_v1()",
}


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_entries_are_never_changed"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            f"DROP TRIGGER {name} ON procrastinate_jobs", f"CREATE TRIGGER {name} {definition}"
        )
        for name, definition in DROPPED.items()
    ]
