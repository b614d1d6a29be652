"""Lists by title or end, and what holds budget now, are found without reading all documents (QLT-05)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("expenses", "0043_index_supplier_keys")]
    operations = [
        AddIndexConcurrently(
            model_name="claim",
            index=models.Index(fields=("title",), name="expenses_claim_title"),
        ),
        AddIndexConcurrently(
            model_name="spendrequest",
            index=models.Index(fields=("title",), name="expenses_request_title"),
        ),
        AddIndexConcurrently(
            model_name="spendrequest",
            index=models.Index(fields=("end_date",), name="expenses_request_end"),
        ),
        AddIndexConcurrently(
            model_name="claimline",
            index=models.Index(fields=("claim",), name="expenses_claimline_holding", condition=models.Q(held__gt=0)),
        ),
        AddIndexConcurrently(
            model_name="spendrequestline",
            index=models.Index(
                fields=("request",), name="expenses_requestline_holding", condition=models.Q(held__gt=0)
            ),
        ),
        AddIndexConcurrently(
            model_name="paymentline",
            index=models.Index(
                fields=("payment",),
                name="expenses_paymentline_back",
                condition=models.Q(given_back_at__isnull=False),
            ),
        ),
    ]
