from django.db import migrations


class Migration(migrations.Migration):
    """A wish to stop is kept in core for jobs of every kind; one that waits while this runs is asked again."""

    dependencies = [("expenses", "0044_long_lists"), ("core", "0050_stop_wishes")]

    operations = [migrations.DeleteModel(name="ImportStop")]
