from django.db import migrations

# A step's number is what its decisions were chained with: until now that was its position.
NUMBER = "UPDATE approvals_step SET number = position WHERE number = 0"


class Migration(migrations.Migration):
    dependencies = [("approvals", "0005_moves")]

    operations = [migrations.RunSQL(NUMBER, migrations.RunSQL.noop)]
