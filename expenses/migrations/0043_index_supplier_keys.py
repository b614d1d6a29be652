from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The same expense is looked for by supplier and day (EXP-05)."""

    atomic = False
    dependencies = [("expenses", "0042_fill_supplier_keys")]

    operations = [
        AddIndexConcurrently(
            model_name="claimline",
            index=models.Index(
                condition=models.Q(("supplier_key", ""), _negated=True),
                fields=["supplier_key", "expense_date"],
                name="expenses_claimline_supplier",
            ),
        ),
        AddIndexConcurrently(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("state", "POSTED"), models.Q(("supplier_key", ""), _negated=True)),
                fields=["supplier_key", "expense_date"],
                name="expenses_importrow_supplier",
            ),
        ),
        AddIndexConcurrently(
            model_name="spendrequest",
            index=models.Index(
                condition=models.Q(("supplier_key", ""), _negated=True),
                fields=["supplier_key", "expected_date"],
                name="expenses_request_supplier",
            ),
        ),
    ]
