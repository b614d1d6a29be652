from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("expenses", "0014_advances"), ("expenses", "0031_mark_documents")]

    operations = []
