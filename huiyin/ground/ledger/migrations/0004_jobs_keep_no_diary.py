"""The queue's own triggers wrote a diary of every job, a row when it is queued, one when it begins and one when it ends.
Nothing reads it: a job that was done is deleted with its rows, and one that failed keeps its attempts and its log. Queuing a
job cost twice as much with it.
"""

from django.db import migrations

DROPPED = {
    "procrastinate_trigger_status_events_insert_v1": "AFTER INSERT ON procrastinate_jobs FOR EACH ROW"
    " WHEN ((new.status = 'todo'::procrastinate_job_status))"
    " EXECUTE PROCEDURE procrastinate_trigger_function_status_events_insert_v1()",
    "procrastinate_trigger_status_events_update_v1": "AFTER UPDATE OF status ON procrastinate_jobs FOR EACH ROW"
    " EXECUTE PROCEDURE procrastinate_trigger_function_status_events_update_v1()",
    "procrastinate_trigger_scheduled_events_v1": "AFTER INSERT OR UPDATE ON procrastinate_jobs FOR EACH ROW"
    " WHEN ((new.scheduled_at IS NOT NULL AND new.status = 'todo'::procrastinate_job_status))"
    " EXECUTE PROCEDURE procrastinate_trigger_function_scheduled_events_v1()",
    "procrastinate_trigger_abort_requested_events_v1": "AFTER UPDATE OF abort_requested ON procrastinate_jobs"
    " FOR EACH ROW WHEN ((new.abort_requested = true))"
    " EXECUTE PROCEDURE procrastinate_trigger_abort_requested_events_procedure_v1()",
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_jobs_do_not_notify")]

    operations = [
        migrations.RunSQL(
            f"DROP TRIGGER {name} ON procrastinate_jobs", f"CREATE TRIGGER {name} {definition}"
        )
        for name, definition in DROPPED.items()
    ]
