from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0010_reviews")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
