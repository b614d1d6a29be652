"""How the rounds of a period ended is read from an index alone (QLT-05)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("approvals", "0025_long_lists")]
    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=("ended_at",),
                include=("author", "state"),
                name="approvals_case_decided",
                condition=models.Q(state__in=["APPROVED", "RETURNED", "REJECTED"]),
            ),
        ),
    ]
