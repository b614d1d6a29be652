from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0006_number_steps")]

    operations = [
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="approvals_step_number"),
        ),
    ]
