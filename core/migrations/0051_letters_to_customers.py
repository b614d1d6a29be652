from django.db import migrations, models

KINDS = [
    ("NOTICE", "Notice"),
    ("DIGEST", "Daily e-mail"),
    ("ADDRESS", "New address"),
    ("OUTSIDE", "Letter to a customer"),
]


class Migration(migrations.Migration):
    dependencies = [("core", "0050_stop_wishes")]

    operations = [
        migrations.AlterField(model_name="mail", name="kind", field=models.CharField(choices=KINDS, max_length=8))
    ]
