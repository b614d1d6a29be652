"""Invoices are compared without the zeros before their number (EXP-05): the stored ones likewise."""

from django.db import migrations

COLUMNS = (
    ("expenses_claimline", "invoice_number_key"),
    ("expenses_claimline", "invoice_code_key"),
    ("expenses_importrow", "invoice_key"),
)


def shorten(apps, schema_editor):
    """Only what begins with a zero and is of digits alone; nothing of it tells two invoices apart any more."""
    with schema_editor.connection.cursor() as cursor:
        for table, column in COLUMNS:
            cursor.execute(f"UPDATE {table} SET {column} = ltrim({column}, '0') WHERE {column} ~ '^0+[1-9][0-9]*$'")  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("expenses", "0102_rows_name_complaints")]

    operations = [migrations.RunPython(shorten, migrations.RunPython.noop)]
