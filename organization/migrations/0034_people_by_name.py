"""Long lists of documents are sorted by their people without sorting all of them (QLT-05)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("organization", "0033_staff_imports")]
    operations = [
        AddIndexConcurrently(
            model_name="person", index=models.Index(fields=("sort_key",), name="organization_person_sort")
        ),
    ]
