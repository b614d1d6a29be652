from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Invoices are looked for by their keys."""

    atomic = False
    dependencies = [("expenses", "0009_fill_invoice_keys")]

    operations = [
        AddIndexConcurrently(
            model_name="claimline",
            index=models.Index(
                condition=models.Q(("invoice_number_key", ""), _negated=True),
                fields=["invoice_number_key", "invoice_code_key"],
                name="expenses_claimline_invkey",
            ),
        ),
        RemoveIndexConcurrently(model_name="claimline", name="expenses_claimline_invoice"),
    ]
