"""The latest decisions and the latest passed steps are found without reading all of them (QLT-05)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("approvals", "0020_task_reminders")]
    operations = [
        AddIndexConcurrently(
            model_name="decision",
            index=models.Index(fields=("-decided_at", "-id"), name="approvals_decision_latest"),
        ),
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(fields=("-ended_at",), name="approvals_step_passed", condition=models.Q(state="PASSED")),
        ),
    ]
