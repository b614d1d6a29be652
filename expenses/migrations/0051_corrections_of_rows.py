import django.db.models.deletion
from django.db import migrations, models

import core.money


class Migration(migrations.Migration):
    """A correction is of a claim, or of one row of an import (EXP-08)."""

    dependencies = [("expenses", "0050_stop_wishes_in_core")]

    operations = [
        migrations.AlterField(
            model_name="correction",
            name="claim",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="expenses.claim",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="import_row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="expenses.importrow",
            ),
        ),
        migrations.AlterField(
            model_name="correctionline",
            name="claim_line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="expenses.claimline",
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="away_amount",
            field=core.money.AmountField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="importrow",
            name="reversed_amount",
            field=core.money.AmountField(db_default=0, default=0),
        ),
        migrations.RemoveConstraint(model_name="importrow", name="expenses_importrow_posted_once"),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state", "POSTED"),
                    models.Q(
                        ("amount", 0),
                        models.Q(("reversed_amount", models.F("amount")), _negated=True),
                        _connector="OR",
                    ),
                ),
                fields=("source", "key"),
                name="expenses_importrow_posted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__gte", models.F("away_amount")),
                        ("away_amount__gte", models.F("reversed_amount")),
                        ("reversed_amount__gte", 0),
                    ),
                    models.Q(
                        ("amount__lte", models.F("away_amount")),
                        ("away_amount__lte", models.F("reversed_amount")),
                        ("reversed_amount__lte", 0),
                    ),
                    _connector="OR",
                ),
                name="expenses_importrow_corrected_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", False), ("import_row__isnull", True)),
                    models.Q(("claim__isnull", True), ("import_row__isnull", False)),
                    _connector="OR",
                ),
                name="expenses_correction_of_one_thing",
            ),
        ),
    ]
