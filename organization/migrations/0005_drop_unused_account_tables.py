from django.db import migrations


class Migration(migrations.Migration):
    """Two tables of a package that is not used any more. Nothing ever wrote to them; they refer to people."""

    dependencies = [("organization", "0004_sign_in")]

    operations = [
        migrations.RunSQL(
            "DROP TABLE IF EXISTS account_emailconfirmation, account_emailaddress",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
