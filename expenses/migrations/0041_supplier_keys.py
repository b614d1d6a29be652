from django.db import migrations, models


class Migration(migrations.Migration):
    """Suppliers as they are compared, beside what was typed."""

    dependencies = [("expenses", "0040_flags")]

    operations = [
        migrations.AddField(
            model_name="claimline",
            name="supplier_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="importrow",
            name="supplier_key",
            field=models.CharField(db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="spendrequest",
            name="supplier_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
        ),
    ]
