"""Lists of many documents begin with the newest, the largest, or those in one state (QLT-05)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

INDEXES = (
    ("claim", ("-created_at", "-id"), "expenses_claim_newest"),
    ("claim", ("state", "-created_at", "-id"), "expenses_claim_state"),
    ("claim", ("base_total",), "expenses_claim_amount"),
    ("spendrequest", ("-created_at", "-id"), "expenses_request_newest"),
    ("spendrequest", ("state", "-created_at", "-id"), "expenses_request_state"),
    ("spendrequest", ("total",), "expenses_request_amount"),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("expenses", "0017_search_imports")]
    operations = [
        AddIndexConcurrently(model_name=model, index=models.Index(fields=fields, name=name))
        for model, fields, name in INDEXES
    ] + [
        AddIndexConcurrently(
            model_name="claimline",
            index=models.Index(
                fields=("claim",), name="expenses_claimline_prior", condition=models.Q(is_prior_period=True)
            ),
        )
    ]
