from django.db import migrations, models
from django.db.models import PROTECT, Q
from django.db.models.deletion import CASCADE

import core.money


class Migration(migrations.Migration):
    """A claim's line may use the hold of several estimates."""

    dependencies = [
        ("expenses", "0005_rate_kept_by_finance"),
    ]

    operations = [
        migrations.CreateModel(
            name="EstimateUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", core.money.AmountField(decimal_places=2, max_digits=18)),
                (
                    "claim_line",
                    models.ForeignKey(on_delete=CASCADE, related_name="uses", to="expenses.claimline"),
                ),
                (
                    "request_line",
                    models.ForeignKey(on_delete=PROTECT, related_name="uses", to="expenses.spendrequestline"),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("claim_line", "request_line"), name="expenses_estimateuse_once"),
                    models.CheckConstraint(condition=Q(("amount__gt", 0)), name="expenses_estimateuse_positive"),
                ],
            },
        ),
    ]
